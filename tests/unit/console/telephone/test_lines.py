"""Has one page at a time the operator's telephone, and is a ticket good for one connection alone?"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from console.telephone import lines as rules
from console.telephone.lines import Full, InUse, Line, Lines, Page

NOW = datetime(2026, 11, 21, 2, 40, tzinfo=UTC)
MINE = Page(staff="wangfang", session="s1", tab="a" * 32)
OTHER = replace(MINE, tab="b" * 32)


def nothing() -> None:
    pass


def opened(lines: Lines, page: Page = MINE, end: object = nothing) -> Line:
    line = lines.reserve(page, NOW, insists=True)
    assert isinstance(line, Line)
    assert lines.connect(line.ticket, page.session, NOW, end) is line  # type: ignore[arg-type]
    return line


def test_a_second_page_is_told_where_the_telephone_is():
    lines = Lines()
    opened(lines)

    later = NOW + timedelta(hours=3)
    assert lines.reserve(OTHER, later, insists=False) == InUse(since=NOW, same_session=True)
    elsewhere = replace(OTHER, session="s2")
    assert lines.reserve(elsewhere, later, insists=False) == InUse(since=NOW, same_session=False)


def test_a_page_that_insists_gets_it_and_the_other_is_told():
    lines, told = Lines(), []
    first = opened(lines, end=lambda: told.append("taken"))

    second = opened(lines, OTHER)

    assert told == ["taken"]
    assert not lines.leave(first)  # it ends later, and takes nothing away
    assert lines.open == {"wangfang": second}


def test_the_same_page_comes_again_after_a_reload():
    lines, told = Lines(), []
    opened(lines, end=lambda: told.append("over"))

    assert isinstance(lines.reserve(MINE, NOW, insists=False), Line)
    assert told == ["over"]


def test_a_line_that_was_left_is_free():
    lines = Lines()
    assert lines.leave(opened(lines))

    assert isinstance(lines.reserve(OTHER, NOW, insists=False), Line)


def test_a_page_that_never_connected_does_not_keep_the_telephone():
    lines = Lines()
    lines.reserve(MINE, NOW, insists=False)

    assert isinstance(lines.reserve(OTHER, NOW, insists=False), InUse)
    assert isinstance(lines.reserve(OTHER, NOW + timedelta(seconds=31), insists=False), Line)


def test_a_ticket_opens_one_connection_of_its_session_and_soon():
    lines = Lines()
    line = lines.reserve(MINE, NOW, insists=False)
    assert isinstance(line, Line)

    assert lines.connect("forged", "s1", NOW, nothing) is None
    assert lines.connect(line.ticket, "s2", NOW, nothing) is None
    assert lines.connect(line.ticket, "s1", NOW + timedelta(seconds=31), nothing) is None
    assert lines.connect(line.ticket, "s1", NOW, nothing) is line
    assert lines.connect(line.ticket, "s1", NOW, nothing) is None


def test_the_number_of_telephones_is_bounded(monkeypatch):
    monkeypatch.setattr(rules, "MOST", 1)
    lines = Lines()
    opened(lines)

    assert isinstance(lines.reserve(replace(MINE, staff="liu"), NOW, insists=False), Full)
    assert isinstance(lines.reserve(MINE, NOW, insists=False), Line)
