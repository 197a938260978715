"""Accounts and programs' tokens by the command line: shown once, listed without secrets, refused in words."""

from datetime import UTC, datetime

from console.access.passwords import matches
from console.access.tokens import token_of
from db.engine import open_engine, reading
from db.staff import account_of_login

ADD = ("user", "add", "liu", "--name", "Liu Min", "--role", "supervisor", "--password", "long enough 1")


def test_a_lost_password_is_replaced_by_a_temporary_one_shown_once(bigbutton, site):
    bigbutton(*ADD)

    given = bigbutton("user", "password", "liu").out.strip()

    with reading(open_engine(f"sqlite:///{site}/bigbutton.db")) as conn:
        account = account_of_login(conn, "liu")
    assert account is not None
    assert matches(given, account.password_hash)
    nobody = bigbutton("user", "password", "wang")
    assert (nobody.code, nobody.out) == (1, "")
    assert "there is no account wang" in nobody.err


def test_everybody_is_listed_with_role_and_second_factor_and_no_secret(bigbutton, site):
    bigbutton(*ADD)

    listed = bigbutton("user", "list").out

    assert "liu\tliu\tsupervisor\t-\t-\tLiu Min" in listed
    assert "argon2" not in listed


def test_a_token_is_shown_once_listed_without_its_secret_and_revoked(bigbutton, site):
    token = bigbutton("token", "add", "screen in the hall", "--role", "official", "--days", "30").out.strip()
    key = token.split("_")[1]
    with reading(open_engine(f"sqlite:///{site}/bigbutton.db")) as conn:
        assert token_of(conn, f"Bearer {token}", datetime.now(UTC)) is not None

    before = bigbutton("token", "list").out
    revoked = bigbutton("token", "revoke", key)
    after = bigbutton("token", "list").out

    assert f"{key}\tgood\tofficial" in before
    assert token.split("_", 2)[2] not in before
    assert revoked.out == f"{key} is revoked\n"
    assert f"{key}\trevoked" in after
    again = bigbutton("token", "revoke", key)
    assert (again.code, again.out) == (1, "")
    assert "token list" in again.err


def test_a_token_for_a_role_that_no_program_has_is_refused_with_those_that_one_may_have(bigbutton, site):
    said = bigbutton("token", "add", "x", "--role", "family")

    assert (said.code, said.out) == (1, "")
    assert "no program has that role" in said.err
    assert "official" in said.err
