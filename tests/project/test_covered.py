"""Is a branch that no test walks really noticed? A made-up project of one rule and one use case."""

from pathlib import Path

import pytest

from tests.covered import NotExamined, examine, own_tests, rules
from tests.project.pages import CHECKOUT

PROJECT = """
[[tool.importlinter.contracts]]
name = "Rules know no clock"
source_modules = ["care.bell", "care.lamp", "care.house.door", "care.not_written_yet", "folk"]
[tool.pytest.ini_options]
pythonpath = ["."]
"""
RULE = "def lamp(waits: int) -> str:\n    light = 'on'\n    if not waits:\n        light = 'off'\n    return light\n"
SHINES = "from care.lamp import lamp\n\ndef test_it_shines():\n    assert lamp(1) == 'on'\n"
GOES_OUT = "\ndef test_it_goes_out():\n    assert lamp(0) == 'off'\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """`care.bell`, `care.lamp`, `care.house.door` and the package `folk` are rules; `care.ring` is none."""
    for name, text in {
        "pyproject.toml": PROJECT,
        "care/bell.py": RULE.replace("lamp", "bell"),
        "care/lamp.py": RULE,
        "care/house/door.py": RULE.replace("lamp", "door"),
        "care/ring.py": "def ring() -> None: ...\n",
        "folk/__init__.py": "",
        "folk/names.py": "WANG = '王'\n",
        "tests/conftest.py": "import hypothesis\n\nhypothesis.settings.register_profile('few')\n",
        "tests/unit/care/test_bell.py": (SHINES + GOES_OUT).replace("lamp", "bell"),
        "tests/unit/care/test_lamp.py": SHINES + GOES_OUT,
        "tests/unit/care/house/test_door.py": (SHINES + GOES_OUT)
        .replace("care.lamp", "care.house.door")
        .replace("lamp", "door"),
        "tests/unit/care/test_ring.py": "import no_such_module\n",
        "tests/unit/folk/test_writing.py": "from folk.names import WANG\n\ndef test_wang():\n    assert WANG == '王'\n",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_rules_that_are_walked_whole_have_no_gap(project: Path) -> None:
    assert examine(project) == []


def test_lines_branches_and_whole_rules_that_no_test_walks_are_named(project: Path) -> None:
    (project / "tests/unit/care/test_lamp.py").write_text(SHINES)
    (project / "tests/unit/care/test_bell.py").write_text(SHINES.replace("lamp", "bell").replace("(1) == 'on'", "(0)"))
    (project / "tests/unit/folk/test_writing.py").unlink()

    assert examine(project) == [
        "care/bell.py: branches 3 to 5",
        "care/lamp.py: lines 4; branches 3 to 4",
        "folk/names.py: no test of a rule loads it",
    ]


def test_where_a_rules_test_fails_nothing_is_said_about_its_branches(project: Path) -> None:
    (project / "tests/unit/care/test_lamp.py").write_text(SHINES.replace("'on'", "'dark'"))

    with pytest.raises(NotExamined, match="test_it_shines"):
        examine(project)


def test_our_own_rules_and_their_tests_are_found() -> None:
    files = rules(CHECKOUT)
    tests = {str(test.relative_to(CHECKOUT)) for test in own_tests(CHECKOUT, files)}

    assert {"ivr/routing.py", "people/numbers.py"} <= {str(file.relative_to(CHECKOUT)) for file in files}
    assert {"tests/unit/ivr/test_routing.py", "tests/unit/people/test_numbers.py"} <= tests
    assert "tests/unit/ivr/test_missed.py" not in tests
