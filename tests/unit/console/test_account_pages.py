"""Does everybody manage their own sign-in: password, second factor, sessions, a page open since yesterday?"""

import re
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from sqlalchemy import Engine

from console.access.account_words import browser
from console.access.second import code_at
from db.accounts import AccountKeys, keys_of, save_keys
from db.audit import latest
from db.engine import reading, writing
from db.sessions import end_sessions, open_sessions
from people.staff import Role
from tests.console import neighbourhood as here
from tests.console.serving import Visitor, serving, visiting

NEW = "three calm herons"


def post(visitor: Visitor, path: str, **fields: str) -> httpx.Response:
    return visitor.post(path, data={**fields, "form_token": visitor.form_token("/account")})


def change(visitor: Visitor, current: str = here.PASSWORD, new: str = NEW, again: str = NEW) -> httpx.Response:
    return post(visitor, "/account/password", current=current, new=new, again=again)


def switch_on(engine: Engine, visitor: Visitor) -> tuple[str, list[str]]:
    """The second factor's secret and its recovery codes."""
    post(visitor, "/account/second/begin", current=here.PASSWORD)
    with reading(engine) as conn:
        secret = keys_of(conn, here.LOGIN).second_secret
    page = post(visitor, "/account/second/confirm", code=code_now(secret))
    return secret, re.findall(r"<li>([a-z2-7-]{19})</li>", page.text)


def code_now(secret: str, steps: int = 0) -> str:
    return code_at(secret, int(datetime.now(UTC).timestamp()) // 30 + steps)


def test_a_new_password_signs_out_every_other_browser_and_this_one_goes_on(quiet: Engine):
    with serving(quiet) as address, visiting(address) as mine, visiting(address) as other:
        mine.sign_in()
        other.sign_in()

        page = change(mine)

        assert "密码已修改" in page.text
        assert mine.get("/").url.path == "/"
        assert other.get("/").url.path == "/sign-in"
        assert other.sign_in(password=here.PASSWORD).status_code == 401
        assert other.sign_in(password=NEW).status_code == 200
    with reading(quiet) as conn:
        assert "password_changed" in [row.action for row in latest(conn)]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"current": "wrong"}, "现在的密码不对"),
        ({"again": "another one 7"}, "两次输入的密码不一样"),
        ({"new": "short", "again": "short"}, "密码太短"),
        ({"new": here.PASSWORD, "again": here.PASSWORD}, "这还是原来的密码"),
        ({"new": "aaaaaaaaaaaa", "again": "aaaaaaaaaaaa"}, "密码太容易猜到"),
    ],
)
def test_a_password_that_cannot_be_is_refused_with_the_reason_and_the_cure(quiet: Engine, fields, words: str):
    with serving(quiet) as address, visiting(address) as visitor:
        visitor.sign_in()
        page = change(visitor, **fields)

        assert page.status_code == 422
        assert words in page.text
        assert "aria-invalid" in page.text
        assert Visitor(base_url=address, follow_redirects=True).sign_in().status_code == 200


def test_an_open_page_is_no_place_to_guess_the_password(quiet: Engine):
    with serving(quiet) as address, visiting(address) as visitor:
        visitor.sign_in()
        replies = [change(visitor, current="guess").status_code for _ in range(6)]

    assert replies == [422] * 5 + [429]


def test_a_second_factor_is_asked_for_at_the_next_sign_in_and_each_code_works_once(quiet: Engine):
    with serving(quiet) as address, visiting(address) as mine, visiting(address) as other:
        mine.sign_in()
        secret, codes = switch_on(quiet, mine)
        assert len(codes) == 10

        asked = other.sign_in(to="/calls")
        assert asked.url.path == "/sign-in/code"
        assert other.get("/").url.path == "/sign-in"

        def give(code: str) -> httpx.Response:
            token = other.form_token("/sign-in/code")
            return other.post("/sign-in/code", data={"code": code, "to": "/calls", "form_token": token})

        assert give("000000").status_code == 401
        assert give(code_now(secret)).status_code == 401  # it was used up when it was switched on
        assert give(code_now(secret, 1)).url.path == "/calls"


def test_a_recovery_code_replaces_the_lost_telephone_once(quiet: Engine):
    with serving(quiet) as address, visiting(address) as mine:
        mine.sign_in()
        _, codes = switch_on(quiet, mine)
        seen = []
        for _ in range(2):
            with visiting(address) as other:
                other.sign_in()
                token = other.form_token("/sign-in/code")
                seen.append(other.post("/sign-in/code", data={"code": codes[0], "form_token": token}).status_code)

        assert seen == [200, 401]
        assert "还剩 9 个备用码" in mine.get("/account").text


