"""Kill -9 in the middle of writing: what was committed is there, what was not is not, and it can go on."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import Engine, event, func, select

from db import facts, tables
from db.engine import open_engine, reading
from db.importing import import_file, template

ROOT = Path(__file__).parents[3]
SENIORS = 3000


def killed(what: str, url: str, file: Path, statement: int) -> str:
    """What the process said before it died at that statement."""
    program = [sys.executable, "tests/unit/db/dies_while_writing.py", what, url, str(file), str(statement)]
    here = {"PYTHONPATH": str(ROOT)}
    died = subprocess.run(program, cwd=ROOT, env=here, capture_output=True, text=True, timeout=60, check=False)
    assert died.returncode == -signal.SIGKILL, died.stderr
    return died.stdout


def count(engine: Engine, name: str) -> int:
    with reading(engine) as conn:
        return conn.scalar(select(func.count()).select_from(tables.metadata.tables[name])) or 0


@pytest.fixture
def file(engine: Engine, tmp_path: Path) -> Path:
    """Three batches of seniors, each in a home of her own."""
    areas = tmp_path / "areas.csv"
    areas.write_text(template("areas"))
    import_file(engine, "areas", areas)
    many = tmp_path / "many.csv"
    lines = [f"s{n},h{n},王,lives_alone,sjs,古城{n}号\n" for n in range(SENIORS)]
    many.write_text("id,household,name,tags,area,address\n" + "".join(lines))
    return many


def imported(url: str, file: Path) -> int:
    """Import the whole file; how many statements that took."""
    engine = open_engine(url)
    statements: list[object] = []
    event.listen(engine, "after_cursor_execute", lambda *_: statements.append(None))
    import_file(engine, "seniors", file)
    taken = len(statements)
    assert count(engine, "seniors") == SENIORS
    engine.dispose()
    return taken


WHOLE = 42
"""Statements of the whole import; the test below fails where that has changed."""


@pytest.mark.parametrize("statement", [5, WHOLE - 15, WHOLE - 14, WHOLE - 7, WHOLE])
def test_an_import_that_is_killed_leaves_nothing_and_can_be_done_again(engine, url, file, statement):
    killed("import", url, file, statement)

    left = [count(engine, name) for name in ("seniors", "households", "senior_tags")]

    assert left == [0, 0, 0]
    assert imported(url, file) == WHOLE


@pytest.mark.parametrize("statement", [4, 40, 41, 42, 100])
def test_facts_and_their_cursor_are_in_step_wherever_the_process_is_killed(engine, url, tmp_path, statement):
    said = killed("facts", url, tmp_path, statement).split()

    again = open_engine(url)
    with reading(again) as conn:
        cursor = facts.load_cursor(conn, "a")
    safe = int(said[-1]) if said else 0
    assert count(again, "facts") == (cursor.offset if cursor else 0)
    assert count(again, "facts") >= safe
    again.dispose()
