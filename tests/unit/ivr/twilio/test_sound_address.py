"""Addresses of recordings: nobody guesses them, they end soon, and only what was played counts as heard."""

from datetime import UTC, datetime, timedelta

import pytest

from ivr.twilio.sound_address import is_good, is_name, moment_text, name_of, query_of, was_played

NOON = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
TOKEN = "secret"
NAME = name_of(b"RIFF")
SECOND = timedelta(seconds=1)


def test_the_same_bytes_have_the_same_name_and_it_is_nobody_s() -> None:
    assert name_of(b"RIFF") == NAME != name_of(b"RIFf")
    assert is_name(NAME)


@pytest.mark.parametrize("name", ["", "a" * 63, "A" * 64, "../" + "a" * 61])
def test_nothing_else_is_a_name(name: str) -> None:
    assert not is_name(name)


def test_an_address_is_good_for_one_to_two_hours() -> None:
    late = NOON + timedelta(minutes=59, seconds=59)
    early, soon = query_of(TOKEN, NAME, NOON), query_of(TOKEN, NAME, late)

    assert early == soon
    assert is_good(TOKEN, early, late + timedelta(hours=1))
    assert not is_good(TOKEN, early, late + timedelta(hours=1) + SECOND)


@pytest.mark.parametrize(
    "changed",
    [{"name": name_of(b"other")}, {"name": "x"}, {"until": "9" * 12}, {"until": "9" * 13}, {"until": ""},
     {"until": "１"}, {"seal": ""}, {"seal": "é"}],
)  # fmt: skip
def test_what_was_changed_is_no_good(changed: dict[str, str]) -> None:
    assert not is_good(TOKEN, {**query_of(TOKEN, NAME, NOON), **changed}, NOON)


def test_without_a_token_no_address_is_good() -> None:
    assert not is_good("", query_of("", NAME, NOON), NOON)


def test_a_recording_was_played_when_its_length_has_passed() -> None:
    assert was_played(5000, moment_text(NOON), NOON + 5 * SECOND)
    assert not was_played(5000, moment_text(NOON), NOON + 4 * SECOND)


@pytest.mark.parametrize("picked_up", ["", "x", "-1", "9" * 40])
def test_without_a_moment_nothing_is_proven(picked_up: str) -> None:
    assert not was_played(0, picked_up, NOON)
