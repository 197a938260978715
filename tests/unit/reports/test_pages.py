"""Every format tells the same numbers, neutralises formulas, and marks what is not finished."""

import csv
import io
import json
import re
import zlib
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from openpyxl import load_workbook
from rich.console import Console
from sqlalchemy import insert, update

from broadcasts.campaign import Refused
from db.schema.care import telephone_states
from db.schema.site import households
from people.seniors import Language
from reports import broadcasts, calls, emergencies, month, names, telephones, watch
from reports.calls import Per
from reports.formats import cells, csv_file, json_text, page, table, xlsx
from reports.periods import By
from reports.sheets import column
from tests.unit.reports.conftest import MORNING, ZONE, emergency, press
from tests.unit.reports.test_definitions import everything
from tests.unit.reports.test_keeping import MARCH
from tests.unit.reports.test_messages import offer

NOW = datetime(2026, 3, 20, tzinfo=UTC)
EN = Language.ENGLISH


@pytest.fixture
def report(conn):
    everything(conn)
    return lambda: calls.report(conn, MARCH, NOW, names.load(conn, EN), by=By.DAY, per=Per.SERVICE)


def as_rows(report, tmp_path):
    """The first sheet's rows in every format that a program can read."""
    with (tmp_path / "r.csv").open("w", encoding="utf-8", newline="") as out:
        csv_file.write(report(), EN, out)
    with (tmp_path / "r.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    xlsx.write(report(), EN, tmp_path / "r.xlsx")
    book = load_workbook(tmp_path / "r.xlsx")
    found = json.loads(json_text.text(report(), EN))["sheets"][0]
    width, height = len(found["columns"]), len(found["rows"])
    return (
        [[None if cell == "" else cell for cell in line] for line in lines[4 : 4 + height]],
        [[None if cell.value is None else str(cell.value) for cell in row] for row in book.worksheets[0].iter_rows(3)],
        [[None if row[c["id"]] is None else str(row[c["id"]]) for c in found["columns"]] for row in found["rows"]],
        width,
    )


def test_csv_workbook_and_json_tell_the_same(report, tmp_path):
    from_csv, from_xlsx, from_json, width = as_rows(report, tmp_path)

    assert from_csv == from_json
    assert [[as_number(cell) for cell in row] for row in from_xlsx] == [
        [as_number(cell) for cell in row] for row in from_csv
    ]
    assert {len(row) for row in from_csv} == {width}


def as_number(cell):
    """A workbook forgets that a share of 50.0 was no whole number."""
    try:
        return float(cell)
    except (TypeError, ValueError):
        return cell


def test_the_page_and_the_table_show_every_value(report):
    told = page.html(report(), EN, "Laoshan")
    console = Console(width=400, record=True, file=io.StringIO())
    table.show(report(), EN, console)
    shown = console.export_text()

    for row in report().sheets[0].rows:
        for value in cells.shown_row(row, report().sheets[0], ZONE, EN):
            assert value in told
            assert value in shown


def test_a_period_that_is_not_over_says_so(report):
    assert "not finished" in page.html(report(), EN, "Laoshan")
    assert json_text.as_json(report(), EN)["unfinished"] is True


def test_a_formula_in_a_name_stays_a_name(tmp_path, conn):
    conn.execute(update(households).values(address='=HYPERLINK("x")'))
    sheet = telephones.never_pressed(conn, MARCH)
    whole = calls.report(conn, MARCH, NOW, names.load(conn, EN), by=By.TOTAL, per=Per.NONE)
    report = whole.__class__(**{**vars(whole), "sheets": (sheet,)})

    xlsx.write(report, EN, tmp_path / "r.xlsx")

    cell = load_workbook(tmp_path / "r.xlsx").worksheets[0]["B3"]
    assert (cell.data_type, cell.value) == ("s", '\'=HYPERLINK("x")')
    assert "<script>" not in page.html(report, EN, "<script>")


@pytest.mark.parametrize(
    ("text", "safe"),
    [("王", "王"), ("+86", "'+86"), ("@a", "'@a"), ("＝1", "'＝1"), ("\n=1", "'\n=1"), ("a\x00b", "ab"), ("", "")],
)
def test_what_a_spreadsheet_would_calculate_is_quoted(text, safe):
    assert cells.harmless(text) == safe


def test_the_month_has_last_month_and_last_year_beside_it_and_its_letters_inside(conn, tmp_path):
    press(conn, "now")
    press(conn, "more", after=timedelta(days=1))
    press(conn, "before", after=-timedelta(days=20))
    emergency(conn, "help", accepted=timedelta(seconds=5))
    offer(conn, "m", evidence="heard", heard=True)
    report = month.report(conn, MORNING.date(), ZONE, NOW, names.load(conn, Language.CHINESE))
    rows = {row[0]: row for row in report.sheets[0].rows}

    page.pdf(report, Language.CHINESE, "老山", tmp_path / "m.pdf")

    assert rows["presses"][2:] == (3, 1, 200.0, 0, None)
    assert (rows["trips"][2], rows["people"][2], rows["pushed"][2], rows["heard"][2]) == (1, 1, 1, 1)
    assert rows["telephones"][2] == 2
    assert b"/FontFile" in unpacked((tmp_path / "m.pdf").read_bytes())


def unpacked(pdf):
    """What stands in a PDF's compressed parts."""
    parts = [part.partition(b"endstream")[0].strip() for part in re.split(rb"stream\r?\n", pdf)[1:]]
    found = []
    for part in parts:
        with suppress(zlib.error):
            found.append(zlib.decompress(part))
    return b"".join(found)


def test_every_report_has_a_value_for_every_column(conn):
    everything(conn)
    offer(conn, "m")
    conn.execute(insert(telephone_states).values(terminal_id="t1002", state="unregistered", since=MORNING, seen_at=NOW))
    called = names.load(conn, EN)
    often = telephones.repeat_callers(conn, MARCH, often=2)
    assert not isinstance(often, Refused)
    vain = telephones.in_vain(conn, MARCH)
    assert not isinstance(vain, Refused)
    sheets = [telephones.never_pressed(conn, MARCH), telephones.unreachable(conn, NOW), often, vain]
    for one in (
        calls.report(conn, MARCH, NOW, called, by=By.WEEK, per=Per.TARGET),
        calls.report(conn, MARCH, NOW, called, by=By.MONTH, per=Per.OPERATOR),
        calls.report(conn, MARCH, NOW, called, by=By.TOTAL, per=Per.HOUR),
        emergencies.report(conn, MARCH, NOW, called, by=By.MONTH),
        broadcasts.report(conn, MARCH, NOW, by=By.DAY),
        watch.report(conn, MARCH, NOW, by=By.DAY),
    ):
        sheets += one.sheets

    for sheet in sheets:
        assert {len(row) for row in sheet.rows} <= {len(sheet.columns)}, sheet.id
    assert [row[0] for row in sheets[0].rows] == ["t1002"]
    assert [row[0] for row in sheets[1].rows] == ["t1002"]
    assert [row[0] for row in sheets[2].rows] == ["h1"]
    assert [(row[0], row[-1]) for row in sheets[3].rows] == [("t1001", 3)]


@pytest.mark.parametrize("asked", [telephones.repeat_callers, telephones.in_vain])
def test_lists_of_telephones_over_years_are_refused_with_what_helps(conn, asked):
    years = MARCH.__class__(first=MARCH.first.replace(year=2020), last=MARCH.last, zone=ZONE)

    refused = asked(conn, years)

    assert isinstance(refused, Refused)
    assert "93 days" in refused.reason


def test_an_instant_is_told_by_the_sites_clocks():
    assert cells.plain(MORNING, column("a", "a", "a"), ZONE, EN) == "2026-03-02 09:00:00+08:00"
    assert cells.plain(MORNING.date(), column("a", "a", "a"), ZONE, EN) == "2026-03-02"
