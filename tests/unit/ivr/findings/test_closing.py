"""An emergency is closed by hand only where a person has accepted it and nothing of it can be heard or rung."""

from datetime import UTC, datetime, timedelta

import pytest

from ivr.findings.closing import FRESH, NOT_NOW, SENT, STEADY, Lies, Look, lies, refusal

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def look(*, ago: timedelta = SECOND, quiet: timedelta | None = STEADY) -> Look:
    """Taken `ago`, having been quiet for so long then."""
    at = NOW - ago
    return Look(at=at, quiet_since=None if quiet is None else at - quiet)


@pytest.mark.parametrize(
    ("seen", "lying"),
    [
        (None, Lies.UNSEEN), (look(ago=FRESH + SECOND), Lies.UNSEEN), (look(ago=FRESH), Lies.QUIET),
        (look(quiet=None), Lies.UP), (look(quiet=STEADY - SECOND), Lies.UP), (look(), Lies.QUIET),
    ],
)  # fmt: skip
def test_it_is_over_only_where_it_was_seen_quiet_for_a_while_and_just_now(seen, lying):
    assert lies(seen, NOW) is lying


@pytest.mark.parametrize(
    ("ago", "lying"),
    [(timedelta(), Lies.STARTING), (SENT, Lies.STARTING), (SENT + SECOND, Lies.QUIET)],
)
def test_a_ladder_that_was_just_sent_may_not_be_seen_yet(ago, lying):
    assert lies(look(), NOW, sent=NOW - ago) is lying


def test_what_is_accepted_and_over_is_closed_with_a_reason():
    assert refusal("accepted", NOW, Lies.QUIET, "the log's disk was full") is None
    assert refusal("open", NOW, Lies.QUIET, "she was left, and spoken with again") is None


@pytest.mark.parametrize("lying", list(Lies))
def test_what_nobody_has_accepted_is_never_closed(lying):
    assert refusal("open", None, lying, "why") == ("state", "nobody has accepted it yet: it still rings")


@pytest.mark.parametrize("lying", [one for one in Lies if one is not Lies.QUIET])
def test_what_may_still_be_heard_or_rung_is_not_closed_and_it_is_said_what_to_do(lying):
    refused = refusal("accepted", NOW, lying, "why")

    assert refused == ("state", NOT_NOW[lying])
    assert lying is not Lies.UP or "*9" in NOT_NOW[lying]


def test_nothing_is_closed_twice():
    assert refusal("closed", NOW, Lies.QUIET, "why") == ("state", "it is closed already")


@pytest.mark.parametrize("why", ["", "  \n", "x" * 2001])
def test_no_reason_and_a_reason_without_an_end_are_refused(why):
    refused = refusal("accepted", NOW, Lies.QUIET, why)

    assert refused is not None and refused[0] == "why"
