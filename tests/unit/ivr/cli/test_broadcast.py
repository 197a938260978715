"""`bigbutton broadcast`: a message is written, sent, stopped and told of at the command line."""

import csv
import io
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from rich.console import Console
from sqlalchemy import Engine, select

from broadcasts.filters import Filter
from broadcasts.lunar import FESTIVALS, LunarDay
from broadcasts.recurrence import Days
from broadcasts.service import progress, save_audience
from console.broadcasts.campaign_lines import line_of
from console.broadcasts.words import MessageWords
from db.campaigns import CampaignRow, DeliveryRow, add_deliveries, list_campaigns, load_campaign, save_campaign
from db.engine import open_engine, reading, writing
from db.tables import audit
from ivr.cli.broadcast_options import audience_of, recurrence_of
from ivr.cli.broadcast_text import screen
from tests.console.messages import recording
from tests.unit.ivr.cli.conftest import Bigbutton, Said

NOON = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
TO_ALL = ("--to", "everybody")


@pytest.fixture
def engine(site: Path) -> Engine:
    return open_engine(f"sqlite:///{site}/bigbutton.db")


@pytest.fixture
def cold(engine: Engine) -> str:
    """Two people: she has confirmed it, his telephone rang."""
    with writing(engine) as conn:
        row = CampaignRow(id="cold", title="寒潮", text="多穿", created_at=NOON, state="running", audience="{}")
        save_campaign(conn, row)
        she = DeliveryRow(
            id="d1", campaign_id="cold", senior_id="wang", household_id="h1", area_id="laoshan", way="called",
            state="done", evidence="confirmed", heard_ms=9_000, total_ms=9_000, heard_at=NOON, tries=1,
            available_at=NOON,
        )  # fmt: skip
        his = {"id": "d2", "senior_id": "zhao", "state": "due", "evidence": "rang", "heard_at": None, "heard_ms": None}
        add_deliveries(conn, [she, replace(she, **his, why="in_use", next_try_at=NOON + timedelta(minutes=5))])  # type: ignore[arg-type]
    return "cold"


def refused(said: Said, *words: str) -> None:
    assert (said.code, said.out) == (1, "")
    assert [word for word in words if word not in said.err] == []


def misspelt(said: Said, *words: str) -> None:
    assert (said.code, said.out) == (2, "")
    assert [word for word in words if word not in " ".join(said.err.split())] == []


def test_a_message_is_written_previewed_started_paused_and_cancelled(bigbutton: Bigbutton, engine: Engine):
    made = bigbutton("broadcast", "create", "寒潮", "明天降温。", *TO_ALL, "--channels", "3", "--urgent")
    id = made.out.partition(":")[0]

    said = [bigbutton("broadcast", step, id) for step in ("start", "pause", "resume")]
    ended = bigbutton("broadcast", "cancel", id, "--yes")

    assert made.out == f"{id}: kept as a draft\n"
    assert re.fullmatch(rf"{id}: 2 people, 0 not; \d\.\d s\n", said[0].out)
    assert [one.out for one in (*said[1:], ended)] == [f"{id}: paused\n", f"{id}: goes on\n", f"{id}: cancelled\n"]
    with reading(engine) as conn:
        row = load_campaign(conn, id)
        actors = set(conn.scalars(select(audit.c.actor).where(audit.c.subject == id)))
    assert row is not None
    assert (row.state, row.channels, row.urgent, actors) == ("cancelled", 3, True, {"command-line"})


def test_without_people_named_a_message_goes_to_whoever_lives_alone(bigbutton: Bigbutton, site: Path):
    said = bigbutton("broadcast", "send", "寒潮", "明天降温。")

    assert re.fullmatch(r"\w{26}: 1 people, 1 not; \d\.\d s\n", said.out)


def test_a_recording_is_sent_and_copied(bigbutton: Bigbutton, site: Path):
    (site / "home.wav").write_bytes(recording())

    made = bigbutton("broadcast", "create", "家里的声音", "--recording", "home.wav", *TO_ALL)
    copy = bigbutton("broadcast", "clone", made.out.partition(":")[0])
    started = bigbutton("broadcast", "start", copy.out.partition(":")[0])

    assert "a draft, made from" in copy.out
    assert re.search(r": 2 people, 0 not; [23]\.\d s", started.out)


