"""A trial database is made, filled and counted by one command, and an inhabited one is left alone."""

import json

import pytest
import typer
from typer.testing import CliRunner

from ivr.cli import report, simulating


@pytest.fixture
def app():
    app = typer.Typer()
    simulating.register(app)
    report.register(app)
    return app


def test_a_filled_database_is_reported_on(app, tmp_path, monkeypatch):
    url = f"sqlite:///{tmp_path / 'trial.db'}"
    monkeypatch.setenv("BIGBUTTON_DATABASE_URL", url)

    told = CliRunner().invoke(app, ["simulate", "--engine", "bulk", "--to", url, "--people", "50", "--days", "20"])
    asked = ["report", "calls", "--from", "2025-12-12", "--to", "2025-12-31", "--per", "none", "--format", "json"]
    (line,) = json.loads(CliRunner().invoke(app, asked).stdout)["sheets"][0]["rows"]

    assert told.exit_code == 0, told.output
    assert f"{line['presses']:,} presses" in told.output


def test_nobody_is_filled_in_beside_people_who_live_there(app, tmp_path):
    url = f"sqlite:///{tmp_path / 'trial.db'}"
    typed = ["simulate", "--engine", "bulk", "--to", url, "--people", "2", "--days", "1"]
    CliRunner().invoke(app, typed)

    again = CliRunner().invoke(app, typed)

    assert again.exit_code == 1
    assert "give an empty one" in again.output


def test_without_a_database_to_fill_it_is_said_what_is_missing(app):
    told = CliRunner().invoke(app, ["simulate", "--engine", "bulk"])

    assert told.exit_code == 2
    assert "--to" in told.output
