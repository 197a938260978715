"""Does a visitor see what they may, and is what they found told once, by whoever has the visit, in the right order?"""

import re
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from console.watch.photographs import LARGEST_BYTES, media_of
from console.watch.plates import address_of, home_of, plate_of
from console.watch.squares import square
from db import cases, photos, tasks, visits
from db.engine import reading, writing
from db.homes import load_households
from db.schema.work import outbox
from tests.console import neighbourhood as here
from tests.console import silences
from tests.console.neighbourhood import NOW
from tests.console.serving import serving, visiting
from tests.unit.console.at_the_desk import at_the_desk, hidden, send, text
from wellness_checks.case import Refused
from wellness_checks.service import sign_in

JPEG = b"\xff\xd8\xff\xe0" + b"x" * 300 + b"\xff\xd9"
PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 300 + b"IEND\xaeB`\x82"
PLATE = plate_of(here.settings().secret, "h3")


def visit_of(engine: Engine, visit: str = "visit3") -> visits.VisitRow:
    with reading(engine) as conn:
        row = visits.load(conn, visit)
    assert row is not None
    return row


def there(engine: Engine) -> None:
    with writing(engine) as conn:
        sign_in(conn, "visit3", NOW, by="liuqiang", plate="h3")


def test_before_the_acceptance_a_visitor_sees_the_area_alone_and_afterwards_everything(street: Engine, tmp_path: Path):
    with at_the_desk(street, tmp_path, "liuqiang", to="/visits") as visitor:
        before, listed = text(visitor.get("/visits/visit8").text), text(visitor.get("/visits").text)
        after = text(send(visitor, "/visits/visit8", do="accept").text)

    assert "Gucheng" in before and "I go" in before
    for secret in ("Zhou Meiling", "周美玲", "古城西街", "13800138018", "482918"):
        assert secret not in before
    assert "周美玲" not in listed and "张桂兰" in listed
    assert "Zhou Meiling" in after and "古城西街 22 号" in after and "13800138018" in after and "482918" in after


def test_a_visit_of_somebody_else_is_not_there_and_its_steps_are_refused(street: Engine, tmp_path: Path):
    with at_the_desk(street, tmp_path, "zhaolei", to="/visits") as visitor:
        form = {**hidden(visitor.get("/visits/visit8").text), "do": "close", "outcome": "found_well"}
        page, closed = visitor.get("/visits/visit3"), visitor.post("/visits/visit3", data=form)
        desk = visitor.get("/watch")

    assert (page.status_code, closed.status_code, desk.status_code) == (404, 404, 403)
    assert visit_of(street).state == "accepted"


def test_the_desk_closes_no_visit_that_a_visitor_has(street: Engine, tmp_path: Path):
    there(street)
    with at_the_desk(street, tmp_path) as desk:
        refused = send(desk, "/visits/visit3", do="close", outcome="found_well")

    assert refused.status_code == 409
    assert "This visit is 刘强’s." in refused.text
    assert visit_of(street).state == "arrived"


def test_outcomes_out_of_order_are_refused_in_words_but_an_emergency_never_waits(street: Engine, tmp_path: Path):
    with at_the_desk(street, tmp_path, "liuqiang", to="/visits") as visitor:
        early = send(visitor, "/visits/visit3", do="close", outcome="found_well", note="through the door")
        nothing = send(visitor, "/visits/visit3", do="close")
        send(visitor, "/visits/visit3", do="close", outcome="emergency")

    assert early.status_code == 409
    assert "Say first that you have arrived" in early.text and "through the door" in early.text
    assert nothing.status_code == 422
    assert visit_of(street).outcome == "emergency"
    with reading(street) as conn:
        assert list(conn.scalars(select(outbox.c.id).where(outbox.c.kind == "open_emergency"))) == ["emergency-visit3"]


def test_the_plate_at_her_door_proves_the_arrival_and_at_another_door_nothing(street: Engine, tmp_path: Path):
    other = plate_of(here.settings().secret, "h4")
    with at_the_desk(street, tmp_path, "liuqiang", to="/visits") as visitor:
        token = hidden(visitor.get("/visits/visit3").text)
        wrong = visitor.post(f"/v/{other}", data={**token, "submission": "1", "visit": "visit3"})
        forged = visitor.get(f"/v/{PLATE[:-1]}{'x' if PLATE[-1] != 'x' else 'y'}")
        door = visitor.get(f"/v/{PLATE}")
        arrived = visitor.post(f"/v/{PLATE}", data={**hidden(door.text), "visit": "visit3"})

    assert (wrong.status_code, forged.status_code) == (409, 404)
    assert "This plate hangs at another door." in wrong.text
    assert "Zhang Guilan" in door.text
    assert arrived.url.path == "/visits/visit3"
    assert (visit_of(street).state, visit_of(street).arrived_by) == ("arrived", "plate")


