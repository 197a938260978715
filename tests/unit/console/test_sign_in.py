"""Who gets in, who stays in, and what is noted about it?"""

import pytest
from sqlalchemy import Engine, update

from console.access.sessions import SESSION_COOKIE
from db.audit import latest
from db.engine import reading, writing
from db.tables import staff
from tests.console import neighbourhood as here
from tests.console.serving import Visitor, serving, visiting


def actions(engine: Engine) -> list[str]:
    with reading(engine) as conn:
        return [row.action for row in latest(conn)]


def test_the_right_password_leads_to_where_the_reader_wanted_to_go(quiet: Engine):
    with serving(quiet) as address, visiting(address) as visitor:
        page = visitor.sign_in(to="/calls")

    assert (page.status_code, page.url.path) == (200, "/calls")
    assert "signed_in" in actions(quiet)


@pytest.mark.parametrize(("login", "password"), [(here.LOGIN, "wrong"), ("nobody", here.PASSWORD), ("", "")])
def test_a_wrong_login_or_password_says_the_same_and_keeps_what_was_typed(quiet: Engine, login: str, password: str):
    with serving(quiet) as address, visiting(address) as visitor:
        page = visitor.sign_in(login, password)

    assert page.status_code == 401
    assert "登录名或密码不对" in page.text
    assert f'value="{login}"' in page.text
    assert actions(quiet)[0] == "sign_in_refused"


def test_an_account_without_a_password_cannot_sign_in(quiet: Engine):
    with writing(quiet) as conn:
        conn.execute(update(staff).values(password_hash=""))

    with serving(quiet) as address, visiting(address) as visitor:
        assert visitor.sign_in(password="").status_code == 401


def test_the_sixth_guess_has_to_wait_even_if_it_is_right(quiet: Engine):
    with serving(quiet) as address, visiting(address) as guesser:
        replies = [guesser.sign_in(password="guess").status_code for _ in range(6)]
        blocked = guesser.sign_in()

    assert replies == [401] * 5 + [429]
    assert blocked.status_code == 429
    assert "请等" in blocked.text


@pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)"])
def test_no_form_leads_out_of_the_console(quiet: Engine, to: str):
    with serving(quiet) as address, visiting(address) as visitor:
        page = visitor.sign_in(to=to)

    assert (page.url.path, str(page.url).startswith(address)) == ("/", True)


def test_signing_out_ends_the_session_in_this_browser(quiet: Engine):
    with serving(quiet) as address, visiting(address) as visitor:
        visitor.sign_in()
        visitor.post("/sign-out", data={"form_token": visitor.form_token("/")})

        assert visitor.get("/").url.path == "/sign-in"
    assert "signed_out" in actions(quiet)


def test_a_new_password_or_a_closed_account_ends_every_session(quiet: Engine):
    with serving(quiet) as address, visiting(address) as visitor:
        visitor.sign_in()
        with writing(quiet) as conn:
            conn.execute(update(staff).values(active=False))

        assert visitor.get("/").url.path == "/sign-in"


def test_a_form_from_elsewhere_changes_nothing(quiet: Engine):
    with serving(quiet) as address, visiting(address) as visitor:
        visitor.sign_in()
        without = visitor.post("/sign-out")
        other = Visitor(base_url=address)
        foreign = visitor.post("/sign-out", data={"form_token": other.form_token()})
        token = visitor.form_token("/")
        crossed = visitor.post("/sign-out", data={"form_token": token}, headers={"sec-fetch-site": "cross-site"})
        other.close()

        assert [reply.status_code for reply in (without, foreign, crossed)] == [403] * 3
        assert visitor.get("/").url.path == "/"


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(quiet: Engine):
    with serving(quiet) as address, visiting(address) as visitor:
        visitor.follow_redirects = False
        reply = visitor.sign_in()

    cookie = next(c for c in reply.headers.get_list("set-cookie") if c.startswith(SESSION_COOKIE))
    assert "httponly" in cookie.lower()
    assert "samesite=lax" in cookie.lower()
