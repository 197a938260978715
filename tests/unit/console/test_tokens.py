"""Does a program get in with its token, as its role and area, and not after it is revoked or over?"""

from datetime import timedelta

import httpx
import pytest
from sqlalchemy import Engine

from console.access.refused import Refused
from console.access.tokens import Made, make_token, token_of
from console.pace import Pace
from db.api_tokens import all_tokens, revoke_token
from db.audit import latest
from db.engine import reading, writing
from tests.console import neighbourhood as here
from tests.console.neighbourhood import NOW
from tests.console.serving import serving


def made(engine: Engine, role: str = "operator", **more: object) -> str:
    with writing(engine) as conn:
        token = make_token(conn, NOW, by="system", name="screen", role=role, **more)  # type: ignore[arg-type]
    assert isinstance(token, Made)
    return token.token


def asks(address: str, token: str, path: str = "/api/v1/calls", method: str = "GET") -> httpx.Response:
    headers = {"authorization": f"Bearer {token}"}
    with httpx.Client(base_url=address, headers=headers) as program:
        return program.request(method, path)


def test_a_program_asks_with_its_token_and_stands_in_the_audit_log(morning: Engine):
    token = made(morning)
    with serving(morning) as address:
        reply = asks(address, token)

    assert reply.status_code == 200
    with reading(morning) as conn:
        (row,) = all_tokens(conn)
        assert latest(conn)[0].actor == f"token-{row.id}"
        assert row.used_at is not None
        assert token not in repr(row) and token.split("_", 2)[2] not in repr(row)


def test_it_may_do_what_its_role_may_and_only_on_the_api(morning: Engine):
    official = made(morning, "official")
    with serving(morning) as address:
        refused, page = asks(address, official), asks(address, official, "/calls")

    assert (refused.status_code, refused.headers["content-type"]) == (403, "application/problem+json")
    assert page.status_code == 303


def test_a_token_needs_no_form_of_ours(morning: Engine):
    with serving(morning) as address:
        reply = asks(address, made(morning), "/api/v1/broadcasts/winter/pause", "POST")

    assert reply.status_code == 200


def test_revoked_over_or_mistyped_it_is_worth_nothing(morning: Engine):
    token = made(morning, life=timedelta(days=1))
    header = f"Bearer {token}"
    with writing(morning) as conn:
        assert token_of(conn, header, NOW) is not None
        assert token_of(conn, header, NOW + timedelta(days=1)) is None
        for wrong in (header[:-1] + "x", token, f"Basic {token}", "Bearer", "Bearer bb_x_y"):
            assert token_of(conn, wrong, NOW) is None
        revoke_token(conn, all_tokens(conn)[0].id, NOW)
        assert token_of(conn, header, NOW) is None
        assert not revoke_token(conn, all_tokens(conn)[0].id, NOW)

    with serving(morning) as address:
        reply = asks(address, token)
    assert (reply.status_code, reply.json()["status"]) == (401, 401)


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        ({"name": " "}, "name"),
        ({"role": "family"}, "role"),
        ({"area": "moon"}, "area"),
        ({"life": timedelta(0)}, "days"),
        ({"life": timedelta(days=99999)}, "days"),
    ],
)
def test_a_token_that_cannot_be_is_refused_at_its_field(morning: Engine, wanted, field: str):
    with writing(morning) as conn:
        refused = make_token(conn, NOW, **{"by": "system", "name": "x", "role": "operator", **wanted})

    assert isinstance(refused, Refused)
    assert (refused.field, bool(refused.reason), bool(refused.cure)) == (field, True, True)


def test_a_program_that_asks_too_often_is_told_when_to_come_again(morning: Engine):
    token = made(morning)
    with serving(morning, here.settings(requests_per_minute=2)) as address:
        replies = [asks(address, token) for _ in range(3)]

    assert [reply.status_code for reply in replies] == [200, 200, 429]
    assert int(replies[2].headers["retry-after"]) > 0


def test_the_pace_fills_evenly_and_forgets_nobody_too_early():
    pace = Pace(per_minute=60)

    assert [pace.seconds_to_wait("a", 0.0) for _ in range(60)] == [0] * 60
    assert pace.seconds_to_wait("a", 0.0) == 2
    assert pace.seconds_to_wait("b", 0.0) == 0
    assert pace.seconds_to_wait("a", 1.0) == 0
    assert pace.seconds_to_wait("a", 1.0) > 0


def test_the_description_names_who_may_ask_and_how_a_refusal_looks(quiet: Engine):
    with serving(quiet) as address:
        told = httpx.get(f"{address}/openapi.json").json()

    assert told["openapi"].startswith("3.1")
    assert set(told["components"]["securitySchemes"]) == {"token", "session"}
    calls = told["paths"]["/api/v1/calls"]["get"]
    assert calls["security"] == [{"token": []}, {"session": []}]
    assert calls["x-roles"] == ["administrator", "operator", "supervisor"]
    assert "application/problem+json" in calls["responses"]["403"]["content"]
    assert told["paths"]["/health"]["get"]["security"] == []
    assert [path for path in told["paths"] if not path.startswith("/api/")] == ["/health", "/ready"]
