"""Does the page say whose telephone rings before hers, and does that one ring? Operators, visitors, programs."""

import json
from dataclasses import replace
from pathlib import Path

from sqlalchemy import Engine, select

from db import staff
from db.engine import reading, writing
from db.schema.work import outbox
from people.ids import StaffId
from tests.unit.console.at_the_desk import at_the_desk, send, text

KEY = {"idempotency-key": "once-1"}
MOBILE = "+8613800139999"


def has(engine: Engine, person: str, *, desk: str = "", number: str = "") -> None:
    """From now on this member of staff has these telephones."""
    with writing(engine) as conn:
        account = staff.load_accounts(conn, [person])[StaffId(person)]
        staff.save_accounts(conn, [replace(account, person=replace(account.person, desk=desk, number=number))])


def orders(engine: Engine) -> list[tuple[str, str, str]]:
    with reading(engine) as conn:
        rows = conn.scalars(select(outbox.c.payload).where(outbox.c.kind == "originate_staff_call"))
        told = [json.loads(row) for row in rows]
    return sorted((one["staff"], one["desk"], one["number"]) for one in told)


def test_an_operator_reads_that_the_own_desk_rings_and_it_does(street: Engine, tmp_path: Path):
    has(street, "wangfang", desk="desk7", number=MOBILE)
    with at_the_desk(street, tmp_path) as visitor:
        page = text(visitor.get("/watch/case1").text)
        send(visitor, "/watch/case1", do="ring")

    assert "Your desk telephone desk7 rings first" in page
    assert orders(street) == [("wangfang", "desk7", "")]


def test_who_has_no_desk_is_rung_on_the_number_and_who_has_neither_at_the_hotline(street: Engine, tmp_path: Path):
    has(street, "wangfang", desk="", number="")
    with at_the_desk(street, tmp_path) as visitor:
        neither = text(visitor.get("/watch/case1").text)
        send(visitor, "/watch/case1", do="ring")
        has(street, "wangfang", number=MOBILE)
        number = text(visitor.get("/watch/case2").text)
        send(visitor, "/watch/case2", do="ring")

    assert "The hotline desk rings first" in neither
    assert f"Your telephone {MOBILE} rings first" in number
    assert orders(street) == [("desk-hotline", "", ""), ("wangfang", "", MOBILE)]


def test_a_program_is_told_which_telephone_rings_first(street: Engine, tmp_path: Path):
    has(street, "wangfang", desk="desk7")
    with at_the_desk(street, tmp_path) as program:
        told = program.post("/api/v1/cases/case1/ring", headers=KEY).json()

    assert told["first"] == {"kind": "desk", "telephone": "desk7"}
    assert told["case"]["state"] == "calling"


def test_a_visitor_rings_her_through_the_exchange_from_the_mobile(street: Engine, tmp_path: Path):
    has(street, "liuqiang", desk="desk9", number=MOBILE)
    with at_the_desk(street, tmp_path, "liuqiang", to="/visits") as visitor:
        page = text(visitor.get("/visits/visit3").text)
        rung = send(visitor, "/visits/visit3", do="ring")
        again = send(visitor, "/visits/visit3", do="ring")

    assert "Ring her through the exchange" in page and f"Your telephone {MOBILE} rings first" in page
    assert (rung.status_code, again.status_code) == (200, 409)
    assert "Her telephone is being rung already." in again.text
    assert orders(street) == [("liuqiang", "", MOBILE)]


def test_a_visit_that_is_not_accepted_rings_nobody(street: Engine, tmp_path: Path):
    with at_the_desk(street, tmp_path, "liuqiang", to="/visits") as visitor:
        page = visitor.get("/visits/visit8").text
        refused = send(visitor, "/visits/visit8", do="ring")
        program = visitor.post("/api/v1/visits/visit8/ring", headers=KEY)
        mine = visitor.post("/api/v1/visits/visit3/ring", headers={"idempotency-key": "once-2"}).json()

    assert "through the exchange" not in page
    assert "Accept the visit first." in refused.text
    assert (refused.status_code, program.status_code) == (409, 422)
    assert (mine["visit"]["id"], mine["first"]["kind"]) == ("visit3", "hotline")
    assert len(orders(street)) == 1
