"""How does an account come to be, and what is refused?"""

import pytest
from sqlalchemy import Engine

from console.access.accounts import Refused, add_user
from console.access.passwords import matches
from db.engine import reading, writing
from db.staff import Account, account_of_login, save_accounts
from people.ids import StaffId
from people.staff import Role, Staff
from tests.console.neighbourhood import LOGIN, NOW


def test_a_new_user_can_sign_in_and_only_a_hash_is_kept(quiet: Engine):
    made = add_user(quiet, "Zhao.Lei", "赵磊", "supervisor", "a long password", at=NOW)

    assert made == Staff(id=StaffId("zhaolei"), name="赵磊", role=Role.SUPERVISOR)
    with reading(quiet) as conn:
        account = account_of_login(conn, "Zhao.Lei")
    assert account is not None
    assert account.password_hash.startswith("$argon2id$")
    assert matches("a long password", account.password_hash)
    assert not matches("a long Password", account.password_hash)


@pytest.mark.parametrize(
    ("login", "name", "role", "password", "reason"),
    [
        ("new", "赵磊", "operator", "short", "the password is too short"),
        ("new", "赵磊", "operator", "x" * 300, "the password is too long"),
        ("zhaoleizhaolei", "赵磊", "operator", "ZhaoLeiZhaoLei", "the password is easy to guess"),
        (LOGIN, "赵磊", "operator", "a long password", f"the login {LOGIN} is taken"),
        ("a b", "赵磊", "operator", "a long password", "that is no login"),
        ("new", " ", "operator", "a long password", "the name is empty"),
        ("new", "赵磊", "king", "a long password", "there is no role king"),
    ],
)
def test_a_refusal_says_why(quiet: Engine, login: str, name: str, role: str, password: str, reason: str):
    refused = add_user(quiet, login, name, role, password, at=NOW)

    assert isinstance(refused, Refused)
    assert refused.reason == reason
    assert refused.cure


def test_somebody_imported_with_a_login_gets_a_password_and_stays_who_they_are(quiet: Engine):
    person = Staff(id=StaffId("liuqiang"), name="刘强", role=Role.VISITOR)
    with writing(quiet) as conn:
        save_accounts(conn, [Account(person=person, login="lq")])

    made = add_user(quiet, "lq", "somebody", "administrator", "a long password", at=NOW)

    assert made == person


def test_two_logins_that_look_alike_get_two_ids(quiet: Engine):
    made = add_user(quiet, "wang.fang", "王方", "operator", "a long password", at=NOW)

    assert isinstance(made, Staff)
    assert made.id == "wangfang2"
