"""Is it said in words why a call ended up with whom it did?"""

from collections.abc import Mapping

import pytest
from sqlalchemy import Engine

from console.say import Say
from console.today import Dialled, bounds, names_of_calls, read_calls
from db.engine import reading
from tests.console import neighbourhood as here
from tests.console.neighbourhood import NOW, Rang, press

CANTEEN, HOTLINE = "prov-canteen7-1", "desk-hotline"


def said(engine: Engine, call: str, language: str) -> str:
    with reading(engine) as conn:
        found = read_calls(conn, *bounds(NOW.date(), "Asia/Shanghai"), 100)
        say = Say(language=language, book=names_of_calls(conn, found), zone="Asia/Shanghai", now=NOW)
    known: Mapping[str, Dialled] = {each.line.call.id: each for each in found}
    return say.reason(known[call])


@pytest.mark.parametrize(
    ("rungs", "zh", "en"),
    [
        ([Rang(target=CANTEEN)], "最近的营业点", "the nearest one open"),
        ([Rang(target=HOTLINE, why="closed")], "现在不营业，转热线席", "closed now, so hotline desk"),
        (
            [Rang(target=HOTLINE, why="holiday")],
            "节假日休息，转热线席",
            "closed for the holiday, so hotline desk",
        ),
        (
            [Rang(target=HOTLINE, why="none")],
            "本地没有这项服务，转热线席",
            "nobody offers this here, so hotline desk",
        ),
        ([Rang(target=HOTLINE, why="hotline")], "按所按的键接热线席", "hotline desk, as asked for"),
        (
            [Rang(target=CANTEEN, status="NOANSWER"), Rang(target=HOTLINE, why="hotline")],
            "古城社区食堂无人接听；转热线席",
            "Gucheng Canteen did not answer; so hotline desk",
        ),
        (
            [Rang(target=CANTEEN, status="FULL"), Rang(target=HOTLINE, why="busy")],
            "古城社区食堂线路已满；线路都占着，转热线席",
            "Gucheng Canteen had no free line; all lines engaged, so hotline desk",
        ),
        (
            [Rang(target=CANTEEN, status="BUSY"), Rang(target=HOTLINE, why="next", status="NOANSWER")],
            "古城社区食堂占线；转热线席；热线席无人接听",
            "Gucheng Canteen was engaged; so hotline desk; hotline desk did not answer",
        ),
        ([Rang(target="own-1", why="family")], "按所按的键接周倩（女儿）", "周倩 (女儿), as asked for"),
        (
            [Rang(target="prov-gone-1", status="100%s")],
            "最近的营业点；prov-gone-1 100%s",
            "the nearest one open; prov-gone-1 100%s",
        ),
    ],
)
def test_the_rungs_tell_the_reason(morning: Engine, rungs: list[Rang], zh: str, en: str):
    call = press(morning, 8, 0.01, "meals", *rungs)

    assert (said(morning, call, "zh"), said(morning, call, "en")) == (zh, en)


def test_a_fixed_route_is_said(morning: Engine):
    call = press(morning, 8, 0.01, "meals", Rang(target=HOTLINE, why="hotline"), route_source="static")

    assert said(morning, call, "en") == "hotline desk, as asked for; by the exchange's own fixed route"


def test_a_call_of_ours_says_what_it_was(morning: Engine):
    call = press(morning, 8, 0.01, "meals", Rang(target=HOTLINE), kind="missed_press")

    assert said(morning, call, "en") == "we rang back: her press had reached nobody"


def test_a_call_without_rungs_keeps_the_reason_on_record(quiet: Engine):
    here.people(quiet)
    call = press(quiet, 8, 0.01, "meals", Rang(target=HOTLINE), reason="gone before the first ring")
    with quiet.begin() as conn:
        conn.exec_driver_sql("DELETE FROM legs")

    assert said(quiet, call, "en") == "gone before the first ring"