def test_a_file_that_is_no_recording_is_refused_and_nothing_is_kept(bigbutton: Bigbutton, site: Path, engine: Engine):
    (site / "home.wav").write_text("no sound")

    refused(bigbutton("broadcast", "create", "x", "--recording", "home.wav"), "audio: this is no WAV")

    with reading(engine) as conn:
        assert list_campaigns(conn) == []


def test_everything_that_is_wrong_with_a_message_is_said_at_once(bigbutton: Bigbutton, site: Path):
    said = bigbutton("broadcast", "create", " ", "", "--channels", "0", "--windows", "soon", "--at", "2020-01-01")

    refused(said, "title: ", "text: ", "channels: ", "windows: ", "starts_at: is in the past")


@pytest.mark.parametrize(
    ("to", "words"),
    [("atlantis", "names nobody"), ("planet=mars", "names nobody"), ("age=old", "is no age"), ("age=-", "is no age")],
)
def test_people_that_cannot_be_read_are_a_usage_error(bigbutton: Bigbutton, site: Path, to: str, words: str):
    misspelt(bigbutton("broadcast", "preview", "--to", to), words)


@pytest.mark.parametrize(
    ("again", "words"),
    [("hourly 09:30", "repeat"), ("weekly 09:30", "days of the week"), ("weekly mon 09:30", "are no days"),
     ("weekly 9 09:30", "days of the week"), ("daily", "cannot be read"), ("lunar 13/1 09:30", "lunar_days")],
)  # fmt: skip
def test_a_repetition_that_cannot_be_read_is_a_usage_error(bigbutton: Bigbutton, site: Path, again: str, words: str):
    misspelt(bigbutton("broadcast", "create", "x", "y", "--again", again), words)


def test_a_message_of_every_friday_is_planned(bigbutton: Bigbutton, site: Path):
    made = bigbutton("broadcast", "create", "防骗", "我们从不要钱。", *TO_ALL, "--again", "weekly 5 09:30")
    listed = bigbutton("broadcast", "list")

    assert made.out.endswith(": planned\n")
    assert "planned    防骗 · weekly · Friday · 09:30 · offered to nobody yet" in listed.out


def test_ages_areas_and_repetitions_are_read(engine: Engine):
    with reading(engine) as conn:
        found = audience_of(conn, ["area=a", "area=b", "age=80-95", "language=zh", "tag=x"], frozenset())
        open_ended = [audience_of(conn, [f"age={age}"], frozenset()) for age in ("80-", "-95", "90")]
        site = audience_of(conn, [], frozenset({"lives_alone"}))

    assert found == Filter(areas=frozenset("ab"), min_age=80, max_age=95, language="zh", tags=frozenset("x"))
    assert open_ended == [Filter(min_age=80), Filter(max_age=95), Filter(min_age=90, max_age=90)]
    assert site == Filter(tags=frozenset({"lives_alone"}))
    lunar = recurrence_of("lunar mid_autumn,3/3 9:05 not_holidays")
    assert lunar is not None
    assert lunar.lunar_days == {FESTIVALS["mid_autumn"], LunarDay(month=3, day=3)}
    assert (lunar.minute, lunar.days) == (545, Days.NOT_HOLIDAYS)
    monthly, daily = recurrence_of("monthly 1,31 10:00"), recurrence_of("daily 10:00 workdays")
    assert monthly is not None
    assert daily is not None
    assert monthly.month_days == {1, 31}
    assert daily.days is Days.WORKDAYS
    assert recurrence_of("") is None


def test_a_saved_choice_is_taken_by_its_name(bigbutton: Bigbutton, engine: Engine):
    with writing(engine) as conn:
        save_audience(conn, NOON, "her", Filter(seniors=frozenset({"wang"})), by="liu")

    assert bigbutton("broadcast", "preview", "--to", "audience=her").out.startswith("1 of 2 people")
    refused(bigbutton("broadcast", "preview", "--to", "audience=his"), "there is no audience his; there are: her")


def test_a_preview_counts_and_says_why_not(bigbutton: Bigbutton, site: Path):
    said = bigbutton("broadcast", "preview", "--to", "tag=lives_alone")

    assert said.out.splitlines() == [
        "1 of 2 people would get it", "        1  not: not meant by this choice", "        1  in 老山",
    ]  # fmt: skip


