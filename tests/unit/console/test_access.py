"""Is every route in the table, and does every role get what the table says and nothing else?"""

import httpx
import pytest
from fastapi.routing import APIRoute
from sqlalchemy import Engine
from starlette.routing import Mount

from console.access import ANYBODY, DESK, ROUTES, Verdict, verdict
from console.app import create_app
from people.staff import Role
from tests.console import neighbourhood as here
from tests.console.serving import serving, visiting


def test_every_route_of_the_application_stands_in_the_table_and_the_table_names_no_other(quiet: Engine):
    app = create_app(quiet, here.settings())

    served = {(method, route.path) for route in app.router.routes for method, route in _operations(route)}

    assert served == set(ROUTES)
    assert [route.path for route in app.router.routes if isinstance(route, Mount)] == ["/static"]


def _operations(route: object) -> list[tuple[str, APIRoute]]:
    inner = getattr(route, "original_router", None)
    routes = inner.routes if inner is not None else [route]
    return [(m, r) for r in routes if isinstance(r, APIRoute) for m in r.methods or ()]


@pytest.mark.parametrize("role", [*Role, None])
@pytest.mark.parametrize(("method", "path"), sorted(ROUTES))
def test_each_role_gets_what_the_table_grants(method: str, path: str, role: Role | None):
    allowed = ROUTES[method, path]

    found = verdict(method, path, role)

    if allowed is ANYBODY or role in allowed:
        assert found is Verdict.GRANTED
    else:
        assert found is (Verdict.SIGN_IN if role is None else Verdict.REFUSED)


def test_what_is_not_in_the_table_is_refused_even_to_an_administrator():
    assert verdict("GET", "/new-page", Role.ADMINISTRATOR) is Verdict.REFUSED
    assert verdict("DELETE", "/", Role.ADMINISTRATOR) is Verdict.REFUSED


def test_only_the_desk_sees_people():
    assert frozenset({Role.OPERATOR, Role.SUPERVISOR, Role.ADMINISTRATOR}) == DESK


@pytest.mark.parametrize("role", ["visitor", "provider", "family", "official"])
def test_other_roles_are_refused_in_words(quiet: Engine, role: str):
    here.add_operator(quiet, role, "someone")
    with serving(quiet) as address, visiting(address) as visitor:
        page = visitor.sign_in("someone")
        api = visitor.get("/api/v1/calls")

    assert page.status_code == 403
    assert "您的角色不能查看这个页面" in page.text
    assert (api.status_code, api.headers["content-type"]) == (403, "application/problem+json")


def test_without_a_session_pages_lead_to_the_sign_in_and_programs_are_told_401(quiet: Engine):
    with serving(quiet) as address, httpx.Client(base_url=address) as stranger:
        page = stranger.get("/calls?day=2026-11-20")
        programs = [stranger.get(path) for path in ("/api/v1/calls", "/api/v1/incidents", "/api/v1/tasks", "/live")]

    assert (page.status_code, page.headers["location"]) == (303, "/sign-in?to=/calls%3Fday%3D2026-11-20")
    assert [(reply.status_code, reply.json()["status"]) for reply in programs] == [(401, 401)] * 4
