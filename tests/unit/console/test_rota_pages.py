"""Can whoever leads plan a week on a page, does the desk read it, and is a wrong shift refused in words?"""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, select

from db import queue
from db.audit import latest
from db.engine import reading, writing
from db.schema.staff import staff
from ivr.queue.planning import DUTIES
from tests.console import neighbourhood as here
from tests.console import silences
from tests.unit.console.at_the_desk import at_the_desk, hidden, send, text

TODAY = here.NOW.astimezone(ZoneInfo("Asia/Shanghai")).date()
TOMORROW = (TODAY + timedelta(days=1)).isoformat()
NIGHT = {
    "do": "plan",
    "staff": "wangfang",
    "duty": "hotline",
    "day": TOMORROW,
    "from": "20:00",
    "to": "08:00",
    "weeks": "1",
}


@pytest.fixture
def site(quiet: Engine) -> Engine:
    silences.add_desk(quiet, "supervisor", "lijing")
    return quiet


def planned(site: Engine) -> list[tuple[str, str, str, str]]:
    """Who, for what, from and to by the clocks in UTC."""
    with reading(site) as conn:
        found = queue.shifts_between(conn, datetime(2020, 1, 1, tzinfo=UTC), datetime(2040, 1, 1, tzinfo=UTC), DUTIES)
    return [(one.staff, one.duty, f"{one.starts:%H:%M}", f"{one.ends:%H:%M}") for one in found]


def test_a_night_shift_stands_in_the_rota_and_its_hours_are_not_open_any_more(site, tmp_path):
    with at_the_desk(site, tmp_path, "lijing", "/rota") as lead:
        before = text(lead.get("/rota").text)
        after = text(send(lead, "/rota", **NIGHT, week=TOMORROW).text)

    assert planned(site) == [("wangfang", "hotline", "12:00", "00:00")]
    assert "20:00–" in after and "王芳" in after
    assert before.count("nobody is planned") <= after.count("nobody is planned")
    with reading(site) as conn:
        assert [(one.actor, one.action) for one in latest(conn, subject="wangfang", limit=1)] == [
            ("lijing", "shift_planned")
        ]


def test_the_same_shift_every_week_is_planned_whole_or_not_at_all(site, tmp_path):
    with at_the_desk(site, tmp_path, "lijing", "/rota") as lead:
        send(lead, "/rota", **{**NIGHT, "day": str(TODAY + timedelta(days=15)), "from": "08:00", "to": "16:00"})
        again = send(lead, "/rota", **{**NIGHT, "from": "09:00", "to": "12:00", "weeks": "3"})

    assert again.status_code == 422
    assert "has a shift of that kind at that time already" in text(again.text)
    assert len(planned(site)) == 1


def test_four_weeks_are_four_shifts_and_a_form_sent_twice_plans_them_once(site, tmp_path):
    with at_the_desk(site, tmp_path, "lijing", "/rota") as lead:
        form = {**hidden(lead.get("/rota").text), **NIGHT, "weeks": "4"}
        replies = [lead.post("/rota", data=form).status_code for _ in range(2)]

    assert replies == [200, 200]
    assert len(planned(site)) == 4


WRONG = (
    ({"staff": ""}, "Choose somebody."),
    ({"staff": "nobody"}, "Nobody of this id works here."),
    ({"duty": "dancing"}, "Choose what the shift is for"),
    ({"duty": "break"}, "A break lies inside a hotline shift"),
    ({"day": ""}, "Name the day."),
    ({"day": "tomorrow"}, "tomorrow is no day"),
    ({"from": "25:00"}, "Name the time, like 09:30."),
    ({"to": ""}, "Name the time, like 09:30."),
    ({"weeks": "many"}, "A shift is planned for 1 to 26 weeks."),
    ({"day": "2026-01-01"}, "That time is over."),
)


def test_what_cannot_be_planned_is_refused_in_words_and_nothing_typed_is_lost(site, tmp_path):
    with at_the_desk(site, tmp_path, "lijing", "/rota") as lead:
        form = hidden(lead.get("/rota").text)
        replies = [(lead.post("/rota", data={**form, **NIGHT, **wrong}), said) for wrong, said in WRONG]

    assert [said for reply, said in replies if said not in text(reply.text) or reply.status_code != 422] == []
    assert '<option value="wangfang" selected>' in replies[-1][0].text
    assert planned(site) == []


def test_a_shift_is_taken_off_with_the_breaks_inside_it(site, tmp_path):
    with at_the_desk(site, tmp_path, "lijing", "/rota") as lead:
        send(lead, "/rota", **NIGHT)
        send(lead, "/rota", **{**NIGHT, "duty": "break", "from": "22:00", "to": "23:00"})
        assert len(planned(site)) == 2
        starts = datetime.fromisoformat(f"{TOMORROW}T20:00").replace(tzinfo=ZoneInfo("Asia/Shanghai"))
        key = f"wangfang/hotline/{int(starts.timestamp())}"
        send(lead, "/rota", do="remove", shift=key)
        gone = send(lead, "/rota", do="remove", shift=key)

    assert planned(site) == []
    assert gone.status_code == 422
    assert "does not stand in the rota any more" in text(gone.text)


def test_the_desk_reads_the_rota_and_cannot_change_it(site, tmp_path):
    with at_the_desk(site, tmp_path, "wangfang", "/rota") as desk:
        page = desk.get("/rota")
        form = {**hidden(desk.get("/account").text), **NIGHT}
        refused = desk.post("/rota", data=form)

    assert page.status_code == 200
    assert "Plan a shift" not in page.text
    assert refused.status_code == 403
    assert planned(site) == []


def test_whoever_leads_one_area_plans_nobody_of_another(site, tmp_path):
    with writing(site) as conn:
        for area in ("near", "far"):
            conn.exec_driver_sql(
                f"INSERT INTO areas (id, name, kind, name_en) VALUES ('{area}', '{area}', 'community', '')"
            )
    silences.give_area(site, "lijing", "near")
    silences.give_area(site, "wangfang", "far")

    with at_the_desk(site, tmp_path, "lijing", "/rota") as lead:
        page = lead.get("/rota").text
        refused = send(lead, "/rota", **NIGHT)

    assert 'value="wangfang"' not in page
    assert refused.status_code == 422
    assert planned(site) == []


def test_a_week_that_nobody_means_is_this_week(site, tmp_path):
    with at_the_desk(site, tmp_path, "lijing", "/rota") as lead:
        absurd, this = (text(lead.get(path).text) for path in ("/rota?week=9999-12-31", "/rota"))
        wrong = lead.get("/rota?week=yesterday")

    assert absurd == this
    assert wrong.status_code in (400, 422)


def test_who_has_left_is_not_offered(site, tmp_path):
    with writing(site) as conn:
        conn.execute(staff.update().where(staff.c.id == "wangfang").values(active=False))
    with reading(site) as conn:
        assert conn.scalar(select(staff.c.active).where(staff.c.id == "wangfang")) is False

    with at_the_desk(site, tmp_path, "lijing", "/rota") as lead:
        assert 'value="wangfang"' not in lead.get("/rota").text
        assert send(lead, "/rota", **NIGHT).status_code == 422