def test_an_outcome_with_a_picture_sent_twice_is_one_submission(street: Engine, tmp_path: Path):
    there(street)
    with at_the_desk(street, tmp_path, "liuqiang", to="/visits") as visitor:
        form = {**hidden(visitor.get("/visits/visit3").text), "do": "close", "outcome": "needs_care", "note": "a fall"}
        replies = [
            visitor.post("/visits/visit3", data=form, files={"photo": ("a.jpg", JPEG, "image/jpeg")}) for _ in range(2)
        ]
        page = visitor.get("/visits/visit3").text
        shown = re.search(r"/visits/visit3/photos/[\w-]+", page)
        assert shown is not None
        picture = visitor.get(shown[0])

    assert [reply.url.path for reply in replies] == ["/visits", "/visits"]
    assert (picture.content, picture.headers["content-type"]) == (JPEG, "image/jpeg")
    with reading(street) as conn:
        (kept,) = photos.of_visit(conn, "visit3")
        assert (kept.taken_by, kept.bytes) == ("liuqiang", len(JPEG))
        assert cases.load(conn, ["case3"])["case3"].outcome == "needs_care"
        assert [task.kind for task in tasks.of_senior(conn, "s3") if task.state != "done"] == ["not_well"]
    (file,) = (tmp_path / "photos").iterdir()
    assert file.stat().st_mode & 0o077 == 0


def test_a_picture_is_seen_only_by_who_may_see_the_visit(street: Engine, tmp_path: Path):
    there(street)
    with at_the_desk(street, tmp_path, "liuqiang", to="/visits") as visitor:
        form = {**hidden(visitor.get("/visits/visit3").text), "do": "close", "outcome": "found_well"}
        visitor.post("/visits/visit3", data=form, files={"photo": ("a.png", PNG, "image/png")})
    with reading(street) as conn:
        (kept,) = photos.of_visit(conn, "visit3")
    path = f"/visits/visit3/photos/{kept.id}"

    with at_the_desk(street, tmp_path, "zhaolei", to="/visits") as colleague, at_the_desk(street, tmp_path) as desk:
        assert colleague.get(path).status_code == 404
        assert desk.get(path).content == PNG
        assert desk.get("/visits/visit8/photos/" + kept.id).status_code == 404


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"GIF89a", "neither a JPEG nor a PNG"),
        (JPEG[:200], "not whole"),
        (PNG[:200], "not whole"),
        (JPEG + b"x" * LARGEST_BYTES, "larger than 10 MB"),
    ],
)
def test_what_is_no_picture_is_refused_with_the_reason(data: bytes, reason: str):
    found = media_of(data)

    assert isinstance(found, Refused)
    assert reason in found.reason


def test_a_refused_picture_closes_nothing_and_keeps_the_note(street: Engine, tmp_path: Path):
    there(street)
    with at_the_desk(street, tmp_path, "liuqiang", to="/visits") as visitor:
        form = {
            **hidden(visitor.get("/visits/visit3").text),
            "do": "close",
            "outcome": "found_well",
            "note": "cheerful",
        }
        page = visitor.post("/visits/visit3", data=form, files={"photo": ("a.heic", b"ftypheic", "image/heic")})

    assert page.status_code == 422
    assert "This is neither a JPEG nor a PNG picture." in page.text and "cheerful" in page.text
    assert visit_of(street).state == "arrived"


def test_a_visitor_gives_back_and_the_desk_vouches_with_a_reason_only(street: Engine, tmp_path: Path):
    with at_the_desk(street, tmp_path, "liuqiang", to="/visits") as visitor, at_the_desk(street, tmp_path) as desk:
        silent = send(desk, "/visits/visit3", do="vouch", reason="")
        own = send(visitor, "/visits/visit3", do="vouch", reason="I am there, believe me")
        send(visitor, "/visits/visit3", do="set_out")
        on_the_way = visit_of(street).on_the_way_at
        send(visitor, "/visits/visit3", do="give_back")
        given_back = visit_of(street).visitor_id
        send(visitor, "/visits/visit3", do="accept")
        send(desk, "/visits/visit3", do="vouch", reason="he rang us from the door")

    assert "Write how you know that the visitor is there." in silent.text
    assert own.status_code == 422
    assert (on_the_way, given_back) == (NOW, None)
    assert visit_of(street).arrived_by == "wangfang: he rang us from the door"


