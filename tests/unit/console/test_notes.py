"""Are the watch's notes told in the reader's language?"""

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection

from console.notes import note
from console.times import Times
from console.words import catalogues
from db.cases import open_cases
from db.engine import open_engine, writing
from db.tasks import TaskRow, open_tasks
from db.watch import WatchRow, save_watch
from tests.contract.homes import new_database, settle_in
from wellness_checks.service import sweep
from wellness_checks.visiting import send_visitor

MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


def times(language: str, now: datetime = MONDAY) -> Times:
    return Times(language=language, words=catalogues()[language], zone=ZoneInfo("Asia/Shanghai"), now=now)


def silent(conn: Connection, **sign: object) -> TaskRow:
    settle_in(conn)
    save_watch(conn, [replace(WatchRow(senior_id="wang", oldest_unheard_at=MONDAY), **sign)])  # type: ignore[arg-type]
    sweep(conn, MONDAY + timedelta(days=6))
    return open_tasks(conn, "wellness_call")[0]


def test_the_note_of_a_silence_is_told_in_both_languages(tmp_path: Path):
    with writing(open_engine(new_database(tmp_path))) as conn:
        task = silent(conn, last_sign_at=MONDAY - timedelta(days=1), last_sign_kind="press")

    told = {language: note(times(language), task.note) for language in ("zh", "en")}

    assert told == {
        "zh": "连续 6 天无音讯（3月2日至3月7日）；最近一次：按了键，3月1日 10:00",
        "en": "6 silent days, 2 Mar to 7 Mar; last sign: pressed a key, 1 Mar 10:00",
    }


def test_whoever_never_gave_a_sign_is_told_so(tmp_path: Path):
    with writing(open_engine(new_database(tmp_path))) as conn:
        task = silent(conn)

    assert note(times("zh"), task.note).endswith("；没有音讯记录")


@pytest.mark.parametrize("why", ["wellness calls not answered", "no telephone in service"])
def test_why_somebody_must_go_to_her_door_is_told(tmp_path: Path, why: str):
    with writing(open_engine(new_database(tmp_path))) as conn:
        silent(conn)
        send_visitor(conn, open_cases(conn)[0], MONDAY + timedelta(days=6), why=why)
        task = open_tasks(conn, "visit")[0]

    chinese = note(times("zh"), task.note)

    assert task.note.startswith(why)
    assert not any(letter.isascii() and letter.isalpha() for letter in chinese)


def test_what_somebody_wrote_by_hand_stays_as_it_is():
    assert note(times("zh"), "她在医院; 5 silent days") == "她在医院；5 silent days"
    assert note(times("zh"), "") == ""


def test_a_sign_without_words_of_its_own_is_shown_as_it_stands():
    assert "door bell" in note(times("zh"), "last sign of life 2026-03-01 02:00 UTC (door_bell)")


def test_what_supervision_notes_is_told_in_the_readers_language():
    noted = (
        "no link to the exchange (calls): silent", "640 MB free in /srv/site", "the clock is not set by a time server",
        "the clock jumped by -61 s at 2026-03-02 01:00 UTC", "door.pem cannot be read as a certificate",
        "door.pem ends on 2026-03-23", "nobody is on the rota for hotline",
    )  # fmt: skip

    assert [note(times("zh"), text) for text in noted] == [
        "与电话交换机失去连接（calls）：silent", "/srv/site 只剩 640 MB", "时钟没有与时间服务器同步",
        "时钟在 09:00 跳动了 -61 秒", "door.pem 不是能读取的证书", "door.pem 将于 3月23日 到期",
        "值班表中 hotline 无人值班",
    ]  # fmt: skip
