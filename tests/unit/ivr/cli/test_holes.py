"""`bigbutton holes`: what was out, and who may have pressed in vain meanwhile."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db import tasks
from db.engine import open_engine, writing
from db.homes import load_seniors, save_seniors
from db.outages import OutageRow
from tests.contract.homes import new_database, settle_in
from tests.unit.ivr.cli.conftest import Bigbutton
from wellness_checks.after_outage import service_holes
from wellness_checks.service import end_outage, may_have_pressed_in_vain, record_outage, record_sign

NIGHT = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def url(tmp_path: Path) -> str:
    """Wang (a telephone of ours) and Zhao (a fixed line, of high risk) live here."""
    url = new_database(tmp_path, "holes.db")
    with writing(open_engine(url)) as conn:
        settle_in(conn)
        zhao = load_seniors(conn, ["zhao"])
        save_seniors(conn, [one.__class__(**{**vars(one), "tags": frozenset({"high_risk"})}) for one in zhao.values()])
    return url


def hole(url: str, kind: str = "exchange", subject: str = "laoshan", ended_at: datetime | None = NIGHT + HOUR) -> str:
    with writing(open_engine(url)) as conn:
        row = record_outage(conn, NIGHT + HOUR, kind=kind, subject=subject, started_at=NIGHT, ended_at=ended_at)
    assert isinstance(row, OutageRow)
    return row.id


def named(url: str, outage: str) -> Sequence[str]:
    with writing(open_engine(url)) as conn:
        people = may_have_pressed_in_vain(conn, outage)
    assert isinstance(people, tuple)
    return [one.senior_id for one in people]


def test_the_list_stands_with_the_hole_those_of_high_risk_first(url: str) -> None:
    assert named(url, hole(url)) == ["zhao", "wang"]


def test_whoever_was_heard_of_since_or_was_not_cut_off_is_not_on_it(url: str) -> None:
    everybody, lines = hole(url), hole(url, "trunk", "lines")
    with writing(open_engine(url)) as conn:
        record_sign(conn, at=NIGHT + 2 * HOUR, kind="press", source="1/press", senior="wang")

    assert named(url, everybody) == ["zhao"]
    assert named(url, lines) == ["zhao"]


def test_each_hole_is_told_with_its_task_the_newest_first(url: str) -> None:
    first = hole(url)
    second = hole(url, "building", "laoshan/9号楼", None)

    with writing(open_engine(url)) as conn:
        lasting, over = service_holes(conn)
        assert (over.id, over.task is not None, lasting.ended_at, lasting.task) in [(first, True, None, None)]
        assert lasting.id == second
        end_outage(conn, second, NIGHT + 2 * HOUR, ended_at=NIGHT + 2 * HOUR)
        assert all(one.task for one in service_holes(conn))


def test_typed_it_lists_the_holes_and_the_people_of_one(bigbutton: Bigbutton, site: Path) -> None:
    url = f"sqlite:///{site / 'bigbutton.db'}"
    assert bigbutton("holes").out == "no hole in service is on record\n"
    one = hole(url)

    told, people = bigbutton("holes"), bigbutton("holes", one, "--language", "zh")

    assert told.out == f"{one}  exchange out laoshan  2026-03-03 02:00 – 2026-03-03 03:00  list to be gone through\n"
    assert people.out.splitlines() == [
        "wang  王秀英  老山路  无生命迹象记录", "zhao  赵德福  老山路  无生命迹象记录",
    ]  # fmt: skip
    with writing(open_engine(url)) as conn:
        (task,) = tasks.open_tasks(conn, "after_outage")
        tasks.finish(conn, task.id, None, at=NIGHT, outcome="all well")
        for senior in ("wang", "zhao"):
            record_sign(conn, at=NIGHT + 2 * HOUR, kind="press", source=senior, senior=senior)
    assert bigbutton("holes").out.endswith("list gone through\n")
    assert bigbutton("holes", one).out == "nobody is left to be asked after\n"


def test_a_hole_that_is_none_is_refused_with_the_cure(bigbutton: Bigbutton, site: Path) -> None:
    said = bigbutton("holes", "none")

    assert said.code != 0
    assert "there is no such outage" in said.err
    assert "bigbutton holes" in said.err
