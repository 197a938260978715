"""Who may sign in, and as what? The list of accounts, and a new one."""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request, Response

from console.access.account_changes import new_account
from console.access.account_words import MAY, ROLES
from console.access.accounts import Wanted
from console.access.refused import Refused
from console.access.users_view import MOST, users
from console.frame import frame_of, page, reader_look, reader_of
from console.pages.account import fault_of, times_of
from db.areas import load_areas
from db.engine import reading, writing
from people.areas import Area
from people.staff import Role

router = APIRouter(include_in_schema=False)
Typed = Annotated[str, Form(max_length=200)]
NOTHING = Wanted(name="", role=Role.OPERATOR)


@router.get("/users")
def everybody(
    request: Request, q: Annotated[str, Query(max_length=100)] = "", role: Annotated[str, Query(max_length=20)] = ""
) -> Response:
    frame = frame_of(request)
    with reading(frame.engine) as conn:
        found = users(conn, search=q, role=role)
        areas = load_areas(conn)
    return page(
        request, "users.html", users=found, q=q, role=role, roles=ROLES, areas=areas, cut=found.found > MOST,
        times=times_of(request),
    )  # fmt: skip


@router.get("/users/new")
def ask(request: Request) -> Response:
    return _form(request)


@router.post("/users/new")
def add(
    request: Request, login: Typed = "", name: Typed = "", role: Typed = "", area: Typed = "", senior: Typed = "",
    provider: Typed = "",
) -> Response:  # fmt: skip
    frame, by = frame_of(request), reader_of(request)
    wanted = Wanted(name=name, role=role, area=area, senior=senior.strip(), provider=provider.strip())
    with writing(frame.engine) as conn:
        made = new_account(conn, frame.settings.clock(), by.person.id if by else "system", login.strip(), wanted)
    if isinstance(made, Refused):
        return _form(request, 422, login=login, wanted=wanted, refused=made)
    person, password = made
    return page(request, "user_password.html", person=person, login=login.strip(), password=password, fresh=True)


def areas_of(request: Request) -> list[tuple[str, str]]:
    """Every area by id, named in the reader's language."""
    with reading(frame_of(request).engine) as conn:
        areas = load_areas(conn)
    language = reader_look(request).language
    return sorted(((str(key), area_name(area, language)) for key, area in areas.items()), key=lambda each: each[1])


def area_name(area: Area, language: str) -> str:
    return (area.name_en or area.name) if language == "en" else area.name


def _form(
    request: Request, status: int = 200, *, login: str = "", wanted: Wanted = NOTHING, refused: Refused | None = None
) -> Response:
    return page(
        request, "user_new.html", status, login=login, wanted=wanted, roles=ROLES, may_do=MAY,
        areas=areas_of(request), **fault_of(request, refused),
    )  # fmt: skip
