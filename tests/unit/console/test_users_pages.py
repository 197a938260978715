"""Does an administrator manage accounts, and can they neither lock themselves out nor undo a colleague's change?"""

import re

import httpx
import pytest
from sqlalchemy import Engine

from db.accounts import keys_of
from db.audit import latest
from db.engine import reading
from db.staff import account_of_login
from tests.console import neighbourhood as here
from tests.console.serving import Visitor, serving, visiting

ADMIN = "zhaolei"


@pytest.fixture
def site(morning: Engine) -> Engine:
    here.add_operator(morning, "administrator", ADMIN)
    return morning


def post(visitor: Visitor, path: str, **fields: str) -> httpx.Response:
    return visitor.post(path, data={**fields, "form_token": visitor.form_token("/account")})


def seen(visitor: Visitor, person: str) -> str:
    found = re.search(r'name="seen" value="(\w+)"', visitor.get(f"/users/{person}").text)
    assert found is not None
    return found[1]


def password_on(page: httpx.Response) -> str:
    found = re.search(r"<dd>([a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4})</dd>", page.text)
    assert found is not None
    return found[1]


def test_a_new_account_gets_a_temporary_password_that_its_owner_has_to_change(site: Engine):
    with serving(site) as address, visiting(address) as admin, visiting(address) as family:
        admin.sign_in(ADMIN)
        page = post(admin, "/users/new", login="zhangming", name="张明", role="family", senior="s3")
        password = password_on(page)

        assert family.sign_in("zhangming", password).url.path == "/account"
        again = post(admin, "/users/new", login="zhangming", name="张明", role="family", senior="s3")

    assert again.status_code == 422
    assert "登录名 zhangming 已有人用" in again.text
    with reading(site) as conn:
        assert keys_of(conn, "zhangming").senior_id == "s3"
        assert password not in "".join(row.detail for row in latest(conn))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"login": "a b"}, "这不能作登录名"),
        ({"name": "张\u200b明"}, "看不见的字符"),
        ({"name": "张明\r\nx"}, "看不见的字符"),
        ({"name": "张" * 101}, "姓名太长"),
        ({"role": "king"}, "没有 king 这个角色"),
        ({"area": "moon"}, "没有 moon 这个社区"),
        ({"senior": "s3", "role": "operator"}, "只有家属账号才对应一位老人"),
        ({"senior": "s99"}, "没有编号为 s99 的老人"),
        ({"senior": "", "role": "provider", "provider": "moon"}, "没有编号为 moon 的服务商"),
    ],
)
def test_what_cannot_be_is_said_at_its_field_and_the_form_is_kept(site: Engine, fields, words: str):
    with serving(site) as address, visiting(address) as admin:
        admin.sign_in(ADMIN)
        wanted = {"login": "zhangming", "name": "张明", "role": "family", "senior": "s3", **fields}
        page = post(admin, "/users/new", **wanted)

    assert page.status_code == 422
    assert words in page.text
    assert f'value="{wanted["login"]}"' in page.text
    with reading(site) as conn:
        assert account_of_login(conn, "zhangming") is None


def test_a_script_in_a_name_is_shown_as_text(site: Engine):
    with serving(site) as address, visiting(address) as admin:
        admin.sign_in(ADMIN)
        post(admin, "/users/new", login="evil", name="<script>alert(1)</script>", role="operator")
        page = admin.get("/users")

    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.text
    assert "<script>alert" not in page.text


def test_closing_an_account_signs_it_out_at_once(site: Engine):
    with serving(site) as address, visiting(address) as admin, visiting(address) as operator:
        admin.sign_in(ADMIN)
        operator.sign_in()
        mark = seen(admin, here.LOGIN)
        post(admin, f"/users/{here.LOGIN}", name="王芳", role="operator", seen=mark)

        assert operator.get("/").url.path == "/sign-in"
        assert operator.sign_in().status_code == 401


