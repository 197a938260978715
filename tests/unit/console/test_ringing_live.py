"""Is an open page told only of the calls of its reader's areas, and does it keep no server from stopping?"""

import json
from collections.abc import Iterator
from threading import Thread
from typing import Any

from httpx import RemoteProtocolError
from sqlalchemy import Engine

from db.areas import save_areas
from db.engine import writing
from people.areas import Area, AreaKind
from people.ids import AreaId
from tests.console import neighbourhood as here
from tests.console.neighbourhood import Rang, press
from tests.console.serving import Visitor, serving, visiting
from tests.console.silences import give_area
from tests.waiting import wait_until

DESK = Rang(target="desk-hotline", why="none", status="rang")
HERS: dict[str, Any] = {"state": "ringing", "outcome": None, "ended_at": None}


def told(lines: Iterator[str]) -> list[str]:
    """The calls of the next part."""
    part = next(line for line in lines if line.startswith('data: {"name"'))
    return [call for call, *_ in json.loads(json.loads(part.removeprefix("data: "))["html"])]


def test_a_reader_of_an_area_is_told_only_of_homes_in_it_and_of_unknown_callers(morning: Engine):
    with writing(morning) as conn:
        save_areas(conn, [Area(id=AreaId("laoshan"), name="老山", kind=AreaKind.COMMUNITY)])
    give_area(morning, here.LOGIN, "laoshan")
    hidden = press(morning, 5, 0.1, "meals", DESK, **HERS)
    unknown = press(morning, 6, 0.1, "meals", DESK, **HERS, terminal_id=None, household_id=None)
    with serving(morning) as address, visiting(address) as visitor:
        visitor.sign_in()
        with visitor.stream("GET", "/live/desk/calls") as stream:
            shown = told(stream.iter_lines())

    assert shown == [unknown]
    assert hidden not in shown


def test_an_open_page_ends_when_the_server_goes_and_is_not_cut_off(morning: Engine):
    """Cut off it would be once the server has waited as long as it may."""
    seen: list[str] = []
    with visiting("http://127.0.0.1") as visitor:
        with serving(morning) as address:
            visitor.base_url = address
            visitor.sign_in()
            reader = Thread(target=read_on, args=(visitor, seen))
            reader.start()
            wait_until(lambda: seen)
        reader.join(10)

    assert seen == ["begun", "ended"]


def read_on(visitor: Visitor, seen: list[str]) -> None:
    try:
        with visitor.stream("GET", "/live/desk/calls") as stream:
            lines = stream.iter_lines()
            told(lines)
            seen.append("begun")
            for _ in lines:
                pass
        seen.append("ended")
    except RemoteProtocolError:
        seen.append("cut off")
