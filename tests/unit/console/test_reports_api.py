"""Do page, API, command line and every format tell the same numbers, and does the API refuse as RFC 9457 says?"""

import csv
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

import httpx
import pytest
from openpyxl import load_workbook
from sqlalchemy import Engine, insert, select, update
from typer.testing import CliRunner

from db.areas import save_areas
from db.engine import writing
from db.tables import calls, calls_in_hand, hand_acts, incident_findings, queue_waits, staff
from ivr.cli import report as command
from people.areas import Area, AreaKind
from people.ids import AreaId
from tests.console import neighbourhood as here
from tests.console.serving import Visitor, serving, visiting

DAY = "from=2026-11-21&to=2026-11-21"
API = "/api/v1/reports"


@pytest.fixture
def program(morning: Engine) -> Iterator[Visitor]:
    here.add_operator(morning, "supervisor", "lijing")
    with serving(morning) as address, visiting(address) as visitor:
        visitor.sign_in("lijing")
        yield visitor


@pytest.fixture
def of_one_street(morning: Engine) -> Iterator[Visitor]:
    """A supervisor of an area in which nobody lives; there is the morning's area beside it."""
    here.add_operator(morning, "supervisor", "lijing")
    with writing(morning) as conn:
        save_areas(conn, [Area(id=AreaId("bajiao"), name="八角社区", name_en="Bajiao", kind=AreaKind.COMMUNITY)])
        conn.execute(update(staff).where(staff.c.id == "lijing").values(area_id="bajiao"))
    with serving(morning) as address, visiting(address) as visitor:
        visitor.sign_in("lijing")
        yield visitor


Rows = list[dict[str, str]]
"""Of one sheet: a row's values by the headings, as text with the same digits."""


def plain(value: object) -> str:
    return "" if value in (None, "") else re.sub(r"\.0$", "", str(value).replace(",", ""))


def from_json(body: str) -> Rows:
    (sheet,) = json.loads(body)["sheets"]
    names = {column["id"]: column["name"] for column in sheet["columns"]}
    return [{names[id_]: plain(value) for id_, value in row.items()} for row in sheet["rows"]]


def from_csv(body: str) -> Rows:
    head, *rows = list(csv.reader(io.StringIO(body.removeprefix("\ufeff"))))[3:]
    return [dict(zip(head, map(plain, row), strict=True)) for row in rows]


def from_xlsx(body: bytes) -> Rows:
    (sheet,) = load_workbook(io.BytesIO(body)).worksheets
    head, *rows = [[cell.value for cell in row] for row in sheet.iter_rows(2)]
    return [dict(zip(map(str, head), map(plain, row), strict=True)) for row in rows]


