"""Does each threat of docs/security.md name tests, and are they there?"""

import re
from collections.abc import Iterator

import pytest

from tests.project.pages import CHECKOUT, codes, rows, section, text_of

PAGE = text_of("docs/security.md")
TABLES = ("On the telephone", "Between the parts", "At the second exchange", "On the console")


def threats() -> Iterator[tuple[str, str]]:
    """(threat, where it is shown) of each row."""
    for table in TABLES:
        for row in rows(section(PAGE, table)):
            yield row[0], row[-1]


def named(shown: str) -> list[str]:
    return [name for name in codes(shown) if name.startswith("tests/")]


@pytest.mark.parametrize(("threat", "shown"), list(threats()), ids=[threat[:60] for threat, _ in threats()])
def test_each_threat_names_a_test_that_is_there(threat: str, shown: str) -> None:
    assert named(shown), f"no test is named for: {threat}"
    for name in named(shown):
        path, _, function = name.partition("::")
        assert (CHECKOUT / path).is_file(), f"{path} is not there"
        if function:
            text = (CHECKOUT / path).read_text(encoding="utf-8")
            assert re.search(rf"^(async )?def {function}\(", text, re.M), f"{name} is not there"


def test_every_test_of_security_is_named() -> None:
    whole = {name.partition("::")[0] for _, shown in threats() for name in named(shown)}

    assert {f"tests/security/{path.name}" for path in (CHECKOUT / "tests/security").glob("test_*.py")} <= whole
