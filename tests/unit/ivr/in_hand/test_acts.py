"""What may be done with a call follows from where it stands, and only what the exchange says moves it."""

import pytest

from ivr.in_hand.acts import ALLOWED, FORWARD, KEYS, SAID, Kind, Place, forward, may, moved


def test_every_act_has_a_line_in_the_table_and_a_key_of_its_own():
    assert set(ALLOWED) == set(KEYS) == set(Kind)
    assert len(set(KEYS.values())) == len(Kind)


def test_nothing_is_done_with_a_call_that_is_over_or_passed_on():
    assert not any(may(kind, place) for kind in Kind for place in (Place.OVER, Place.AWAY))


@pytest.mark.parametrize(
    ("kind", "place", "allowed"),
    [(Kind.BLIND, Place.HELD, True), (Kind.ATTENDED, Place.HELD, False), (Kind.JOIN, Place.LINE, False)],
)
def test_an_act_is_allowed_in_its_places(kind, place, allowed):
    assert may(kind, place) is allowed


def test_a_transfer_that_failed_stays_failed_whatever_is_said_later():
    assert forward("ringing", "failed") == "failed"
    assert forward("failed", "joined") == "failed"
    assert forward("joined", "ringing") == "joined"
    assert set(FORWARD) == {"asked", "ringing", "joined", "failed", "done"}


def test_her_call_is_away_when_somebody_else_has_taken_it_and_not_before():
    assert moved(Kind.BLIND, "rang") is None
    assert moved(Kind.BLIND, "joined") is Place.AWAY
    assert moved(Kind.BLIND, "back") is Place.LINE


def test_a_third_who_joins_moves_nobody():
    assert moved(Kind.CONFERENCE, "joined") is None


def test_a_kept_line_is_over_when_it_was_closed():
    assert moved(Kind.CLOSE, "ended") is Place.OVER
    assert moved(Kind.BLIND, "ended") is None


def test_every_word_of_the_dialplan_is_understood():
    assert set(SAID) == {"rang", "joined", "failed", "ended", "back", "room", "held", "desk"}