def from_html(body: str) -> Rows:
    """Of a report's own page, or of the console's; a heading may say its unit there."""
    cells = re.compile(r"<t[hd][^>]*>(.*?)</t[hd]>", re.DOTALL)
    found = [
        [re.sub(r"<[^>]+>", "", cell).strip() for cell in cells.findall(row)]
        for row in re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
    ]
    head, *rows = found
    return [dict(zip(head, map(plain, row), strict=True)) for row in rows]


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One sheet of a report, as an address and as a command line ask for it; `rows`: that many at least."""

    kind: str
    sheet: str
    query: str
    typed: tuple[str, ...]
    rows: int = 1


ASKED = (
    Asked(kind="calls", sheet="lines", query="&by=day&per=service", typed=("--by", "day", "--per", "service"), rows=4),
    Asked(kind="queue", sheet="queue", query="&by=day", typed=("--by", "day")),
    Asked(kind="transfers", sheet="transfer_days", query="&by=day", typed=("--by", "day")),
    Asked(kind="outcomes", sheet="route_outcomes", query="&per=service", typed=("--by", "service"), rows=4),
    Asked(kind="outcomes", sheet="kept_outcomes", query="&per=service", typed=("--by", "service")),
    Asked(kind="emergencies", sheet="figures", query="&by=day", typed=("--by", "day")),
)


def at_the_hotline(engine: Engine) -> None:
    """A wait that was taken, one passed on, one wrapped up; and an emergency that was a false alarm."""
    at = here.NOW - timedelta(minutes=30)
    with writing(engine) as conn:
        some = conn.scalars(select(calls.c.id).where(calls.c.outcome == "reached").order_by(calls.c.id)).first()
        conn.execute(insert(queue_waits).values(call_id=some, queue="hotline", urgency=1, since=at, how="TAKEN",
                                                left_at=at + timedelta(seconds=12)))  # fmt: skip
        passed_on = {"kind": "blind", "target": "amb-120", "asked_by": "lijing", "asked_at": at, "state": "done"}
        taken = at + timedelta(seconds=4)
        conn.execute(insert(hand_acts).values(id="a", call_id=some, joined_at=taken, **passed_on))
        conn.execute(insert(calls_in_hand).values(call_id=some, place="over", outcome="served", closed_at=at,
                                                  closed_by="lijing"))  # fmt: skip
        conn.execute(insert(incident_findings).values(incident_id="e1", what="mistake", note="", said_at=at,
                                                      said_by="lijing"))  # fmt: skip


@pytest.mark.parametrize("asked", ASKED, ids=lambda asked: asked.sheet)
def test_page_api_command_line_and_every_format_tell_the_same_numbers(
    program: Visitor, morning: Engine, monkeypatch: pytest.MonkeyPatch, asked: Asked
):
    at_the_hotline(morning)
    query = f"{DAY}{asked.query}&sheet={asked.sheet}"
    told = from_json(program.get(f"{API}/{asked.kind}?{query}").text)

    others = {
        "api csv": from_csv(program.get(f"{API}/{asked.kind}?{query}&format=csv").text),
        "api xlsx": from_xlsx(program.get(f"{API}/{asked.kind}?{query}&format=xlsx").content),
        "api html": from_html(program.get(f"{API}/{asked.kind}?{query}&format=html").text),
    }
    monkeypatch.setenv("BIGBUTTON_DATABASE_URL", str(morning.url))
    monkeypatch.setattr("ivr.cli.moments.moment", lambda *_: here.NOW)
    typed = [asked.kind, "--from", "2026-11-21", *asked.typed, "--language", "en"]
    said = CliRunner().invoke(command.app, [*typed, "--format", "json"]).stdout
    (lines,) = [sheet for sheet in json.loads(said)["sheets"] if sheet["id"] == asked.sheet]
    others["command line"] = from_json(json.dumps({"sheets": [lines]}))
    program.cookies.set("bigbutton_language", "en")
    page = program.get(f"/reports/{asked.kind}?{DAY}{asked.query}").text
    on_the_page = from_html(page.partition(f'id="{asked.sheet}"')[2].partition("</table>")[0])

    assert len(told) >= asked.rows
    for name, found in others.items():
        assert found == told, name
    assert [list(row.values()) for row in on_the_page] == [list(row.values()) for row in told]


def test_a_pdf_is_made_of_the_same_page(program: Visitor):
    reply = program.get(f"{API}/month?from=2026-11&format=pdf")

    assert (reply.status_code, reply.headers["content-type"]) == (200, "application/pdf")
    assert reply.content.startswith(b"%PDF")
    assert reply.headers["content-disposition"] == 'attachment; filename="month-2026-11-01-2026-11-30.pdf"'


def problem(reply: httpx.Response) -> tuple[int, str, str]:
    assert reply.headers["content-type"] == "application/problem+json"
    (fault,) = reply.json()["errors"]
    return reply.status_code, fault["field"], fault["reason"]


def test_what_cannot_be_given_is_refused_with_field_reason_and_cure(program: Visitor):
    asked = {
        "calls?from=2026-11-21&to=2026-11-01": (
            422, "to", "2026-11-01 is before 2026-11-21: write the earlier day first"),
        "calls?from=0001-01-01": (422, "from", "nothing was kept before 2000-01-01: begin there or later"),
        "calls?from=2026-02-30": (422, "from", "2026-02-30 is no day: write it like 2026-03-02"),
        "calls?area=moon": (422, "area", "there is no area 'moon'; there are: gucheng"),
        "watch?sheet=lines": (422, "sheet", "there is no sheet 'lines'; there are: watch"),
        "telephones?from=2026-01-01&to=2026-11-01": (
            422, "to", "repeat callers are listed for 93 days at most: ask for fewer"),
    }  # fmt: skip

    for query, expected in asked.items():
        assert problem(program.get(f"{API}/{query}")) == expected, query
    unknown = problem(program.get(f"{API}/rows/everything?{DAY}"))
    assert (unknown[:2], "presses" in unknown[2]) == ((422, "rows"), True)
    assert program.get(f"{API}/nothing").status_code == 422


def test_who_has_an_area_sees_its_figures_and_is_refused_the_others(of_one_street: Visitor):
    theirs = from_json(of_one_street.get(f"{API}/calls?{DAY}&per=none&sheet=lines").text)
    other = of_one_street.get(f"{API}/calls?{DAY}&area=gucheng")
    everything = of_one_street.get(f"{API}/calls?{DAY}").json()
    rows = of_one_street.get(f"{API}/rows/presses?{DAY}").json()["sheets"][0]["rows"]
    month = of_one_street.get(f"{API}/month?from=2026-11").json()["sheets"][0]["rows"]

    assert theirs == []
    assert problem(other) == (403, "area", "gucheng is not your area; yours: bajiao")
    assert "league" not in [sheet["id"] for sheet in everything["sheets"]]
    assert rows == []
    assert (month[0]["id"], month[0]["this"]) == ("telephones", 0)


def test_who_has_an_area_is_told_nothing_of_waits_transfers_and_outcomes_elsewhere(
    of_one_street: Visitor, morning: Engine
):
    """The waits of emergencies handed on are one line of their number, also where that is none."""
    at_the_hotline(morning)

    for kind in ("queue", "transfers", "outcomes", "emergencies"):
        told = of_one_street.get(f"{API}/{kind}?{DAY}").json()["sheets"]
        assert [sheet["id"] for sheet in told if sheet["rows"] and sheet["id"] != "transfers"] == [], kind
    for figure in ("queue.queued", "transfers.transfers", "outcomes.kept", "emergencies.false_alarms"):
        assert of_one_street.get(f"{API}/rows/{figure}?{DAY}").json()["sheets"][0]["rows"] == [], figure


def test_the_meanings_of_the_figures_can_be_asked_for(program: Visitor):
    figures = {figure["id"]: figure for figure in program.get(f"{API}/figures").json()["figures"]}

    assert figures["nobody"]["means"] == "Every rung was tried, and nobody accepted."
    assert figures["nobody"]["name_zh"] == "无人接听"


def test_programs_read_what_a_report_looks_like_in_the_description(program: Visitor):
    described = program.get("/openapi.json").json()
    told = described["paths"]["/api/v1/reports/{kind}"]["get"]

    assert {parameter["name"] for parameter in told["parameters"]} >= {"from", "to", "by", "per", "area", "format"}
    assert told["responses"]["200"]["content"]["application/json"]["schema"]
