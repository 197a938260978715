"""What was asked for, and how far is it? The list of requests as the desk narrows it, and one of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from console.access.scope import Scope, within
from console.book import Book, Wanted, look_up
from console.watch.names import people_names
from db import requests
from db.providers import load_providers
from db.requests import UNDONE, RequestRow
from ivr.requests.request import FEW
from ivr.rungs import provider_target
from people.ids import ProviderId

MOST = 200
SHOWN = ("undone", "late", "few", "done")


@dataclass(frozen=True, kw_only=True)
class RequestList:
    now: datetime
    requests: tuple[RequestRow, ...]
    undone: int
    late: int
    book: Book
    people: Mapping[str, str]


def request_list(conn: Connection, scope: Scope, now: datetime, show: str) -> RequestList:
    """Those promised first stand first; done ones, the newest first."""
    undone = of_scope(conn, scope, requests.listed(conn, UNDONE, limit=5000))
    late = [row for row in undone if row.promised_by <= now]
    match show:
        case "late":
            found = late
        case "few":
            found = of_scope(conn, scope, requests.listed(conn, ["rated"], stars_until=FEW))
        case "done":
            found = of_scope(conn, scope, requests.listed(conn, ["done", "asked", "rated", "withdrawn"]))
        case _:
            found = undone
    shown = tuple(found[:MOST])
    return RequestList(
        now=now, requests=shown, undone=len(undone), late=len(late), book=book_of(conn, shown),
        people=people_names(conn, {name for row in shown for name in (row.accepted_by, row.done_by, row.opened_by)}),
    )  # fmt: skip


def of_scope(conn: Connection, scope: Scope, rows: Sequence[RequestRow]) -> list[RequestRow]:
    return list(within(conn, scope, rows, lambda row: (row.terminal_id, row.senior_id)))


def seen_request(conn: Connection, request_id: str, scope: Scope) -> RequestRow | None:
    """None: there is none, or it is of no area of this reader's."""
    row = requests.load(conn, request_id)
    return next(iter(of_scope(conn, scope, [row])), None) if row else None


def book_of(conn: Connection, rows: Sequence[RequestRow]) -> Book:
    """Who and where, and whom each was given to."""
    return look_up(conn, Wanted(
        terminals={row.terminal_id or "" for row in rows}, seniors={row.senior_id or "" for row in rows},
        targets={provider_target(ProviderId(row.provider_id), 1) for row in rows if row.provider_id},
    ))  # fmt: skip


def who_may_bring(conn: Connection, row: RequestRow) -> Mapping[str, str]:
    """Providers in service by id, those of its service first."""
    every = [one for one in load_providers(conn).values() if one.active]
    ordered = sorted(every, key=lambda one: (one.service != row.service_id, one.name))
    return {one.id: one.name for one in ordered}
