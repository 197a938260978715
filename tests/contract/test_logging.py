"""Does a line of the log say to which call or request it belongs, and nothing about a person?"""

import asyncio
import io
import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import structlog
from fastapi import FastAPI, Request, Response
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError, SQLAlchemyError
from starlette.routing import Route

from console.app import create_app
from console.settings import ConsoleSettings
from db.engine import open_engine, writing
from db.homes import save_households
from ivr import events as e
from ivr import settings as site_settings
from ivr.asterisk.factlog import FactLog
from ivr.book import Book
from ivr.care import follower, listener
from ivr.controller import Controller
from ivr.running import logs
from ivr.settings import Settings
from ivr.twilio.settings import TwilioSettings
from ivr.twilio.webhooks import standing
from people.ids import AreaId, HouseholdId
from people.seniors import Household
from tests.contract.homes import new_database, settle_in
from tests.contract.twilio_world import ACCOUNT, HER, OURS, PUBLIC, TOKEN
from tests.unit.ivr.asterisk.writing import a_press, an_emergency, append

PERSONAL = ("王秀英", "Wang", "赵德福", "老山路", "laoshan", "1088880001")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What a process writes whose output is collected; afterwards everything is as before."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    out = io.StringIO()
    logs.configure(out)
    yield out
    root.handlers[:] = before
    root.setLevel(level)
    structlog.contextvars.clear_contextvars()


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(new_database(tmp_path))
    with writing(engine) as conn:
        settle_in(conn)
    yield engine
    engine.dispose()


def lines(out: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


def loud(_: Connection, __: Book, event: e.Event) -> None:
    """A listener of another module, which knows nothing of ids."""
    if isinstance(event, e.Pressed | e.IncidentAccepted):
        structlog.get_logger().warning("something_was_odd")
        logging.getLogger("a.library").warning("%s was odd too", "something")


def test_presses_leave_their_trail_under_their_ids_and_nothing_about_her(engine, tmp_path, log):
    append(tmp_path, [*a_press("exchange-1.1", 1), *an_emergency("exchange-1.3", 10)])
    taker = Controller(
        engine=engine, log=FactLog(tmp_path), node="exchange",
        listeners=[listener(), loud], followers=[follower(site_settings.Settings())],
    )  # fmt: skip

    while taker.take().rows:
        pass

    told = lines(log)
    trail = [
        (one["event"], one["call"]) for one in told if one["event"] in ("pressed", "person_joined") if "call" in one
    ]
    assert ("pressed", "exchange-1.1") in trail and ("person_joined", "exchange-1.1") in trail
    assert {one["incident"] for one in told if one["event"].startswith("incident_")} == {"exchange-1.3"}
    odd = [one for one in told if "odd" in one["event"]]
    assert {one["event"] for one in odd} == {"something_was_odd", "something was odd too"}
    assert all(one.get("call") or one.get("incident") for one in odd), "whatever module says it, its call is with it"
    assert [word for word in PERSONAL if word in log.getvalue()] == []


def test_what_is_said_outside_a_call_bears_no_call(log):
    with logs.about(e.IncidentClosed(at=None, channel="c", incident="exchange-1.3", by="desk")):  # type: ignore[arg-type]
        structlog.get_logger().info("inside")
    structlog.get_logger().info("outside")

    assert [one.get("incident") for one in lines(log)] == ["exchange-1.3", None]


def test_a_refusal_of_the_database_is_told_without_the_row(engine, log):
    home = Household(id=HouseholdId("h9"), area=AreaId("nowhere"), address="老山东里 3-2-501")
    with pytest.raises(SQLAlchemyError) as refused, writing(engine) as conn:
        save_households(conn, [home])

    structlog.get_logger().error("facts_not_taken", why=str(refused.value))
    try:
        raise refused.value
    except IntegrityError:
        logging.getLogger("x").exception("with all that led to it")

    assert len(lines(log)) == 2 and "IntegrityError" in log.getvalue()
    assert "老山东里" not in log.getvalue()


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("no answer from +8613912345678", "no answer from …78"),
        ("Key (name)=(王秀英) already exists", "Key (name)=(…) already exists"),
        ("Failing row contains (s1, 王秀英, f).", "Failing row contains (…)."),
        ("exchange-1763800000.12 at 2026-03-10T04:00:00", "exchange-1763800000.12 at 2026-03-10T04:00:00"),
        ("127.0.0.1:50380", "127.0.0.1:50380"),
    ],
)
def test_a_number_or_a_row_inside_a_reason_is_masked_and_an_id_is_not(log, said, written):
    structlog.get_logger().info("told", why=said)

    assert lines(log)[0]["why"] == written


def test_somebody_at_a_terminal_reads_words():
    out = Terminal()
    logs.configure(out)

    structlog.get_logger().info("controller_started", exchange="one")

    assert re.match(r"timestamp=\S+ level=info event=controller_started exchange=one\n$", out.getvalue())


async def asked(app: FastAPI) -> tuple[httpx.Response, ...]:
    """Nothing, twice, and what breaks; each in a task of its own, as the server does it."""
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://console") as client:

        async def get(path: str, **headers: str) -> httpx.Response:
            reply = await client.get(path, headers=headers)
            if reply.status_code == 500:
                logging.getLogger("a.server").error("told_of_the_fault")
            return reply

        wanted = (get("/api/v1/nothing"), get("/api/v1/nothing", **{"x-request-id": "mine"}), get("/broken"))
        return tuple([await asyncio.create_task(one) for one in wanted])


def test_each_request_has_an_id_in_header_details_and_log(engine, log):
    app = create_app(engine, ConsoleSettings(secret="-" * 32))

    def broken(_: Request) -> Response:
        structlog.get_logger().info("on_the_way")
        raise ValueError("a fault of ours")

    app.router.routes.insert(0, Route("/broken", broken))
    missing, other, fault = asyncio.run(asked(app))

    ids = [reply.headers["x-request-id"] for reply in (missing, other, fault)]
    assert len(set(ids)) == 3 and all(re.fullmatch("[0-9a-f]{16}", one) for one in ids), "ours, not the sender's"
    assert missing.json()["request"] == ids[0]
    told = [one["request"] for one in lines(log) if one["event"] in ("on_the_way", "told_of_the_fault")]
    assert told == [ids[2], ids[2]], "also where the server tells of it, outside the application"


async def _forged(folder: Path) -> None:
    """A press that Twilio did not sign."""
    ours = TwilioSettings(account=ACCOUNT, token=TOKEN, public=PUBLIC, number=OURS, folder=folder)
    async with standing(Settings(twilio=ours), at_work=False) as (app, _):
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url=PUBLIC) as client:
            form = {"CallSid": "CA" + "1" * 32, "From": HER}
            reply = await client.post(f"/twilio/voice?attempt=bb-01&incident={HER.removeprefix('+')}", data=form)
            assert reply.status_code == 403


def test_a_webhook_is_told_by_the_call_at_twilio_and_never_by_a_number(tmp_path, log):
    asyncio.run(_forged(tmp_path))

    (told,) = [one for one in lines(log) if one["event"] == "twilio_signature_refused"]
    assert (told["twilio_call"], told["attempt"]) == ("CA" + "1" * 32, "bb-01")
    assert told["request"] and "incident" not in told
    assert HER.removeprefix("+") not in log.getvalue()
