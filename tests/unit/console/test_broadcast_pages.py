"""Are broadcasts written, heard and followed on pages, with each refusal beside its field and nothing lost?"""

import json
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, update

from db.campaigns import CampaignRow, list_campaigns
from db.engine import reading, writing
from db.outbox import claim
from db.schedules import of_campaign
from db.tables import audiences, audit, staff
from tests.console import messages
from tests.console import neighbourhood as here
from tests.console.serving import Visitor
from tests.unit.console.broadcast_desk import NEW, choose, desk, faults, operator, press, step
from tests.unit.console.test_today import text

__all__ = ["desk", "operator"]

FRIDAYS = {"when": "weekly", "weekdays": "4", "at": "09:30"}


def named(engine: Engine, title: str = "Cold") -> CampaignRow:
    """The message that was written last under this title."""
    with reading(engine) as conn:
        return next(row for row in list_campaigns(conn) if row.title == title)


def test_the_list_tells_each_message_its_state_and_who_heard_it(desk: Visitor, morning: Engine):
    messages.under_way(morning)
    messages.every_friday(morning)

    page = text(desk.get("/broadcasts").text)

    assert "What was sent, and who has heard it? 2 messages going out" in page
    assert re.search(r"寒潮提醒 .* going out 10:20 王芳 10 30% 3 of 10", page)
    assert re.search(r"防骗提醒 .* planned weekly · Friday · 09:30", page)


def test_a_draft_is_kept_and_its_page_says_that_nobody_has_it_yet(operator: Visitor):
    page = press(operator, "save", areas="gucheng")

    assert page.url.path.startswith("/broadcasts/0")
    assert "draft" in text(page.text)
    assert "It was offered to nobody yet." in text(page.text)
    assert "A supervisor starts it." in text(page.text)


def test_a_supervisor_writes_and_sends_in_one_go(desk: Visitor, morning: Engine):
    page = press(desk, "send")

    assert "10 people 0 dialled 0 ringing or speaking 0 heard 10 it waits for" in text(page.text)
    assert (named(morning).state, named(morning).created_by) == ("running", "lijing")


def test_an_operator_who_presses_send_keeps_a_draft(operator: Visitor, morning: Engine):
    press(operator, "send")

    assert named(morning).state == "draft"


def test_every_refusal_stands_at_the_top_and_beside_its_field_and_what_was_typed_is_kept(desk: Visitor):
    reply = press(
        desk, "save", title="", text="下雪了 ☃", windows="25:00-30", min_age="abc", channels="0", when="at",
        starts_at="", people="s1 nobody",
    )  # fmt: skip

    found = faults(reply)
    assert set(found) == {"text", "min_age", "starts_at", "people", "title", "windows", "channels"}
    assert "SNOWMAN" in found["text"]
    assert found["people"] == "Nobody here has the id nobody."
    assert 'value="25:00-30" aria-invalid="true" aria-describedby="wrong-windows-1"' in reply.text
    assert "下雪了 ☃</textarea>" in reply.text
    assert "s1 nobody</textarea>" in reply.text


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ({"when": "weekly", "at": "09:30"}, "when"),
        ({"when": "weekly", "at": "", "weekdays": "4"}, "at"),
        ({"when": "monthly", "at": "09:30", "month_days": "first"}, "month_days"),
        ({"when": "lunar", "at": "09:30", "lunar_other": "13/1"}, "lunar_days"),
        ({"when": "lunar", "at": "09:30"}, "when"),
        ({"when": "soon"}, "when"),
        ({"when": "at", "starts_at": "tomorrow"}, "starts_at"),
        ({"when": "at", "starts_at": "2020-01-01T10:00"}, "starts_at"),
        ({"ends_at": "2020-01-01T10:00"}, "ends_at"),
        ({"min_age": "90", "max_age": "60"}, "tags"),
        ({"text": "{weather}"}, "text"),
        ({"text": "{date}"}, "slot_date"),
        ({"source": "recording"}, "recording"),
    ],
)
def test_each_fault_leads_to_the_field_that_is_to_be_mended(desk: Visitor, typed: Mapping[str, str], place: str):
    assert list(faults(press(desk, "save", **typed))) == [place]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (FRIDAYS, "weekly · Friday · 09:30"),
        ({"when": "daily", "at": "9:05", "days": "workdays"}, "daily · 09:05 · on working days only"),
        ({"when": "monthly", "at": "10:00", "month_days": "1, 15"}, "monthly · on the 1., on the 15. · 10:00"),
        ({"when": "lunar", "at": "10:00", "lunar_days": "mid_autumn", "lunar_other": "12/8 3/3"},
         "on festivals · lunar 3/3, Mid-Autumn Festival, Laba Festival · 10:00"),
        ({"when": "at", "starts_at": "2026-11-23T10:00"}, "23 Nov 10:00"),
    ],
)  # fmt: skip
def test_when_it_goes_out_is_said_in_words(desk: Visitor, typed: Mapping[str, str], told: str):
    if typed.get("at") == "9:05":
        typed = {**typed, "at": "09:05"}

    assert told in text(press(desk, "save", **typed).text)


