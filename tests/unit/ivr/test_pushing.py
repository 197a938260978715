"""Which rows of Asterisk's tables does no push want? (What is put and in which order: test_timetable.py.)"""

from datetime import datetime

from ivr.pushing import Leftover, leftover, pushed
from ivr.rows import Key, Pushed, Week, encode
from ivr.site import Site
from ivr.timetable import week
from people.ids import AreaId, ServiceId, TerminalId

MEALS = ServiceId("meals")


def held(town: Site, noon: datetime, generation: int = 7) -> tuple[Pushed, ...]:
    made: Week = week(AreaId("laoshan"), MEALS, town, noon)
    return pushed((), [made], generation)


def test_a_row_that_is_wanted_is_never_left_over(town: Site, tuesday_noon: datetime) -> None:
    weeks = held(town, tuesday_noon)
    stored = {row.at for row in encode(weeks[0].week, 7)} | {Key("who", "t1001")}

    assert leftover(stored, weeks, {Key("who", "t1001")}) == Leftover()


def test_what_was_removed_meanwhile_goes_now(town: Site, tuesday_noon: datetime) -> None:
    removed = (
        Key("caller", "01066660001"), Key("did", "66660001"), Key("ladder", "t9"), Key("target", "contact-c9"),
        Key("week", "t9/meals"), Key("who", "t9"),
    )  # fmt: skip

    assert leftover(removed, held(town, tuesday_noon), ()) == Leftover(now=removed)


def test_a_route_of_a_generation_before_goes_later(town: Site, tuesday_noon: datetime) -> None:
    weeks = held(town, tuesday_noon)
    before = [row.at for row in encode(weeks[0].week, 6) if row.at.family == "route"]

    assert leftover(before, weeks, ()) == Leftover(later=tuple(before))


def test_rows_that_no_push_writes_are_not_looked_at(town: Site, tuesday_noon: datetime) -> None:
    others = [Key("waiting", "t9"), Key("inc-closed", "t9"), Key("ps_auth", "auth/t9"), Key("registrar", "x")]

    assert leftover(others, held(town, tuesday_noon), ()) == Leftover()


def test_the_week_of_a_terminal_that_has_no_override_any_more_goes_and_its_areas_stays(
    town: Site, tuesday_noon: datetime
) -> None:
    weeks = held(town, tuesday_noon)
    own = Key("week", f"{TerminalId('t1001')}/{MEALS}")

    assert leftover([own, Key("week", f"laoshan/{MEALS}")], weeks, ()) == Leftover(now=(own,))