def test_of_two_who_change_one_account_the_first_stands_and_the_second_sees_it(site: Engine):
    with serving(site) as address, visiting(address) as admin:
        admin.sign_in(ADMIN)
        mark = seen(admin, here.LOGIN)
        first = post(admin, f"/users/{here.LOGIN}", name="王芳", role="supervisor", active="true", seen=mark)
        second = post(admin, f"/users/{here.LOGIN}", name="王方", role="operator", active="true", seen=mark)

    assert first.status_code == 200
    assert second.status_code == 409
    assert "刚刚被别人改过" in second.text
    with reading(site) as conn:
        account = account_of_login(conn, here.LOGIN)
    assert account is not None
    assert (account.person.name, account.person.role) == ("王芳", "supervisor")


@pytest.mark.parametrize("fields", [{"role": "operator", "active": "true"}, {"role": "administrator"}])
def test_the_last_administrator_can_neither_be_closed_nor_become_something_else(site: Engine, fields):
    with serving(site) as address, visiting(address) as admin:
        admin.sign_in(ADMIN)
        page = post(admin, f"/users/{ADMIN}", name="王芳", seen=seen(admin, ADMIN), **fields)

        assert page.status_code == 422
        assert "最后一名系统管理员" in page.text
        assert admin.get("/users").status_code == 200


def test_a_reset_password_signs_everybody_out_and_is_noted_without_it(site: Engine):
    with serving(site) as address, visiting(address) as admin, visiting(address) as operator:
        admin.sign_in(ADMIN)
        operator.sign_in()
        password = password_on(post(admin, f"/users/{here.LOGIN}/password"))

        assert operator.get("/").url.path == "/sign-in"
        assert operator.sign_in(password=password).url.path == "/account"
    with reading(site) as conn:
        assert ("password_reset", ADMIN) in [(row.action, row.actor) for row in latest(conn, subject=here.LOGIN)]


def test_the_list_finds_by_name_login_and_role(site: Engine):
    with serving(site) as address, visiting(address) as admin:
        admin.sign_in(ADMIN)
        by_login, by_role, nobody = (
            admin.get(f"/users?{query}").text for query in ("q=WANGF", "role=visitor", "q=nobody")
        )

    assert "wangfang" in by_login and "/users/liuqiang" not in by_login
    assert "/users/liuqiang" in by_role and "/users/wangfang" not in by_role
    assert "没有符合的" in nobody


def test_a_supervisor_sees_failed_sign_ins_and_lets_somebody_try_again(site: Engine):
    here.add_operator(site, "supervisor", "lead")
    with serving(site) as address, visiting(address) as lead, visiting(address) as guesser:
        for _ in range(5):
            guesser.sign_in(password="guess")
        assert guesser.sign_in().status_code == 429
        lead.sign_in("lead")
        page = lead.get("/sign-ins").text
        assert here.LOGIN in page and "需等待" in page

        post(lead, "/sign-ins/release", login=here.LOGIN)

        assert guesser.sign_in().status_code == 200


def test_a_family_sees_its_own_person_and_it_is_noted(site: Engine):
    here.add_operator(site, "family", "zhangming", senior="s9")
    with serving(site) as address, visiting(address) as family:
        page = family.sign_in("zhangming")
        others = [family.get(path).status_code for path in ("/calls", "/users", "/api/v1/calls")]

    assert page.url.path == "/family"
    assert "吴长海" in page.text and "王秀英" not in page.text
    assert "听完" in page.text or "最近" in page.text
    assert others == [403] * 3
    with reading(site) as conn:
        assert [(row.actor, row.action) for row in latest(conn, subject="s9")] == [("zhangming", "viewed")]


def test_a_family_that_belongs_to_nobody_yet_is_told_what_to_do(site: Engine):
    here.add_operator(site, "family", "zhangming")
    with serving(site) as address, visiting(address) as family:
        assert "还没有对应的老人" in family.sign_in("zhangming").text