def test_without_the_password_there_is_no_code_to_give(quiet: Engine):
    with serving(quiet) as address, visiting(address) as visitor:
        reply = visitor.post("/sign-in/code", data={"code": "123456", "form_token": visitor.form_token()})

        assert reply.status_code == 401
        assert visitor.get("/sign-in/code").url.path == "/sign-in"


def test_it_is_switched_off_with_the_password_unless_the_role_must_have_it(quiet: Engine):
    with serving(quiet) as address, visiting(address) as visitor:
        visitor.sign_in()
        switch_on(quiet, visitor)
        assert post(visitor, "/account/second/off", current="wrong").status_code == 422
        assert "二次验证已关闭" in post(visitor, "/account/second/off", current=here.PASSWORD).text

    must = here.settings(second_factor_for=frozenset({Role.OPERATOR}))
    with serving(quiet, must) as address, visiting(address) as visitor:
        assert visitor.sign_in().url.path == "/account/second"
        assert visitor.get("/calls").url.path == "/account/second"
        assert visitor.get("/api/v1/calls").status_code == 403
        switch_on(quiet, visitor)
        assert visitor.get("/calls").url.path == "/calls"
        assert "您的角色必须开启二次验证" in post(visitor, "/account/second/off", current=here.PASSWORD).text


def test_a_temporary_password_has_to_be_changed_before_anything_else(quiet: Engine):
    with writing(quiet) as conn:
        save_keys(conn, AccountKeys(staff_id=here.LOGIN, temporary=True))
    with serving(quiet) as address, visiting(address) as visitor:
        first = visitor.sign_in(to="/calls")
        assert first.url.path == "/account"
        assert "请先换成自己的" in first.text

        change(visitor)

        assert visitor.get("/calls").url.path == "/calls"


def test_a_second_sign_in_elsewhere_is_shown_and_can_be_ended(quiet: Engine):
    with serving(quiet) as address, visiting(address) as mine, visiting(address) as other:
        mine.sign_in()
        assert "在别处也登录了" not in mine.get("/").text
        other.sign_in()

        assert "在别处也登录了" in mine.get("/").text
        assert "在别处也登录了" not in other.get("/").text
        post(mine, "/account/sessions/end-others")

        assert other.get("/").url.path == "/sign-in"
        assert "在别处也登录了" not in mine.get("/").text


def test_one_session_is_ended_by_its_owner_and_by_nobody_else(quiet: Engine):
    here.add_operator(quiet, "supervisor", "other")
    with serving(quiet) as address, visiting(address) as mine, visiting(address) as stranger:
        mine.sign_in()
        stranger.sign_in("other")
        with reading(quiet) as conn:
            (session,) = open_sessions(conn, here.LOGIN, datetime.now(UTC))

        post(stranger, f"/account/sessions/{session.id}/end")
        assert mine.get("/").url.path == "/"
        post(mine, f"/account/sessions/{session.id}/end")
        assert mine.get("/").url.path == "/sign-in"


def test_a_page_open_since_yesterday_keeps_what_was_typed(morning: Engine):
    with serving(morning) as address, visiting(address) as visitor:
        visitor.sign_in()
        token = visitor.form_token("/account")
        with writing(morning) as conn:
            end_sessions(conn, here.LOGIN, at=datetime.now(UTC) - timedelta(hours=1), why="ended")

        typed = {"title": '<script>"停水', "form_token": token, "password": "secret"}
        page = visitor.post("/broadcasts/new?copy=1", data=typed)

        assert page.status_code == 401
        assert "您填写的都保留在本页" in page.text
        assert 'value="&lt;script&gt;&#34;停水"' in page.text
        assert 'action="/broadcasts/new?copy=1"' in page.text
        assert "secret" not in page.text
        assert "密码、验证码和文件不会保留" in page.text


def test_a_foreign_form_is_never_kept_for_sending_again(morning: Engine):
    with serving(morning) as address, visiting(address) as visitor:
        page = visitor.post("/broadcasts/new", data={"title": "evil", "form_token": "x"})

    assert page.status_code == 403
    assert "evil" not in page.text


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/131.0 Safari/537.36 Edg/131.0", "Edge · Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18) AppleWebKit/605 Mobile MicroMessenger/8.0", "WeChat · iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0", "Firefox · Linux"),
        ("curl/8.0", ""),
    ],
)
def test_a_browser_is_called_as_people_call_it(told: str, words: str):
    assert browser(told) == words
