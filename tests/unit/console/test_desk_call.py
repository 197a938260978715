"""Does the operator see who is on the line, and does each act with the call stand written before it is done?"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from db import calls, facts, homes, in_hand, outbox
from db.calls import LegRow
from db.engine import reading, writing
from db.facts import FactRow
from ivr.in_hand.service import InHandRules
from people.ids import SeniorId
from tests.console import neighbourhood as here
from tests.console.neighbourhood import NOW, Rang, press
from tests.console.serving import Visitor, serving, visiting
from tests.unit.console.at_the_desk import hidden, send, text

DESK = Rang(target="desk-hotline", why="closed", status="joined")
CANTEEN = Rang(target="prov-canteen7-1", status="NOANSWER")


@contextmanager
def desk(engine: Engine, **more: object) -> Iterator[Visitor]:
    with serving(engine, here.settings(**more)) as address, visiting(address) as visitor:
        visitor.cookies.set("bigbutton_language", "en")
        visitor.sign_in()
        yield visitor


def talking(engine: Engine, home: int = 3, **more: Any) -> str:
    """Home `home` asked for meals, the canteen did not answer, and desk1 has taken it."""
    call = press(engine, home, 1, "meals", CANTEEN, DESK, state="reached", ended_at=None, outcome=None, **more)
    leg = LegRow(
        call_id=call, position=2, target="desk-hotline", seconds=20, why="hotline", status="joined",
        answered_by="desk1", started_at=NOW,
    )  # fmt: skip
    joined = FactRow(
        uniqueid="1.77", ident="1", linkedid=call, event="ACCEPTED", at=NOW, data=f"n=1;call={call};tgt=desk-hotline"
    )
    with writing(engine) as conn:
        calls.save_legs(conn, [leg])
        facts.append(conn, [joined])
    return call


def orders(engine: Engine) -> list[tuple[str, dict[str, object]]]:
    with writing(engine) as conn:
        return [(row.kind, json.loads(row.payload)) for row in outbox.claim(conn, at=NOW)]


def test_the_card_says_who_it_is_where_and_why_it_came_here(morning: Engine):
    call = talking(morning)
    with desk(morning, map_url="https://map.example/?q={address}") as visitor:
        page = visitor.get(f"/desk/call/{call}").text

    told = text(page)
    assert "did not answer" in told and "钥匙在 302 室" in told
    assert 'href="https://map.example/?q=%' in page
    assert "not confirmed" not in told


def test_without_a_map_there_is_no_link(morning: Engine):
    call = talking(morning)
    with desk(morning) as visitor:
        assert "noopener" not in visitor.get(f"/desk/call/{call}").text


def test_by_caller_id_alone_it_is_said_that_nothing_is_confirmed(morning: Engine):
    call = talking(morning, confirmed=False, via="access")
    with desk(morning) as visitor:
        assert "By caller number alone: not confirmed." in visitor.get(f"/desk/call/{call}").text


@pytest.mark.parametrize("nasty", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "\x00\x1b[31m'\""])
def test_scripts_quotes_and_control_characters_are_only_text(morning: Engine, nasty: str):
    call = talking(morning, caller_id=nasty, terminal_id="u1", household_id=None)
    with writing(morning) as conn:
        her = homes.load_seniors(conn, ["s3"])[SeniorId("s3")]
        homes.save_seniors(conn, [replace(her, name=nasty.replace("\x00", ""), medical_note=nasty.replace("\x00", ""))])
        in_hand.change(conn, call, senior_id="s3", note=nasty.replace("\x00", ""))
    with desk(morning) as visitor:
        page = visitor.get(f"/desk/call/{call}").text

    assert "<script>alert" not in page and "<img src=x" not in page
    assert "By what was said" in page


def test_a_transfer_is_written_down_with_its_order_and_nothing_is_rung_by_the_console(morning: Engine):
    call = talking(morning)
    with desk(morning) as visitor:
        done = send(visitor, f"/desk/call/{call}", do="blind", target="prov-canteen7-1", service="meals")

    assert done.status_code == 200 and "asked for" in text(done.text)
    [(kind, told)] = orders(morning)
    assert kind == "move_call"
    assert (told["her"], told["to"], told["desk"], told["target"]) == (call, "hand-blind", "desk1", "prov-canteen7-1")


def test_to_ask_first_she_waits_and_the_third_is_rung(morning: Engine):
    call = talking(morning)
    with desk(morning) as visitor:
        send(visitor, f"/desk/call/{call}", do="attended", target="contact-c17", service="meals")

    (first, moved), (second, rung) = orders(morning)
    assert (first, moved["to"], moved["peer"], moved["peer_to"]) == ("move_call", "hand-hold", "1.77", "hand-desk")
    assert (second, rung["held"], rung["target"]) == ("ring_third", True, "contact-c17")


@pytest.mark.parametrize("target", ["13800138000", "prov-canteen7-1&PJSIP/x", "contact-c18", "amb-999"])
def test_only_what_is_offered_can_be_rung(morning: Engine, target: str):
    call = talking(morning)
    with desk(morning) as visitor:
        refused = send(visitor, f"/desk/call/{call}", do="blind", target=target, service="meals")

    assert refused.status_code == 422 and "not offered any more" in refused.text
    assert orders(morning) == []


def test_a_call_that_is_over_cannot_be_passed_on(morning: Engine):
    call = press(morning, 3, 5, "meals", DESK)
    with desk(morning) as visitor:
        refused = send(visitor, f"/desk/call/{call}", do="hold")

    assert refused.status_code == 422 and "the call is over" in refused.text


def test_one_form_sent_twice_is_one_transfer(morning: Engine):
    call = talking(morning)
    with desk(morning) as visitor:
        form = {**hidden(visitor.get(f"/desk/call/{call}").text), "do": "hold"}
        for _ in range(2):
            visitor.post(f"/desk/call/{call}", data=form)

    assert len(orders(morning)) == 1


def test_a_note_is_kept_as_it_is_typed(morning: Engine):
    call = talking(morning)
    with desk(morning) as visitor:
        send(visitor, f"/desk/call/{call}", do="note", note="她说头晕")
        assert "她说头晕</textarea>" in visitor.get(f"/desk/call/{call}").text


def test_the_end_of_a_call_is_one_of_the_sites_list(morning: Engine):
    call = talking(morning)
    with desk(morning) as visitor:
        wrong = send(visitor, f"/desk/call/{call}", do="outcome", outcome="nonsense")
        send(visitor, f"/desk/call/{call}", do="outcome", outcome="served", outcome_note="面条")

    assert wrong.status_code == 422
    with reading(morning) as conn:
        kept = in_hand.load(conn, call)
    assert kept is not None and (kept.outcome, kept.outcome_note) == ("served", "面条")


def test_an_unknown_caller_is_found_by_pinyin_and_attached(morning: Engine):
    call = talking(morning, terminal_id="u01099990000", household_id=None)
    with desk(morning) as visitor:
        assert "Unknown caller" in visitor.get(f"/desk/call/{call}").text
        with reading(morning) as conn:
            name = homes.load_seniors(conn, ["s3"])[SeniorId("s3")].name
        found = visitor.get("/desk/find", params={"q": name}).json()
        done = send(visitor, f"/desk/call/{call}", do="attach", senior=found[0]["id"])

    assert found[0]["name"] == name
    assert "By what was said" in done.text


def test_a_silent_line_shows_what_to_do_and_is_kept_open(morning: Engine):
    call = talking(morning)
    with desk(morning) as visitor:
        page = send(visitor, f"/desk/call/{call}", do="silent").text

    assert "Nobody speaks: the line stays open" in page
    [(_, told)] = orders(morning)
    assert (told["to"], told["target"]) == ("hand-her", "silent")


def test_a_recording_is_announced_then_begun_and_paused(morning: Engine, tmp_path: Path):
    call = talking(morning)
    rules = InHandRules(recordings="/spool/calls")
    with desk(morning, in_hand=rules, recordings=tmp_path) as visitor:
        send(visitor, f"/desk/call/{call}", do="record")
        (first, told), (second, begun) = orders(morning)
        with reading(morning) as conn:
            [row] = in_hand.recordings_of(conn, call)
        (tmp_path / f"{row.id}.wav").write_bytes(b"RIFF")
        send(visitor, f"/desk/call/{call}", do="pause")
        heard = visitor.get(f"/desk/recordings/{row.id}.wav")

    assert (first, told["target"], second) == ("move_call", "recorded", "record_call")
    assert begun["file"] == f"/spool/calls/{row.id}.wav"
    [(_, stopped)] = orders(morning)
    assert (stopped["stop"], stopped["file"]) == (True, begun["file"])
    assert heard.content == b"RIFF"


def test_a_site_that_records_nothing_says_so(morning: Engine):
    call = talking(morning)
    with desk(morning) as visitor:
        refused = send(visitor, f"/desk/call/{call}", do="record")

    assert refused.status_code == 422 and orders(morning) == []


def test_a_call_that_there_is_not_is_not_there(morning: Engine):
    with desk(morning) as visitor:
        assert visitor.get("/desk/call/none").status_code == 404
        assert visitor.get("/desk/recordings/none.wav").status_code == 404


def test_the_directory_finds_a_place_by_its_pinyin_and_says_whether_it_is_open(morning: Engine):
    with desk(morning) as visitor:
        every = text(visitor.get("/directory").text)
        near = text(visitor.get("/directory", params={"near": "s3", "service": "meals"}).text)
        none = text(visitor.get("/directory", params={"q": "zzzz"}).text)

    assert "Gucheng" in every and ("open now" in every or "closed now" in every)
    assert "In reach of Zhang Guilan's home" in near
    assert "No place fits" in none


def test_who_looked_at_her_pushes_no_event_of_her_life_off_the_card(morning: Engine):
    call = talking(morning)
    with desk(morning) as visitor:
        for _ in range(12):
            visitor.get("/people/s3")
        told = text(visitor.get(f"/desk/call/{call}").text)
        hers = text(visitor.get("/people/s3").text)

    assert "What happened last" in told and "emergency" in told.split("What happened last")[1]
    assert "looked at" not in told.split("What happened last")[1]
    assert hers.count("王芳") > 12


def test_the_card_leads_to_a_request_for_her_with_her_id_filled_in(morning: Engine):
    call = talking(morning)
    with desk(morning) as visitor:
        assert 'href="/requests?senior=s3#new-title"' in visitor.get(f"/desk/call/{call}").text
        assert 'name="senior" value="s3"' in visitor.get("/requests?senior=s3").text
