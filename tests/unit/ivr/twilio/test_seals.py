"""Which requests are our own controller's: sealed with the account's token, of this minute, unchanged."""

import hashlib
from datetime import UTC, datetime, timedelta

import pytest

from ivr.twilio.seals import AT, SEAL, is_ours, is_whole, sealed
from ivr.twilio.seals import BODY as SEALED_BODY

NOON = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
PATH, BODY = "/exchange/orders", b'{"orders": []}'


def test_what_we_sealed_is_ours_for_a_minute() -> None:
    headers = sealed("secret", PATH, BODY, NOON)

    assert is_ours("secret", PATH, headers, NOON + timedelta(seconds=60))
    assert not is_ours("secret", PATH, headers, NOON + timedelta(seconds=61))
    assert is_whole(BODY, headers)


@pytest.mark.parametrize(("token", "path"), [("other", PATH), ("secret", "/exchange/facts"), ("", PATH)])
def test_another_token_or_path_is_not(token: str, path: str) -> None:
    assert not is_ours(token, path, sealed("secret", PATH, BODY, NOON), NOON)


def test_another_body_is_not_the_one_that_was_sealed() -> None:
    assert not is_whole(b"{}", sealed("secret", PATH, BODY, NOON))
    assert not is_whole(b"{}", {})


def test_another_digest_breaks_the_seal() -> None:
    headers = {**sealed("secret", PATH, BODY, NOON), SEALED_BODY: hashlib.sha256(b"{}").hexdigest()}

    assert not is_ours("secret", PATH, headers, NOON)


@pytest.mark.parametrize("at", ["", "x", "9" * 13, "9" * 12, "１"])
def test_a_moment_that_cannot_be_read_or_is_no_year_of_ours_is_not(at: str) -> None:
    headers = {**sealed("secret", PATH, BODY, NOON), AT: at}

    assert not is_ours("secret", PATH, headers, NOON)


def test_an_empty_token_seals_nothing() -> None:
    assert not is_ours("", PATH, sealed("", PATH, BODY, NOON), NOON)
    assert not is_ours("secret", PATH, {AT: str(int(NOON.timestamp())), SEAL: "é"}, NOON)
