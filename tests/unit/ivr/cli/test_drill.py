"""`bigbutton drill`: what it refuses with which cure, and what it tells of a drill that has ended."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db import drills
from db.engine import open_engine, reading, writing
from ivr.cli.drill import report
from ivr.drills.drill import Drill, over
from ivr.drills.drilling import want
from ivr.running.heartbeat import beat
from tests.unit.ivr.cli.conftest import Bigbutton

NOON = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
DRILL = Drill(id="bb-drill-1", way="trunka", wanted_at=NOON, wanted_by="system", dialled_at=NOON, ring_ms=340)


@pytest.fixture
def drilled(site: Path) -> Path:
    """The site has somebody who takes drills."""
    with (site / "bigbutton.toml").open("a", encoding="utf-8") as settings:
        settings.write('[drill]\nnumber = "+8613910000011"\n')
    return site


def test_without_anybody_who_takes_drills_nothing_is_wanted(bigbutton: Bigbutton, site: Path) -> None:
    said = bigbutton("drill")

    assert (said.code, said.out) == (1, "")
    assert "nobody takes drills. Set drill.number" in said.err


def test_a_way_that_is_not_there_is_named_with_those_that_are(bigbutton: Bigbutton, drilled: Path) -> None:
    said = bigbutton("drill", "--way", "trunkb")

    assert said.code == 1
    assert "there is no way out trunkb. This site has trunka" in said.err


def test_without_a_controller_nothing_is_wanted_because_nothing_would_dial(bigbutton: Bigbutton, drilled: Path) -> None:
    said = bigbutton("drill")

    assert said.code == 1
    assert "Start it with `bigbutton serve`" in said.err
    with reading(open_engine(f"sqlite:///{drilled / 'bigbutton.db'}")) as conn:
        assert drills.standing(conn) == []


def test_a_drill_that_did_not_get_through_ends_the_command_with_1(
    bigbutton: Bigbutton, drilled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It joins the drill that stands already; the controller ends that one while it waits."""
    beat(drilled / "alive", timedelta())
    engine = open_engine(f"sqlite:///{drilled / 'bigbutton.db'}")
    with writing(engine) as conn:
        [standing] = want(conn, NOON, ["trunka"], by="li")

    def controller_acts(_seconds: float) -> None:
        with writing(engine) as conn:
            drills.save(conn, over(standing, NOON + SECOND, "BUSY.17"))

    monkeypatch.setattr("ivr.cli.drill.time.sleep", controller_acts)
    said = bigbutton("drill")

    assert (said.code, said.out) == (1, "trunka: failed, BUSY.17\n")


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (
            {"answered_at": 2, "accepted_at": 6},
            "accepted, rang after 0.3 s, answered after 2.0 s, accepted after 6.0 s",
        ),
        ({"answered_at": 2}, "unaccepted, rang after 0.3 s, answered after 2.0 s"),
        ({}, "failed, NOANSWER.19, rang after 0.3 s"),
    ],
)
def test_an_ended_drill_is_one_line_with_its_times(seconds: dict[str, int], told: str) -> None:
    times = {name: NOON + after * SECOND for name, after in seconds.items()}
    ended = over(Drill(**{**vars(DRILL), **times}), NOON + 9 * SECOND, "NOANSWER.19")

    assert report(ended) == f"trunka: {told}"