def test_what_repeats_waits_for_a_supervisor_where_an_operator_wrote_it(operator: Visitor, morning: Engine):
    press(operator, "send", **FRIDAYS)

    with reading(morning) as conn:
        schedule = of_campaign(conn, list_campaigns(conn, "draft")[0].id)
    assert schedule is not None
    assert schedule.state == "paused"


def test_what_repeats_begins_when_a_supervisor_sends_it_and_can_be_stopped(desk: Visitor):
    page = press(desk, "send", **FRIDAYS)
    message = page.url.path.rpartition("/")[2]

    paused = step(desk, message, "pause")
    goes_on = step(desk, message, "resume")
    ended = step(desk, message, "cancel")

    assert [re.search(r"Cold (\w+) weekly", text(each.text))[1] for each in (page, paused, goes_on)] == [  # type: ignore[index]
        "planned", "paused", "planned",
    ]  # fmt: skip
    assert "cancelled" in text(ended.text)


def test_ready_words_fill_the_form_and_their_slots_become_fields(desk: Visitor):
    page = press(desk, "use-check_up", title="", text="", language="en")
    sent = press(
        desk, "save", language="en", template="check_up", text="Come on {date}, {time}, room {room}.",
        slot_date="2026-11-25", slot_time="14:30", slot_room="501",
    )  # fmt: skip

    assert 'value="Health check"' in page.text
    assert re.findall(r'name="slot_(\w+)"', page.text) == ["date", "time", "room", "pressure"]
    assert "Come on Wednesday, the twenty fifth of November" in text(sent.text)


def test_a_message_is_listened_to_before_anybody_gets_it(desk: Visitor, morning: Engine):
    page = press(desk, "listen")
    address = re.search(r'<audio controls src="([^"]+)"', page.text)
    assert address is not None
    sound = desk.get(address[1])

    assert (sound.headers["content-type"], sound.content[:4]) == ("audio/wav", b"RIFF")
    assert len(sound.content) > 8000
    with reading(morning) as conn:
        assert list_campaigns(conn, "draft") == []


@pytest.mark.parametrize("name", ["nothing", "..%2F..%2Fsecret", "UPPER"])
def test_no_other_file_can_be_listened_to(desk: Visitor, name: str):
    assert desk.get(f"/broadcasts/sound/zh/{name}.wav").status_code == 404
    assert desk.get("/broadcasts/sound/fr/listen-1.wav").status_code == 404


def test_nothing_is_listened_to_where_there_is_nothing_to_say(desk: Visitor):
    assert faults(press(desk, "listen", text=" ")) == {"text": "A message needs words."}


def test_a_supervisor_is_rung_with_the_message_at_her_own_desk(desk: Visitor, morning: Engine):
    with writing(morning) as conn:
        conn.execute(update(staff).where(staff.c.id == "lijing").values(desk="desk1"))

    page = press(desk, "ring")

    assert "your telephone rings" in text(page.text)
    with writing(morning) as conn:
        rows = claim(conn, at=here.NOW, kind="play_to_staff")
        noted = conn.scalar(select(audit.c.actor).where(audit.c.action == "rung_with_message"))
    asked = json.loads(rows[0].payload)
    assert (asked["desk"], asked["call"], noted) == ("desk1", rows[0].id, "lijing")
    assert Path(f"{asked['file']}.sln").is_file()


