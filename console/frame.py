"""What does every page stand in? The parts all requests share, and how a template becomes a reply."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any

from fastapi import Request, Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from sqlalchemy import Engine

from console.access.masking import number_for
from console.access.sessions import Standing
from console.access.signing import FORM_COOKIE, Signer, new_form_key
from console.access.verdicts import Verdict, verdict
from console.calls.ringing import RHYTHM
from console.live import Live
from console.lives import Lives
from console.look import Look, look_of
from console.metrics.measuring import Measuring
from console.pace import Pace
from console.reports.work import ReportWork
from console.settings import ConsoleSettings
from console.telephone.lines import Lines
from console.words import catalogues
from db.staff import Account
from people.staff import Role


@dataclass(frozen=True, kw_only=True)
class Frame:
    engine: Engine
    settings: ConsoleSettings
    signer: Signer
    pace: Pace
    live: Live
    """The Today page."""
    lives: Lives
    """Every other page that renews itself."""
    measuring: Measuring
    """What `/metrics` tells."""
    ringing: Lives = field(default_factory=lambda: Lives(rhythm=RHYTHM))
    """What rings at the operators' telephones: looked at far more often."""
    lines: Lines = field(default_factory=Lines)
    """The browser telephones that are open."""
    reports: ReportWork = field(default_factory=ReportWork)


def frame_of(request: Request) -> Frame:
    frame: Frame = request.app.state.frame
    return frame


def reader_of(request: Request) -> Account | None:
    """Who is signed in, as the guard found out."""
    return getattr(request.state, "reader", None)


def standing_of(request: Request) -> Standing | None:
    """By which session somebody is signed in; None for a program, and for nobody."""
    return getattr(request.state, "standing", None)


def reader_look(request: Request) -> Look:
    return look_of(request, frame_of(request).settings.language)


@cache
def templates(language: str) -> Environment:
    """Everything put into a page is text unless a template of ours says otherwise."""
    loader = PackageLoader("console")
    made = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )  # fmt: skip
    made.filters["number_for"] = _number_for
    made.install_gettext_translations(catalogues()[language], newstyle=True)  # type: ignore[attr-defined]
    return made


def _number_for(number: str, role: str, own: bool = False) -> str:
    """`{{ number|number_for(reader.person.role) }}`"""
    return number_for(Role(role), number, own=own)


def page(request: Request, template: str, status: int = 200, **content: Any) -> HTMLResponse:
    """A whole page in the reader's language; the browser gets a key for its forms if it has none."""
    frame, look, standing = frame_of(request), reader_look(request), standing_of(request)
    key = request.cookies.get(FORM_COOKIE) or new_form_key()
    html = templates(look.language).get_template(template).render(
        look=look, site=frame.settings.site, reader=reader_of(request), path=request.url.path,
        here=_here(request), form_token=frame.signer.form_token(key), may=partial(_may, reader_of(request)),
        elsewhere=standing.elsewhere if standing else (),
        demonstrated=frame.settings.kitchen is not None, **content,
    )  # fmt: skip
    response = HTMLResponse(html, status_code=status)
    if FORM_COOKIE not in request.cookies:
        set_cookie(request, response, FORM_COOKIE, key)
    return response


def part(language: str, template: str, content: Mapping[str, Any]) -> str:
    """One fragment of a page."""
    return templates(language).get_template(template).render(content)


def set_cookie(request: Request, response: Response, name: str, value: str, age: int | None = None) -> None:
    """Only for us, not for scripts; only over https where the page came over https."""
    secure = request.url.scheme == "https"
    response.set_cookie(name, value, max_age=age, httponly=True, samesite="lax", secure=secure)


def local(address: str) -> str:
    """An address within this console, or the first page: no form may send the reader elsewhere."""
    safe = address.startswith("/") and not address.startswith(("//", "/\\")) and address.isprintable()
    return address if safe else "/"


def _may(reader: Account | None, path: str) -> bool:
    """Is this page for the reader? A link to one that is not is no help."""
    return verdict("GET", path, reader.person.role if reader else None) is Verdict.GRANTED


def _here(request: Request) -> str:
    if request.method != "GET":
        return "/"
    return request.url.path + (f"?{request.url.query}" if request.url.query else "")
