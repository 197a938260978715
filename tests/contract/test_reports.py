"""The command line tells what the rows say: the same in every format, and what it refuses, with what helps."""

import csv
import json

import pytest
from typer.testing import CliRunner

from db.engine import open_engine, writing
from ivr.cli.report import app
from tests.contract.homes import new_database, settle_in
from tests.unit.reports.conftest import emergency, press

MARCH = ("--from", "2026-03-01", "--to", "2026-03-31")


@pytest.fixture
def run(tmp_path, monkeypatch):
    url = new_database(tmp_path)
    monkeypatch.setenv("BIGBUTTON_DATABASE_URL", url)
    monkeypatch.setenv("BIGBUTTON_LANGUAGE", "en")
    engine = open_engine(url)
    with writing(engine) as conn:
        settle_in(conn)
        press(conn, "one", waited=3_000, at_desk="desk1")
        press(conn, "two", waited=None, home=2)
        emergency(conn, "help")
    engine.dispose()
    return lambda *typed: CliRunner().invoke(app, list(typed))


def rows_of(run, *typed):
    return json.loads(run(*typed, "--format", "json").stdout)["sheets"][0]["rows"]


def test_a_report_says_how_many_and_its_rows_are_as_many(run):
    (line,) = rows_of(run, "calls", *MARCH, "--per", "none")

    for figure in ("presses", "reached", "nobody", "gave_up"):
        assert len(rows_of(run, "calls", *MARCH, "--rows", figure)) == line[figure] > 0


def test_the_same_numbers_before_and_after_they_are_counted(run):
    before = run("calls", *MARCH, "--by", "day", "--format", "json").stdout

    counted = run("refresh")

    assert counted.stdout == "1 days and 0 messages counted\n"
    assert run("calls", *MARCH, "--by", "day", "--format", "json").stdout == before


def test_csv_tells_the_same_as_json(run):
    lines = list(csv.reader(run("calls", *MARCH, "--per", "service", "--format", "csv").stdout.splitlines()))
    listed = rows_of(run, "calls", *MARCH, "--per", "service")

    assert [line[:2] for line in lines[4 : 4 + len(listed)]] == [[r["service"], str(r["presses"])] for r in listed]


@pytest.mark.parametrize("name", ["calls", "emergencies", "broadcasts", "watch", "telephones"])
@pytest.mark.parametrize("format", ["table", "csv", "json", "html"])
def test_every_report_can_be_had_in_every_format(run, name, format):
    told = run(name, *MARCH, "--format", format)

    assert told.exit_code == 0, told.output
    assert "2026-03-01" in told.stdout


@pytest.mark.parametrize("format", ["xlsx", "pdf"])
def test_workbooks_and_pdfs_are_written_to_a_file_and_nowhere_else(run, tmp_path, format):
    file = tmp_path / f"month.{format}"

    assert run("month", "--from", "2026-03", "--format", format).exit_code == 2
    assert run("month", "--from", "2026-03", "--format", format, "--out", str(file)).exit_code == 0
    assert file.read_bytes()[:2] in (b"PK", b"%P")


def test_operators_are_lines_of_their_own_and_their_rows_can_be_listed(run):
    (line,) = rows_of(run, "calls", *MARCH, "--by", "operator")

    listed = rows_of(run, "calls", *MARCH, "--rows", "reached", "--operator", "desk1")
    assert (line["operator"], line["presses"], [row["id"] for row in listed]) == ("desk1", 1, ["one"])


@pytest.mark.parametrize(
    ("typed", "code", "said"),
    [
        (("calls", *MARCH, "--by", "operator", "--per", "area"), 2, "no length of time"),
        (("calls", "--from", "2026-03-05", "--to", "2026-03-01"), 2, "earlier"),
        (("calls", "--from", "2999-01-01"), 2, "still to come"),
        (("calls", *MARCH, "--rows", "luck"), 1, "person_median"),
        (("telephones", "--from", "2020-01-01", "--to", "2026-03-01"), 1, "93 days"),
    ],
)
def test_what_cannot_be_told_is_refused_with_what_helps(run, typed, code, said):
    told = run(*typed)

    assert told.exit_code == code
    assert said in told.output