def test_somebody_without_a_telephone_is_told_so(desk: Visitor):
    assert "neither a desk telephone nor a number" in faults(press(desk, "ring"))["hear"]
    assert "text" in faults(press(desk, "ring", text=""))


def test_a_recording_is_taken_heard_kept_over_a_refusal_and_sent(desk: Visitor, morning: Engine):
    first = choose(desk, "save", messages.recording(), title="")
    kept = re.search(r'name="uploaded" value="(upload-\w+)"', first.text)
    assert kept is not None

    listened = press(desk, "listen", source="recording", uploaded=kept[1])
    sent = press(desk, "send", source="recording", uploaded=kept[1])

    assert set(faults(first)) == {"title"}
    assert re.search(r"[23]\.\d s long", text(listened.text))
    assert "A recording." in text(sent.text)
    row = named(morning)
    assert (row.source, Path(f"{row.audio}.sln").stat().st_size > 40_000) == ("recording", True)

    copy = step(desk, row.id, "clone")
    started = step(desk, copy.url.path.rpartition("/")[2], "start")
    assert started.status_code == 200


@pytest.mark.parametrize(
    ("data", "told"),
    [(b"RIFF....no sound", "no WAV"), (b"", "empty"), (messages.recording(3, loud=0.0), "silent"),
     (messages.recording(0.5), "shorter")],
)  # fmt: skip
def test_a_recording_that_is_none_is_refused_beside_its_field(desk: Visitor, data: bytes, told: str):
    reply = choose(desk, "save", data)

    assert told in faults(reply)["recording"]


def test_a_recording_whose_file_is_gone_must_be_chosen_again(desk: Visitor, morning: Engine):
    reply = press(desk, "save", source="recording", uploaded="upload-gone")

    assert faults(reply) == {"recording": "Choose the recording again."}
    with reading(morning) as conn:
        assert list_campaigns(conn, "draft") == []


def test_the_count_says_how_many_and_why_others_are_left_out(desk: Visitor, morning: Engine):
    with morning.begin() as conn:
        conn.exec_driver_sql("UPDATE seniors SET consents_to_broadcasts = 0 WHERE id = 's1'")

    token = desk.form_token(NEW)
    part = desk.post("/broadcasts/reach", data={"form_token": token, "people": "s1, s2; t1003"})
    whole = press(desk, "count")
    wrong = desk.post("/broadcasts/reach", data={"form_token": token, "min_age": "old"})

    assert " ".join(text(part.text).split()) == (
        "2 people of 10 in all Not reached, and why not meant by this choice 7 wants no broadcasts 1 By area Gucheng 2"
    )
    assert "9 people of 10 in all" in text(whole.text)
    assert "old is no whole number." in text(wrong.text)


def test_a_choice_of_people_is_kept_and_taken_again(desk: Visitor, morning: Engine):
    kept = press(desk, "save-audience", save_as="Old in Gucheng", areas="gucheng", min_age="85", people="t1003")
    taken = press(desk, "use-saved", saved="Old in Gucheng")
    again = press(desk, "save-audience", save_as="Old in Gucheng", areas="gucheng")
    wrong = press(desk, "save-audience", save_as="x", min_age="old")
    unknown = press(desk, "use-saved", saved="nobody")

    assert "kept as “Old in Gucheng”" in text(kept.text)
    assert re.search(r'name="areas" value="gucheng" checked', taken.text)
    assert 'name="min_age" type="text" value="85"' in taken.text
    assert "1 person of 10 in all" in text(taken.text)
    assert faults(again) == {"save_as": "Another choice has this name."}
    assert set(faults(wrong)) == {"min_age"}
    assert unknown.status_code == 200
    with reading(morning) as conn:
        assert conn.scalar(select(audiences.c.saved_by)) == "lijing"


def test_a_message_that_nobody_would_get_stays_a_draft_and_its_page_says_why(desk: Visitor, morning: Engine):
    with morning.begin() as conn:
        conn.exec_driver_sql("UPDATE seniors SET consents_to_broadcasts = 0")

    page = press(desk, "send")

    assert page.status_code == 409
    assert "Nobody would be rung." in text(page.text)
    assert "wants no broadcasts 10" in text(page.text)
    assert "draft" in text(page.text)