def test_the_rota_lists_whose_turn_it_is_and_a_visit_made_counts(street: Engine, tmp_path: Path):
    with at_the_desk(street, tmp_path, "liuqiang", to="/visits") as visitor:
        mine = visitor.get("/visits/monthly").text
        first = re.search(r'name="senior" value="(s\d+)"', mine)
        assert first is not None
        begun = send(visitor, "/visits/monthly", senior=first[1])
        visit = begun.url.path.removeprefix("/visits/")
        home = "h" + first[1][1:]
        plate = plate_of(here.settings().secret, home)
        visitor.post(f"/v/{plate}", data={**hidden(visitor.get(f"/v/{plate}").text), "visit": visit})
        send(visitor, f"/visits/{visit}", do="close", outcome="found_well")
        made = text(visitor.get("/visits/monthly?show=made").text)
    with at_the_desk(street, tmp_path) as desk:
        whole = text(desk.get("/visits/monthly").text)

    assert (visit_of(street, visit).case_id, visit_of(street, visit).outcome) == (None, "found_well")
    assert "1 of 3 people visited" in made
    assert "1 of 6 people visited" in whole
    assert "16 % 1/6" in whole


def test_a_plate_read_without_a_visit_begins_one_of_the_rota(street: Engine, tmp_path: Path):
    plate = plate_of(here.settings().secret, "h5")
    with at_the_desk(street, tmp_path, "zhaolei", to="/visits") as visitor:
        door = visitor.get(f"/v/{plate}")
        stranger = visitor.post(f"/v/{plate}", data={**hidden(door.text), "senior": "s3"})
        begun = visitor.post(f"/v/{plate}", data={**hidden(door.text), "senior": "s5"})

    assert "begin the visit" in door.text
    assert "Nobody lives behind this plate." in stranger.text
    row = visit_of(street, begun.url.path.removeprefix("/visits/"))
    assert (row.senior_id, row.state, row.visitor_id) == ("s5", "arrived", "zhaolei")


def test_whom_nobody_met_at_a_visit_of_the_rota_is_a_task_for_tomorrow(street: Engine, tmp_path: Path):
    plate = plate_of(here.settings().secret, "h5")
    with at_the_desk(street, tmp_path, "zhaolei", to="/visits") as visitor:
        begun = visitor.post(f"/v/{plate}", data={**hidden(visitor.get(f"/v/{plate}").text), "senior": "s5"})
        send(visitor, begun.url.path, do="close", outcome="not_found")

    with reading(street) as conn:
        (task,) = tasks.of_senior(conn, "s5")
    assert (task.kind, task.due_at) == ("not_met", NOW + timedelta(days=1))


def test_plates_lead_to_the_consoles_public_address(street: Engine, tmp_path: Path):
    silences.add_desk(street, "administrator", "root")
    known = replace(silences.settings(tmp_path), public_address="https://care.example/")
    with serving(street, known) as address, visiting(address) as root:
        root.sign_in("root", to="/plates")
        sheet = root.get("/plates?area=gucheng").text

    with reading(street) as conn:
        homes = [home.id for home in load_households(conn).values() if home.area == "gucheng"]
    assert homes
    assert all(square(address_of("https://care.example/", known.secret, home)) in sheet for home in homes)


def test_plates_are_signed_and_only_for_administrators(street: Engine, tmp_path: Path):
    silences.add_desk(street, "administrator", "root")
    with at_the_desk(street, tmp_path) as desk, at_the_desk(street, tmp_path, "root") as root:
        refused, sheet = desk.get("/plates"), root.get("/plates?area=gucheng")

    assert refused.status_code == 403
    assert sheet.text.count("<svg") == 10
    assert "张桂兰" not in sheet.text
    assert home_of("another secret", PLATE) is None
    assert home_of(here.settings().secret, plate_of(here.settings().secret, "家 7")) == "家 7"
