"""Which requests are our own controller's: sealed with the account's token, of this minute, unchanged."""

from datetime import UTC, datetime, timedelta

import pytest

from ivr.twilio.seals import AT, SEAL, is_ours, sealed

NOON = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
PATH, BODY = "/exchange/orders", b'{"orders": []}'


def test_what_we_sealed_is_ours_for_a_minute() -> None:
    headers = sealed("secret", PATH, BODY, NOON)

    assert is_ours("secret", PATH, BODY, headers, NOON + timedelta(seconds=60))
    assert not is_ours("secret", PATH, BODY, headers, NOON + timedelta(seconds=61))


@pytest.mark.parametrize(
    ("token", "path", "body"),
    [("other", PATH, BODY), ("secret", "/exchange/facts", BODY), ("secret", PATH, b"{}"), ("", PATH, BODY)],
)
def test_another_token_path_or_body_is_not(token: str, path: str, body: bytes) -> None:
    assert not is_ours(token, path, body, sealed("secret", PATH, BODY, NOON), NOON)


@pytest.mark.parametrize("at", ["", "x", "9" * 13, "１"])
def test_a_moment_that_cannot_be_read_is_not(at: str) -> None:
    headers = {**sealed("secret", PATH, BODY, NOON), AT: at}

    assert not is_ours("secret", PATH, BODY, headers, NOON)


def test_an_empty_token_seals_nothing() -> None:
    assert not is_ours("", PATH, BODY, sealed("", PATH, BODY, NOON), NOON)
    assert not is_ours("secret", PATH, BODY, {AT: str(int(NOON.timestamp())), SEAL: "é"}, NOON)
