"""A drill proves a way out only by a person's key, ends once, and is missed aloud."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ivr import events as e
from ivr.drills.drill import Drill, DrillRules, advance, due, is_lost, next_in_turn, over, overdue, unknown_ways
from people.windows import parse_windows

NOON = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
KEY = "bb-drill-1"
RULES = DrillRules(ways=("a", "b"), number="+8613910000011")
WANTED = Drill(id=KEY, way="a", wanted_at=NOON, wanted_by="system")
BEGUN = replace(WANTED, state="intended", intended_at=NOON)


def told(what: str, after: int = 5, **fields: object) -> e.DrillTold:
    return e.DrillTold(at=NOON + after * SECOND, channel="x", drill=KEY, what=what, **fields)  # type: ignore[arg-type]


RANG = e.AttemptRang(at=NOON + SECOND, channel=KEY, attempt=e.AttemptId(KEY))
GONE = e.HungUp(at=NOON + 9 * SECOND, channel=KEY, cause=16, by_itself=False)
ANSWERED, ACCEPTED = told("answered", 3), told("accepted", 6)
ENDED = told("ended", 9, status="ANSWER", cause=16, ring_ms=120, tried="a")


def lived(*events: e.Event) -> Drill:
    drill = BEGUN
    for event in events:
        drill = advance(drill, event)
    return drill


def test_a_drill_that_was_taken_with_1_is_timed_from_the_dial_to_the_key():
    drill = lived(RANG, ANSWERED, ACCEPTED, ENDED, GONE)

    assert (drill.state, drill.outcome, drill.fault) == ("ended", "accepted", "")
    assert (drill.dialled_at, drill.answered_at, drill.accepted_at) == (RANG.at, ANSWERED.at, ACCEPTED.at)
    assert (drill.ring_ms, drill.ended_at) == (120, ENDED.at)


def test_picked_up_without_a_key_proves_nothing_of_a_person():
    assert lived(RANG, ANSWERED, told("unaccepted"), ENDED).outcome == "unaccepted"


@pytest.mark.parametrize(
    ("end", "fault"),
    [
        (told("ended", status="CHANUNAVAIL", cause=34, tried="a.CONGESTION.34+"), "CONGESTION.34"),
        (told("ended", status="BUSY", cause=17, tried="a.BUSY.17+"), "BUSY.17"),
        (told("ended", tried="a.FULL.0+"), "FULL.0"),
        (told("ended", status="CANCEL", cause=0, tried="a"), "CANCEL.0"),
        (told("ended", cause=3), "HANGUP.3"),
        (GONE, "HANGUP.16"),
    ],
)
def test_a_drill_that_nobody_picked_up_has_failed_and_says_how(end: e.Event, fault: str):
    drill = lived(RANG, end)

    assert (drill.state, drill.outcome, drill.fault) == ("ended", "failed", fault)


def test_the_exchanges_own_word_is_more_exact_than_a_hangup_and_the_end_stays_where_it_was():
    drill = lived(RANG, GONE, told("ended", 12, status="BUSY", cause=17, tried="a.BUSY.17+", ring_ms=80))

    assert (drill.fault, drill.ended_at, drill.ring_ms) == ("BUSY.17", GONE.at, 80)
    assert advance(drill, GONE) == drill


def test_what_is_told_twice_changes_nothing():
    once = lived(RANG, ANSWERED, ACCEPTED, ENDED)

    assert lived(RANG, ANSWERED, ACCEPTED, ENDED, RANG, ANSWERED, ACCEPTED, ENDED, GONE) == once


def test_a_key_counts_though_neither_the_dial_nor_the_answer_was_told():
    drill = lived(ACCEPTED)

    assert (drill.state, drill.answered_at) == ("answered", ACCEPTED.at)
    assert lived(ANSWERED, RANG).state == "answered"


def test_a_key_that_is_told_of_late_still_proves_the_way():
    lost = over(lived(RANG), NOON + 120 * SECOND, "NOTHING_TOLD")

    assert lost.outcome == "failed"
    assert (advance(lost, ACCEPTED).outcome, advance(lost, ACCEPTED).fault) == ("accepted", "")


def test_another_event_says_nothing_of_a_drill():
    assert lived(e.NumberRefused(at=NOON, channel=KEY, terminal="t1")) == BEGUN


def test_a_drill_of_which_nothing_is_told_for_two_minutes_is_lost_whatever_was_told_before():
    patience = RULES.patience

    assert not is_lost(BEGUN, NOON + patience - SECOND, patience)
    assert is_lost(BEGUN, NOON + patience, patience)
    assert not is_lost(lived(RANG), NOON + patience, patience)
    assert is_lost(lived(RANG, ANSWERED), ANSWERED.at + patience, patience)
    assert not is_lost(WANTED, NOON + DAY, patience)
    assert not is_lost(lived(RANG, GONE), NOON + DAY, patience)


def test_ways_are_drilled_one_after_the_other_in_the_order_in_which_they_were_wanted():
    other = replace(WANTED, id="bb-drill-2", way="b")

    assert next_in_turn([WANTED, other]) == WANTED
    assert next_in_turn([BEGUN, other]) is None
    assert next_in_turn([]) is None


def test_a_way_is_due_a_week_after_its_last_drill_and_at_once_without_any():
    begun = {"a": NOON}

    assert due(RULES, {}, NOON) == ("a", "b")
    assert due(RULES, begun, NOON + 7 * DAY - SECOND) == ("b",)
    assert due(RULES, begun, NOON + 7 * DAY) == ("a", "b")


def test_nothing_is_due_without_a_desk_nor_at_night():
    night = replace(RULES, hours=parse_windows("22:00-02:00"))

    assert due(replace(RULES, number=""), {}, NOON) == ()
    assert due(RULES, {}, NOON + timedelta(hours=5)) == ()  # 17:00 in Beijing
    assert due(night, {}, datetime(2026, 3, 10, 17, 59, tzinfo=UTC)) == ("a", "b")
    assert due(night, {}, datetime(2026, 3, 10, 18, 0, tzinfo=UTC)) == ()


def test_a_way_without_a_success_for_a_week_and_a_day_is_overdue_since_then():
    first, proven, late = {"a": NOON, "b": NOON}, {"a": NOON + DAY}, NOON + 8 * DAY

    assert overdue(RULES, first, proven, late - SECOND) == {}
    assert overdue(RULES, first, proven, late) == {"b": NOON}
    assert overdue(RULES, first, proven, late + DAY) == {"a": NOON + DAY, "b": NOON}
    assert overdue(RULES, {}, {}, late) == {}
    assert overdue(replace(RULES, number=""), first, proven, late) == {}


def test_a_way_that_the_site_has_not_is_named():
    assert unknown_ways(RULES, ["a", "c"]) == ("c",)
