"""Is every route in the table, and does every role get what the table says and nothing else?"""

import re

import httpx
import pytest
from fastapi.routing import APIRoute
from sqlalchemy import Engine, func, select
from starlette.routing import Mount

from console.access.personal import PERSONAL
from console.access.table import ANYBODY, DESK, ROUTES
from console.access.verdicts import HOMES, SETTLING, Verdict, home, verdict
from console.app import create_app
from db.accounts import AccountKeys, save_keys
from db.engine import reading, writing
from db.schema.work import audit
from people.staff import Role
from tests.console import neighbourhood as here
from tests.console.serving import serving, visiting
from tests.unit.console.signed import Asker, add_everybody

EXAMPLES = {
    "campaign": "winter", "language": "zh", "name": "none", "session": "none", "person": "operator",
    "figure": "presses", "format": "csv", "kind": "presses", "senior": "s3", "case": "case5", "visit": "visit1",
}  # fmt: skip
"""What stands in an address where the route has a name in braces; of a new one that is not here: `none`."""


def test_every_route_of_the_application_stands_in_the_table_and_the_table_names_no_other(quiet: Engine):
    app = create_app(quiet, here.settings())

    served = {(method, route.path) for route in app.router.routes for method, route in _operations(route)}

    assert served == set(ROUTES)
    mounts = {route.path for route in app.router.routes if isinstance(route, Mount)}
    assert mounts <= {"/static", "/static/vendor"}


def _operations(route: object) -> list[tuple[str, APIRoute]]:
    inner = getattr(route, "original_router", None)
    routes = inner.routes if inner is not None else [route]
    return [(m, r) for r in routes if isinstance(r, APIRoute) for m in r.methods or ()]


@pytest.mark.parametrize("role", [*Role, None])
def test_each_role_gets_what_the_table_grants(role: Role | None):
    otherwise = Verdict.SIGN_IN if role is None else Verdict.REFUSED
    wanted = {
        route: Verdict.GRANTED if allowed is ANYBODY or role in allowed else otherwise
        for route, allowed in ROUTES.items()
    }

    assert {(method, path): verdict(method, path, role) for method, path in ROUTES} == wanted


def test_what_is_not_in_the_table_is_refused_even_to_an_administrator():
    assert verdict("GET", "/new-page", Role.ADMINISTRATOR) is Verdict.REFUSED
    assert verdict("DELETE", "/", Role.ADMINISTRATOR) is Verdict.REFUSED


def test_only_the_desk_sees_people():
    assert frozenset({Role.OPERATOR, Role.SUPERVISOR, Role.ADMINISTRATOR}) == DESK


def test_no_official_opens_a_page_with_people_on_it():
    allowed = {route: ROUTES[route] for route in PERSONAL}

    assert [route for route, roles in allowed.items() if roles is ANYBODY or Role.OFFICIAL in roles] == []


def test_what_is_marked_personal_or_settling_is_a_route():
    assert set(ROUTES) >= PERSONAL
    assert set(ROUTES) >= SETTLING


def test_a_sign_in_leads_to_a_page_that_the_role_may_open():
    for role in Role:
        assert verdict("GET", home(role), role) is Verdict.GRANTED
    assert home(Role.FAMILY) == "/family"
    assert home(Role.OPERATOR) == "/"
    assert set(HOMES) == set(Role) - DESK


def filled(path: str) -> str:
    return re.sub(r"\{(\w+)\}", lambda found: EXAMPLES.get(found[1], "none"), path)


@pytest.mark.parametrize("role", [*Role, None])
def test_every_route_answers_every_role_as_the_table_says(morning: Engine, role: Role | None):
    add_everybody(morning)
    wrong = []
    with serving(morning) as address, httpx.Client(base_url=address, timeout=30) as client:
        asker = Asker(engine=morning, client=client)
        for (method, path), allowed in sorted(ROUTES.items()):
            reply = asker.ask(method, filled(path), role)
            if not _as_granted(reply, path, granted=allowed is ANYBODY or role in allowed, nobody=role is None):
                wrong.append((method, path, reply.status_code, reply.headers.get("location")))

    assert wrong == []


def _as_granted(reply: httpx.Response, path: str, *, granted: bool, nobody: bool) -> bool:
    status, there = reply.status_code, reply.headers.get("location", "")
    if granted:
        if path.startswith("/sign"):  # an empty form is no password: a refusal in words is the answer
            return status < 500
        return status not in (401, 403, 500) and not there.startswith("/sign-in")
    if nobody:
        return status == 401 or (status == 303 and there.startswith("/sign-in"))
    return status == 403


def test_whoever_opens_people_is_in_the_audit_log(morning: Engine):
    add_everybody(morning)
    with writing(morning) as conn:
        save_keys(conn, AccountKeys(staff_id="family", senior_id="s3"))
    silent = []
    with serving(morning) as address, httpx.Client(base_url=address, timeout=30) as client:
        asker = Asker(engine=morning, client=client)
        for method, path in sorted(PERSONAL):
            allowed = ROUTES[method, path] or frozenset()
            role = next(each for each in (Role.SUPERVISOR, *Role) if each in allowed)
            before = _views(morning)
            reply = asker.ask(method, filled(path), role)
            if reply.status_code < 400 and _views(morning) == before:
                silent.append((method, path))

    assert silent == []


def _views(engine: Engine) -> int:
    with reading(engine) as conn:
        return conn.scalar(select(func.count()).select_from(audit).where(audit.c.action == "viewed")) or 0


@pytest.mark.parametrize("role", ["visitor", "provider", "official"])
def test_other_roles_are_refused_in_words(quiet: Engine, role: str):
    here.add_operator(quiet, role, "someone")
    with serving(quiet) as address, visiting(address) as visitor:
        visitor.sign_in("someone")
        page = visitor.get("/")
        api = visitor.get("/api/v1/calls")

    assert page.status_code == 403
    assert "您的角色不能查看这个页面" in page.text
    assert (api.status_code, api.headers["content-type"]) == (403, "application/problem+json")


def test_without_a_session_pages_lead_to_the_sign_in_and_programs_are_told_401(quiet: Engine):
    with serving(quiet) as address, httpx.Client(base_url=address, timeout=20) as stranger:
        page = stranger.get("/calls?day=2026-11-20")
        programs = [stranger.get(path) for path in ("/api/v1/calls", "/api/v1/incidents", "/api/v1/tasks", "/live")]

    assert (page.status_code, page.headers["location"]) == (303, "/sign-in?to=/calls%3Fday%3D2026-11-20")
    assert [(reply.status_code, reply.json()["status"]) for reply in programs] == [(401, 401)] * 4
    assert programs[0].headers["www-authenticate"] == "Bearer"
