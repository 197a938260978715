"""Whether a call whose answer was lost was placed."""

from datetime import UTC, datetime, timedelta

import pytest

from ivr.twilio.settling import AskAgain, Listed, NotPlaced, Placed, settle

NOON = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)


def listed(sid: str, seconds: float) -> Listed:
    return Listed(sid=sid, made_at=NOON + timedelta(seconds=seconds), status="queued")


def settled(
    *calls: Listed, told: str = "", claimed: frozenset[str] = frozenset(), after: float = 1
) -> Placed | NotPlaced | AskAgain:
    now = NOON + timedelta(seconds=after)
    return settle(asked_at=NOON, told=told, listed=calls, claimed=claimed, now=now)


def test_a_callback_with_our_token_settles_it() -> None:
    assert settled(listed("CA2", 1), told="CA1") == Placed(sid="CA1")


def test_the_first_listed_call_after_the_asking_is_ours() -> None:
    assert settled(listed("CA2", 9), listed("CA1", 1)) == Placed(sid="CA1")


def test_twilios_clock_may_be_a_little_behind() -> None:
    assert settled(listed("CA1", -4)) == Placed(sid="CA1")


@pytest.mark.parametrize("call", [listed("CA1", -60), listed("CA9", 1)])
def test_an_older_call_and_one_of_another_token_are_not_ours(call: Listed) -> None:
    assert settled(call, claimed=frozenset({"CA9"}), after=30) == NotPlaced()


def test_too_early_nobody_knows() -> None:
    assert settled(after=19) == AskAgain(at=NOON + timedelta(seconds=20))


def test_a_list_without_it_after_the_patience_says_that_it_was_not_placed() -> None:
    assert settled(after=20) == NotPlaced()
