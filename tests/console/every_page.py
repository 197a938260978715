"""Which pages are there, who opens each, and what stands on them? A table that a new page must be put into."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, Engine

from console.access.sessions import SESSION_COOKIE, Span, begin
from console.access.table import DEMONSTRATION, ROUTES
from console.watch.plates import plate_of
from db import calls, facts, outages, requests, staff, tasks
from db.calls import LegRow
from db.engine import writing
from db.facts import FactRow
from db.outages import OutageRow
from db.requests import RequestRow
from db.tasks import TaskRow
from ivr.queue import seating
from people.ids import StaffId
from tests.console import neighbourhood as here
from tests.console.neighbourhood import NOW, Rang, press

LEAD, ADMINISTRATOR, COOK, WALKER, FAMILY, OFFICIAL = "lijing", "zhaolei", "cook", "liuqiang", "zhangming", "official"
HOUR = timedelta(hours=1)

PAGES: Mapping[str, tuple[str, ...]] = {
    "": ("/sign-in", "/demo"),
    here.LOGIN: ("/", "/calls?show=all", "/desk", "/desk/call/{call}", "/directory?near=s3", "/people?q=王",
                 "/people/{senior}", "/tasks", "/tasks/{task}", "/requests", "/requests/{key}", "/watch",
                 "/watch/{case}", "/incidents/{incident}", "/nowhere"),
    LEAD: ("/queue", "/rota", "/broadcasts", "/broadcasts/new", "/broadcasts/{campaign}", "/watch/holes/{outage}",
           "/holds", "/sign-ins", "/ways", "/telephones", "/telephones/missing", "/reports/telephones",
           "/reports/rows/{figure}"),
    ADMINISTRATOR: ("/users", "/users/new", "/users/{person}", "/plates", "/account", "/account/second"),
    WALKER: ("/visits", "/visits/monthly", "/visits/{visit}", "/v/{plate}"),
    COOK: ("/provider",),
    FAMILY: ("/family",),
    OFFICIAL: ("/reports", "/reports/{kind}"),
}  # fmt: skip
"""By the login that opens them; empty: nobody is signed in. `/nowhere`: what is said where there is no page."""

NO_PAGE = frozenset({
    "/health", "/ready", "/metrics", "/openapi.json", "/sign-in/code", "/desk/find", "/desk/telephone",
    "/desk/recordings/{recording}.wav", "/broadcasts/sound/{language}/{name}.wav", "/tasks/{task}/words.wav",
    "/broadcasts/{campaign}/people.csv", "/broadcasts/{campaign}/people.xlsx", "/people/{senior}/card.pdf",
    "/reports/telephones/file/{format}", "/reports/rows/{figure}/{format}", "/reports/{kind}/file/{format}",
    "/telephones/missing/file/{format}", "/visits/{visit}/photos/{photo}", "/demo/recordings/{name}.wav",
})  # fmt: skip
"""Read by programs, players and other programs of the reader; the code of a sign-in leads back without a password."""


@dataclass(frozen=True, kw_only=True)
class Opened:
    login: str
    route: str
    address: str


def routes() -> set[str]:
    """Every address of the console that a person opens, with those of the demonstration."""
    read = {
        path
        for method, path in (*ROUTES, *DEMONSTRATION)
        if method == "GET" and not path.startswith(("/api/", "/live"))
    }
    return read - NO_PAGE


def every_page(call: str) -> Iterator[Opened]:
    stands = {
        "call": call, "senior": "s3", "task": "task2", "key": "r1", "case": "case5", "campaign": "winter",
        "outage": "out1", "incident": "e1", "figure": "presses", "person": here.LOGIN, "visit": "visit1",
        "kind": "calls", "plate": plate_of(here.settings().secret, "h5"),
    }  # fmt: skip
    for login, paths in PAGES.items():
        for path in paths:
            yield Opened(login=login, route=path.partition("?")[0], address=path.format(**stands))


def busy_site(engine: Engine) -> str:
    """Something on every page of a busy morning; returns the call that the operator talks with."""
    with writing(engine) as conn:
        known = staff.load_accounts(conn, [WALKER])[StaffId(WALKER)]
        staff.save_accounts(conn, [replace(known, login=WALKER)])
    for login, role in ((LEAD, "supervisor"), (ADMINISTRATOR, "administrator"), (OFFICIAL, "official")):
        here.add_operator(engine, role, login)
    here.add_operator(engine, "provider", COOK, provider="canteen7")
    here.add_operator(engine, "family", FAMILY, senior="s9")
    call = _talk(engine)
    with writing(engine) as conn:
        _requests(conn)
        _tasks(conn)
        outages.open_outage(conn, OutageRow(
            id="out1", kind="building", subject="gucheng/八角北路 7 号院", started_at=NOW - HOUR, found_at=NOW - HOUR,
            waits_until=NOW + 3 * HOUR, note="6 silent at once",
        ))  # fmt: skip
        seating.join(conn, NOW - HOUR, here.LOGIN, "desk1", by=here.LOGIN)
    return call


def _talk(engine: Engine) -> str:
    rungs = Rang(target="prov-canteen7-1", status="NOANSWER"), Rang(target="desk-hotline", why="closed")
    call = press(engine, 3, 1, "meals", *rungs, state="reached", ended_at=None, outcome=None)
    with writing(engine) as conn:
        calls.save_legs(conn, [LegRow(
            call_id=call, position=2, target="desk-hotline", seconds=20, why="hotline", status="joined",
            answered_by="desk1", started_at=NOW,
        )])  # fmt: skip
        facts.append(conn, [FactRow(
            uniqueid="1.77", ident="1", linkedid=call, event="ACCEPTED", at=NOW,
            data=f"n=1;call={call};tgt=desk-hotline",
        )])  # fmt: skip
    return call


def _requests(conn: Connection) -> None:
    late, claimed = ("meal", "canteen7", -1, "open"), ("insurance_claim", None, 20, "open")
    for n, (kind, provider, hours, state) in enumerate((late, ("meal", "canteen7", 1, "accepted"), claimed), 1):
        requests.open_request(conn, RequestRow(
            id=f"r{n}", kind=kind, provider_id=provider, senior_id=f"s{n + 2}", terminal_id=f"t{1002 + n}",
            opened_at=NOW - 5 * HOUR, opened_by=LEAD, promised_by=NOW + hours * HOUR, state=state,
            accepted_at=NOW - HOUR if state == "accepted" else None, accepted_by=COOK if state == "accepted" else "",
            note="少放辣",
        ))  # fmt: skip


def _tasks(conn: Connection) -> None:
    tasks.open_task(conn, TaskRow(
        id="c1", kind="complaint", subject="c1", senior_id="s4", opened_at=NOW - HOUR, due_at=NOW + HOUR,
        note="饭菜是凉的", state="taken", owner_id=LEAD,
    ))  # fmt: skip


def session_of(engine: Engine, login: str) -> Mapping[str, str]:
    """The cookie of whoever is signed in, without typing."""
    span = Span(life=HOUR, idle=HOUR)
    with writing(engine) as conn:
        account = staff.account_of_login(conn, login)
        assert account is not None
        held = begin(conn, account, span, datetime.now(UTC), address="127.0.0.1", browser="test")
    return {"name": SESSION_COOKIE, "value": held}
