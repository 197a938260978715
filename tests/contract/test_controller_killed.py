"""Killed or cut anywhere, does the controller end with the rows of one that read everything at once?"""

import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, event

from ivr.asterisk import factlog
from ivr.asterisk.factlog import NAME, FactLog
from ivr.controller import Controller
from tests.contract.a_day import a_day, controller, engine, everything, opened, take_all
from tests.postgres import databases
from tests.unit.ivr.asterisk.writing import append

__all__ = ["engine"]

ROOT = Path(__file__).parents[2]


class Died(Exception):
    """Where the controller was when it was interrupted."""


def armed(engine: Engine) -> dict[str, int]:
    """Set `left` to n, and the n-th statement from then on fails."""
    state = {"left": 0}

    def before(*_: Any) -> None:
        state["left"] -= 1
        if state["left"] == 0:
            raise Died

    event.listen(engine, "before_cursor_execute", before)
    return state


STEPS = st.lists(
    st.tuples(st.sampled_from(["write", "take", "dies", "restarts"]), st.integers(1, 25)),
    min_size=5,
    max_size=40,
)


@pytest.fixture(scope="module")
def at_once(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Sequence[tuple[Any, ...]]]:
    """The day read in one go."""
    folder = tmp_path_factory.mktemp("at_once")
    engine = opened(folder)
    append(folder, a_day())
    take_all(controller(engine, folder))
    found = everything(engine)
    engine.dispose()
    return found


@settings(max_examples=15, deadline=None)
@given(steps=STEPS, chunk=st.sampled_from([700, 2000, 1 << 20]))
def test_any_cuts_crashes_and_restarts_end_in_the_same_rows_as_reading_at_once(at_once, steps, chunk):
    with TemporaryDirectory() as name, pytest.MonkeyPatch.context() as patch, databases.given_back():
        patch.setattr(factlog, "CHUNK", chunk)
        folder, rows = Path(name), a_day()
        engine = opened(folder)
        fault, taker = armed(engine), controller(engine, folder)

        for what, number in [*steps, ("write", len(rows)), ("all", 0)]:
            fault["left"] = number if what == "dies" else 0
            if what == "write":
                append(folder, rows[:number])
                rows = rows[number:]
            elif what == "restarts":
                taker = controller(engine, folder)
            elif what == "all":
                take_all(taker)
            else:
                _take(taker)

        assert everything(engine) == at_once
        assert at_once["fact_cursor"] == [("exchange", (folder / NAME).stat().st_size, 0.0)]
        engine.dispose()


def _take(taker: Controller) -> None:
    with suppress(Died):
        taker.take()


def killed(url: str, log: Path, statement: int) -> None:
    program = [sys.executable, "tests/contract/dies_while_taking.py", url, str(log), str(statement)]
    died = subprocess.run(program, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=60)
    assert died.returncode == -signal.SIGKILL, died.stderr


def test_killed_again_and_again_in_the_middle_nothing_is_lost_and_nothing_doubled(engine, tmp_path, at_once):
    append(tmp_path, a_day())

    for statement in (9, 23, 30):
        killed(str(engine.url), tmp_path, statement)
    without_signs = Controller(engine=engine, log=FactLog(tmp_path), node="exchange")
    take_all(without_signs)

    others = {"signs", "watch"}
    found = everything(engine)
    assert {n: found[n] for n in found.keys() - others} == {n: at_once[n] for n in at_once.keys() - others}
