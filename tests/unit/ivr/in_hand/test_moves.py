"""A call that was sent elsewhere is left alone until it has come there; every other call is free."""

from datetime import UTC, datetime

import pytest

from ivr.asterisk.ami_actions import Monitor, Redirect
from ivr.in_hand.moves import ARRIVES, Moves

NOON = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
HER, PEER, OTHER = "exchange-1.1", "exchange-1.2", "exchange-1.3"


def moved(channel: str, extra: str = "") -> Redirect:
    return Redirect(channel=channel, context="hand-her", exten="x", extra_channel=extra, extra_context="hand-desk")


@pytest.fixture
def moves() -> Moves:
    moves = Moves()
    assert moves.may_go(moved(HER, PEER), NOON)
    return moves


@pytest.mark.parametrize("order", [moved(HER), moved(PEER), moved(OTHER, HER)], ids=["she", "he", "with another"])
def test_neither_of_two_who_are_on_their_way_is_sent_elsewhere(moves: Moves, order: Redirect):
    assert not moves.may_go(order, NOON + ARRIVES / 2)


def test_they_may_go_once_they_have_arrived_and_are_on_their_way_again(moves: Moves):
    assert moves.may_go(moved(HER), NOON + ARRIVES)
    assert not moves.may_go(moved(HER), NOON + ARRIVES * 1.5)


def test_whoever_was_held_back_is_not_held_back_for_longer(moves: Moves):
    assert not moves.may_go(moved(HER), NOON + ARRIVES / 2)
    assert moves.may_go(moved(HER), NOON + ARRIVES)


def test_others_and_what_moves_nobody_go_at_once(moves: Moves):
    assert moves.may_go(moved(OTHER), NOON)
    assert moves.may_go(Monitor(channel=HER, file="/x.wav"), NOON)


def test_a_clock_that_was_put_back_holds_nobody_up(moves: Moves):
    assert moves.may_go(moved(HER), NOON - ARRIVES)
