"""Is a code of the second factor right only now, and only once?"""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine

from console.access.second import code_at, code_digest, new_codes, new_secret, shown, step_of
from console.access.second_step import code_fits
from db.accounts import AccountKeys, codes_left, replace_codes, save_keys
from db.engine import writing

NOW = datetime(2026, 11, 21, 3, tzinfo=UTC)
STEP = int(NOW.timestamp()) // 30
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
"""The secret of RFC 6238's own examples."""


def test_the_codes_are_those_of_the_standard():
    assert [code_at(SECRET, at // 30) for at in (59, 1111111109, 1234567890)] == ["287082", "081804", "005924"]


@pytest.mark.parametrize(("steps", "fits"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_code_counts_thirty_seconds_before_and_after_its_time(steps: int, fits: bool):
    code = code_at(SECRET, STEP + steps)

    assert step_of(SECRET, f"{code[:3]} {code[3:]}", NOW) == (STEP + steps if fits else None)


@pytest.mark.parametrize("typed", ["", "12345", "abcdef", "１２３４５６", "1" * 60])
def test_what_is_no_code_fits_nothing(typed: str):
    assert step_of(SECRET, typed, NOW) is None


def test_no_code_is_taken_twice_nor_an_older_one_after_it(quiet: Engine):
    with writing(quiet) as conn:
        save_keys(conn, AccountKeys(staff_id="wangfang", second_secret=SECRET, second_since=NOW))

        assert code_fits(conn, "wangfang", code_at(SECRET, STEP), NOW)
        assert not code_fits(conn, "wangfang", code_at(SECRET, STEP), NOW)
        assert not code_fits(conn, "wangfang", code_at(SECRET, STEP - 1), NOW)
        assert code_fits(conn, "wangfang", code_at(SECRET, STEP + 1), NOW + timedelta(seconds=30))


def test_a_recovery_code_is_good_for_once_however_it_is_typed(quiet: Engine):
    codes = new_codes()
    with writing(quiet) as conn:
        save_keys(conn, AccountKeys(staff_id="wangfang", second_secret=SECRET, second_since=NOW))
        replace_codes(conn, "wangfang", [code_digest(code) for code in codes])

        assert code_fits(conn, "wangfang", f" {codes[3].upper().replace('-', ' ')} ", NOW)
        assert not code_fits(conn, "wangfang", codes[3], NOW)
        assert codes_left(conn, "wangfang") == 9
    assert len(set(codes)) == 10


def test_without_a_confirmed_second_factor_no_code_fits(quiet: Engine):
    with writing(quiet) as conn:
        save_keys(conn, AccountKeys(staff_id="wangfang", second_secret=SECRET))

        assert not code_fits(conn, "wangfang", code_at(SECRET, STEP), NOW)


def test_the_picture_holds_the_same_secret_as_the_letters_below_it():
    secret = new_secret()

    made = shown(secret, "wangfang", "古城大按钮")

    assert made.secret.replace(" ", "") == secret
    assert f"secret={secret}" in made.address and "issuer=" in made.address
    assert made.picture.startswith("data:image/svg+xml")