def test_messages_are_listed_with_figures_people_can_read(bigbutton: Bigbutton, cold: str):
    said = bigbutton("broadcast", "list")

    assert said.out == "cold  going out  寒潮 · 10 Mar 12:00 · 2 people, 1 need no more dial, 1 heard it (50 %)\n"
    assert bigbutton("broadcast", "list", "--state", "done").out == ""


def test_one_message_is_told_with_what_is_proven_and_where(bigbutton: Bigbutton, cold: str):
    said = bigbutton("broadcast", "show", cold)

    assert "  says: 多穿" in said.out
    assert "        1  confirmed by a key" in said.out
    assert "        1  rang, not answered" in said.out
    assert "  老山: 1 of 2 heard, 1 need no more dial" in said.out


def test_watching_in_a_pipe_says_a_line_and_ends_with_the_message(bigbutton: Bigbutton, cold: str, engine: Engine):
    bigbutton("broadcast", "cancel", cold, "--yes")

    said = bigbutton("broadcast", "watch", cold)

    told = r"\d\d:\d\d:\d\d cancelled: 2/2 done, 2 dialled, 0 ringing or speaking, 1 heard, .*\n"
    assert re.fullmatch(told, said.out)


def test_the_screen_shows_a_bar_for_each_grade_and_each_area(engine: Engine, cold: str):
    with reading(engine) as conn:
        row = load_campaign(conn, cold)
        assert row is not None
        drawn = screen(
            line_of(conn, row), progress(conn, cold, NOON), {"laoshan": "Laoshan"},
            MessageWords(language="en", zone="Asia/Shanghai", now=NOON),
        )  # fmt: skip

    shown = io.StringIO()
    Console(file=shown, width=100).print(drawn)

    assert re.search(r"confirmed by a key +━+.* 1 of 2", shown.getvalue())
    assert re.search(r"Laoshan +━+.* 1 of 2", shown.getvalue())
    assert "as of 12:00:00; Ctrl-C ends" in shown.getvalue()


def test_people_are_listed_with_why_somebody_is_not_rung(bigbutton: Bigbutton, cold: str):
    said = bigbutton("broadcast", "people", cold)
    rang = bigbutton("broadcast", "people", cold, "--evidence", "rang")

    assert said.out.splitlines() == [
        "wang  Wang Xiuying · 老山 · confirmed by a key 100 % · 1 dials",
        "zhao  赵德福 · 老山 · rang, not answered · 1 dials · her telephone is in use: rung again soon",
    ]
    assert rang.out.splitlines() == said.out.splitlines()[1:]


def test_people_as_csv_have_those_too_who_were_left_out(bigbutton: Bigbutton, cold: str, engine: Engine):
    with engine.begin() as conn:
        conn.exec_driver_sql("UPDATE seniors SET consents_to_broadcasts = 0 WHERE id = 'zhao'")

    rows = list(csv.reader(io.StringIO(bigbutton("broadcast", "people", cold, "--csv").out.removeprefix("\ufeff"))))

    assert [row[0] for row in rows] == ["Id", "wang", "zhao", "zhao"]
    assert rows[-1][6] == "wants no broadcasts"


@pytest.mark.parametrize("words", ["start", "pause", "resume", "cancel --yes", "clone", "show", "watch", "people"])
def test_a_message_that_is_not_there_is_refused(bigbutton: Bigbutton, site: Path, words: str):
    command, *more = words.split()

    refused(bigbutton("broadcast", command, "nothing", *more), "campaign: there is no such message")


def test_a_step_that_is_too_late_is_refused_with_the_reason(bigbutton: Bigbutton, cold: str):
    bigbutton("broadcast", "cancel", cold, "--yes")

    refused(bigbutton("broadcast", "pause", cold), "state: it is cancelled and cannot become paused")


def test_nothing_is_cancelled_without_a_yes(bigbutton: Bigbutton, cold: str, engine: Engine):
    said = bigbutton("broadcast", "cancel", cold)

    assert said.code == 1
    with reading(engine) as conn:
        row = load_campaign(conn, cold)
    assert row is not None
    assert row.state == "running"
