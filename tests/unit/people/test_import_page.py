"""docs/import.md says what the columns are: a column without its line there, or a line too many, fails."""

from pathlib import Path

import pytest

from people.hours import parse_hours
from people.importing import template
from people.kinds import KINDS

PAGE = Path(__file__).parents[3] / "docs" / "import.md"


def table(kind: str) -> str:
    """The table of a kind's columns as the page shows it."""
    head = "| Column | 列名 | Needed | Example | Means |\n|---|---|---|---|---|\n"
    return head + "".join(
        f"| `{column.name}` | {column.chinese} | {'yes' if column.required else ''} "
        f"| {f'`{column.example}`' if column.example else ''} | {column.means} |\n"
        for column in KINDS[kind].columns
    )


def section(kind: str) -> str:
    """What stands under the kind's heading."""
    page = PAGE.read_text(encoding="utf-8")
    return page.partition(f"\n## {kind}\n")[2].partition("\n## ")[0]


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_shows_every_column_of_every_kind(kind):
    assert table(kind) in section(kind)


def test_the_page_shows_no_kind_that_is_not_there_and_keeps_their_order():
    headings = [line[3:] for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("## ")]

    assert [heading for heading in headings if " " not in heading] == list(KINDS)


def test_the_hours_the_page_shows_can_be_read():
    lines = section("providers").partition("```\n")[2].partition("```")[0].splitlines()

    assert len(lines) >= 4
    assert all(parse_hours(line) for line in lines)


def test_the_template_on_the_page_is_the_one_the_program_gives():
    assert template("contacts") in PAGE.read_text(encoding="utf-8")
