"""Is a press that was made at two exchanges judged as one? The storm's account of it, without an exchange."""

from collections.abc import Sequence
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast

from ivr import events as e
from tests.chaos.retrying import Tried, judged
from tests.chaos.scenes import MEALS, Press
from tests.chaos.verdict import Evidence
from town.pair import TownRow

AT = datetime(2030, 5, 1, tzinfo=UTC)
PRESSED = TownRow(at=104.2, what="PRESSED", who="t1001", call_id="hers", more={})


def picked_up(at: float) -> TownRow:
    return TownRow(at=at, what="ANSWERED", who="88880001", call_id="theirs", more={})


def seen(*town: TownRow, calls: Sequence[object] = ()) -> Evidence:
    return Evidence(
        town=town, calls=cast(Any, calls), legs=(), incidents=(), attempts=(), outbox=(), answered=()
    )  # fmt: skip


def by_the_second() -> list[e.Event]:
    pressed = e.Pressed(
        at=AT, channel="second-1", call=e.CallId("second-1"), terminal="t1001", service="meals", via="code",
        confirmed=True, caller_id="", route_source="static", sip_call_id="hers",
    )  # fmt: skip
    answered = e.LegAnswered(
        at=AT, channel="second-1", call=e.CallId("second-1"), position=1, target="prov-canteen-1", sip_call_id="theirs"
    )
    return [pressed, answered]


def tried(began: float = 100.0) -> list[Tried]:
    return [Tried(press=Press(at=0, home="t1001", dial=MEALS, stay=3), began=began, again=True)]


def test_a_press_that_the_second_exchange_took_is_timed_from_its_first_try() -> None:
    found = judged(seen(PRESSED, picked_up(105.0)), by_the_second(), tried())

    assert (found.lost, found.doubled, found.again, found.waited) == ([], [], 1, 5.0)


def test_a_first_try_that_its_exchange_found_later_is_the_same_press() -> None:
    late = SimpleNamespace(id="first-1", terminal_id="t1001", sip_call_id="late", incident_id=None)

    found = judged(seen(PRESSED, picked_up(105.0), calls=[late]), by_the_second(), tried())

    assert (found.lost, found.doubled, found.late) == ([], [], 1)


def test_two_rows_of_one_exchange_are_a_doubled_press() -> None:
    said = by_the_second()

    found = judged(seen(PRESSED, picked_up(105.0)), [*said, said[0]], tried())

    assert found.doubled == ["the press of t1001: 0 rows at its first exchange, 2 at its second"]


def test_whom_nobody_answered_within_ten_seconds_is_lost() -> None:
    assert judged(seen(PRESSED, picked_up(110.5)), by_the_second(), tried()).lost == ["t1001 waited 10.5 s"]
    assert judged(seen(PRESSED), by_the_second(), tried()).lost == ["t1001 reached nobody at either exchange"]


def test_a_press_that_neither_exchange_wrote_down_is_lost() -> None:
    found = judged(seen(), [], tried())

    assert found.lost == [
        "the press of t1001: 0 rows at its first exchange, 0 at its second", "t1001 reached nobody at either exchange",
    ]  # fmt: skip
