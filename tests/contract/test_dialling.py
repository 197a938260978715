"""Is everybody rung who may be, nobody twice, and is everybody else told why not and when again?"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection

from broadcasts.dialling import Intent, dial_due
from db import calls, campaigns
from db.calls import CallRow
from db.staff import save_holds
from people.holds import Hold
from people.ids import SeniorId
from people.windows import parse_windows
from tests.contract.messages import (
    FILE,
    MINUTE,
    NINE,
    SECOND,
    campaign,
    delivery,
    ended,
    fixed_line,
    lines,
    neighbourhood,
    offer,
    person,
    telephone,
)


@pytest.fixture
def conn(tmp_path: Path) -> Iterator[Connection]:
    with neighbourhood(tmp_path) as conn:
        yield conn


def rung(intents: list[Intent]) -> list[str]:
    return sorted(intent.terminal for intent in intents)


def test_everybody_is_dialled_once_with_the_file_of_the_message(conn: Connection) -> None:
    first, second = dial_due(conn, NINE, lines()), dial_due(conn, NINE, lines())

    assert (rung(first), second) == (["t1", "t2", "t3"], [])
    assert {intent.file for intent in first} == {FILE}
    assert (delivery(conn).state, delivery(conn).tries) == ("trying", 1)


def test_her_own_words_are_her_own_file(conn: Connection) -> None:
    campaigns.save_deliveries(conn, [replace(delivery(conn), audio="/sounds/for-wang")])

    assert {i.terminal: i.file for i in dial_due(conn, NINE, lines())}["t1"] == "/sounds/for-wang"


def test_no_more_calls_than_the_node_takes_and_no_more_dials_than_the_rate_allows(conn: Connection) -> None:
    made = [len(dial_due(conn, NINE, lines(channels, dials))) for channels, dials in ((2, 1), (2, 9), (2, 9), (9, 9))]

    assert made == [1, 1, 0, 1]


def test_a_line_leaves_by_a_trunk_and_what_presses_use_is_left_to_them(conn: Connection) -> None:
    for n in (1, 2, 3):
        fixed_line(conn, n)

    busy = dial_due(conn, NINE, lines(limit=5, reserve=2, others=2))
    freed = dial_due(conn, NINE, lines(limit=5, reserve=2, others=1))

    assert [intent.trunk for intent in (*busy, *freed)] == ["trunka", "trunka"]


def test_where_every_trunk_is_full_telephones_of_ours_are_still_rung(conn: Connection) -> None:
    for n in (1, 2):
        fixed_line(conn, n)

    assert rung(dial_due(conn, NINE, lines(limit=2, others=2))) == ["t3"]
    assert rung(dial_due(conn, NINE, lines())) == ["t1", "t2"]


def test_a_campaign_keeps_to_its_own_channels_and_calls_a_minute(conn: Connection) -> None:
    campaign(conn, channels=1)
    assert len(dial_due(conn, NINE, lines())) == 1
    campaign(conn, per_minute=2)

    made = [len(dial_due(conn, NINE + at, lines())) for at in (SECOND, 59 * SECOND, 61 * SECOND)]

    assert made == [1, 0, 1]


def test_an_urgent_message_goes_first_and_at_any_hour(conn: Connection) -> None:
    night = NINE - timedelta(hours=6)
    offer(conn, "s1", "s2", key="storm", urgent=True, audio="/sounds/storm", created_at=NINE)
    for n in (1, 2):
        campaigns.save_deliveries(conn, [replace(delivery(conn, n, "storm"), available_at=night)])

    intents = dial_due(conn, night, lines(channels=2))

    assert [intent.file for intent in intents] == ["/sounds/storm"] * 2


def test_in_the_nap_nobody_is_rung_and_each_is_told_when(conn: Connection) -> None:
    noon = NINE + timedelta(hours=3)
    person(conn, 1, call_windows=parse_windows("12:00-13:00"))

    assert rung(dial_due(conn, noon, lines())) == ["t1"]

    row = delivery(conn, 2)
    assert (row.state, row.why, row.next_try_at) == ("waiting", "outside_window", NINE + timedelta(hours=5.5))
    assert rung(dial_due(conn, row.next_try_at or NINE, lines())) == ["t2", "t3"]


def test_windows_that_never_meet_are_told_instead_of_waited_for(conn: Connection) -> None:
    campaign(conn, windows="15:00-16:00")
    person(conn, 1, call_windows=parse_windows("10:00-11:00"))

    dial_due(conn, NINE, lines())

    row = delivery(conn)
    assert (row.state, row.why, row.evidence) == ("done", "no_window", "not_dialled")


def test_a_telephone_in_use_is_tried_a_minute_later_and_told_so(conn: Connection) -> None:
    press = CallRow(id="x-1", terminal_id="t1", household_id="h1", pressed_at=NINE)
    calls.save(conn, [press])

    assert rung(dial_due(conn, NINE, lines())) == ["t2", "t3"]
    row = delivery(conn)
    assert (row.why, row.next_try_at, row.tries) == ("in_use", NINE + MINUTE, 0)

    calls.save(conn, [replace(press, state="ended")])
    assert rung(dial_due(conn, NINE + MINUTE, lines())) == ["t1"]
    assert delivery(conn).why == ""


def test_a_home_being_rung_for_one_message_is_not_rung_for_another(conn: Connection) -> None:
    dial_due(conn, NINE, lines())
    offer(conn, "s1", key="second")

    assert dial_due(conn, NINE, lines()) == []
    assert delivery(conn, key="second").why == "in_use"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda c: person(c, 1, consents_to_broadcasts=False), "no_consent"),
        (lambda c: telephone(c, 1, active=False), "no_terminal"),
        (
            lambda c: save_holds(
                c, [Hold(senior=SeniorId("s1"), starts_on=date(2026, 3, 2), ends_on=date(2026, 3, 9))]
            ),
            "on_hold",
        ),
    ],
    ids=["withdrew", "telephone taken away", "on a journey"],
)
def test_who_cannot_be_rung_any_more_is_told_why(conn: Connection, change, why: str) -> None:
    change(conn)

    assert rung(dial_due(conn, NINE, lines())) == ["t2", "t3"]
    row = delivery(conn)
    assert (row.state, row.evidence, row.why) == ("done", "not_dialled", why)


def test_the_telephone_named_is_rung_and_another_of_the_home_where_it_is_gone(conn: Connection) -> None:
    telephone(conn, 1, "t1b")
    campaigns.save_deliveries(conn, [replace(delivery(conn), terminal_id="t1b")])
    campaigns.save_deliveries(conn, [replace(delivery(conn, 2), terminal_id="t9")])

    assert rung(dial_due(conn, NINE, lines())) == ["t1b", "t2", "t3"]


@pytest.mark.parametrize("state", ["paused", "cancelled", "draft", "done"])
def test_a_message_that_is_not_going_out_rings_nobody(conn: Connection, state: str) -> None:
    campaign(conn, state=state)

    assert dial_due(conn, NINE, lines()) == []


def test_before_its_start_and_after_its_end_a_message_rings_nobody(conn: Connection) -> None:
    campaign(conn, starts_at=NINE + MINUTE)
    assert dial_due(conn, NINE, lines()) == []
    campaign(conn, ends_at=NINE + MINUTE)

    assert dial_due(conn, NINE + MINUTE, lines()) == []

    row, message = delivery(conn), campaigns.load_campaign(conn, "frost")
    assert (row.state, row.evidence, row.why) == ("done", "not_dialled", "too_late")
    assert message is not None and message.state == "done"


def test_what_is_two_days_old_rings_nobody_and_keeps_what_was_proven(conn: Connection) -> None:
    first = {intent.terminal: intent for intent in dial_due(conn, NINE, lines())}
    for terminal in first:
        ended(conn, first[terminal].attempt, 16)

    assert dial_due(conn, NINE + timedelta(days=2, seconds=1), lines()) == []
    assert (delivery(conn).state, delivery(conn).evidence, delivery(conn).why) == ("done", "rang", "too_late")


def test_deep_in_a_crowd_that_cannot_be_rung_those_who_can_are_found(tmp_path: Path) -> None:
    with neighbourhood(tmp_path, homes=130) as conn:
        for n in range(1, 130):
            person(conn, n, call_windows=parse_windows("15:00-16:00"))

        assert rung(dial_due(conn, NINE, lines(channels=1))) == ["t130"]
