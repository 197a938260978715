"""Numbers are learnt of from calls and from the carrier; the dead are a task once, and nobody is rung twice."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, insert

from db import probes, tasks
from db.engine import open_engine, writing
from db.importing import import_file
from db.schema.calls import calls, legs
from ivr.probing.keeping import DEAD_TASK, RING_TASK, keep_probing, numbers_to_ask, take_answers
from ivr.probing.probing import Means, ProbeRules, Word
from people.cells import Locality
from people.ids import AreaId, StaffId
from people.staff import Role, Staff
from tests.chaos import homes
from tests.contract.homes import new_database

NOW = datetime(2026, 3, 10, 3, 0, tzinfo=UTC)
SHOP, SECOND, DAUGHTER = "+861088880001", "+861088880002", "+8613910000000"
RULES, ASKING = ProbeRules(rings=1), ProbeRules(rings=1, lookup=True, lookups=10)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(new_database(tmp_path))
    for kind, path in homes.write(tmp_path / "import", homes.tables(1, contacts=True)).items():
        assert not import_file(engine, kind, path, locality=Locality(area_code="10")).problems
    yield engine
    engine.dispose()


def ended(
    conn: Connection, n: int, status: str, tried: str, *, at: datetime = NOW, target: str = "prov-canteen-1"
) -> None:
    call = {
        "id": f"c{n}", "kind": "press", "via": "terminal", "confirmed": True, "state": "ended",
        "pressed_at": at - MINUTE, "rungs": 1, "exhausted": False,
    }  # fmt: skip
    conn.execute(insert(calls).values(call))
    leg = {"call_id": f"c{n}", "position": 1, "target": target, "status": status, "tried": tried, "ended_at": at}
    conn.execute(insert(legs).values(leg))


def open_of(conn: Connection, kind: str) -> list[str]:
    return [task.subject for task in tasks.open_tasks(conn, kind)]


def test_a_number_that_the_network_refused_twice_is_one_task_and_the_next_call_that_rings_closes_it(engine: Engine):
    with writing(engine) as conn:
        ended(conn, 1, "CHANUNAVAIL", "trunka.CHANUNAVAIL.1+")
        keep_probing(conn, NOW, ProbeRules(rings=0))
        assert open_of(conn, DEAD_TASK) == []

        ended(conn, 2, "CHANUNAVAIL", "trunka.CONGESTION.34+trunkb.CHANUNAVAIL.1+", at=NOW + MINUTE)
        assert [keep_probing(conn, NOW + n * MINUTE, ProbeRules(rings=0)) for n in (2, 3)] == [1, 0]
        assert open_of(conn, DEAD_TASK) == ["provider/canteen/2026-03-10T03:00"]

        ended(conn, 3, "joined", "trunka", at=NOW + 5 * MINUTE)
        keep_probing(conn, NOW + 6 * MINUTE, ProbeRules(rings=0))
        assert open_of(conn, DEAD_TASK) == []


def test_a_line_of_ours_that_failed_says_nothing_of_the_number(engine: Engine):
    with writing(engine) as conn:
        for n, tried in enumerate(("trunka.SILENT.0+", "trunka.CONGESTION.34+", "trunka.FULL.0+")):
            ended(conn, n, "CONGESTION", tried)
        keep_probing(conn, NOW, ProbeRules(rings=0))

        assert probes.learnt(conn) == {}


def test_one_number_a_day_is_given_to_a_person_to_ring_and_none_twice(engine: Engine):
    given: list[str] = []
    with writing(engine) as conn:
        for day in range(7):
            for look in range(2):
                keep_probing(conn, NOW + day * DAY + look * MINUTE, RULES)
        given = open_of(conn, RING_TASK)

    assert sorted(subject.rpartition("/")[0] for subject in given) == [
        "contact/k1001",
        "provider/canteen",
        "provider/canteen",
    ]
    assert len({subject.rpartition("/")[2] for subject in given}) == 3


def test_a_number_that_rang_for_a_press_is_not_given_to_anybody(engine: Engine):
    with writing(engine) as conn:
        ended(conn, 1, "NOANSWER", "trunka.NOANSWER.19+")
        ended(conn, 2, "joined", "trunka", target="contact-k1001")
        keep_probing(conn, NOW, ProbeRules(rings=9))

        words = probes.learnt(conn)
        assert {number for number, each in words.items() if each[-1].means == Means.RING} == {SECOND}


def test_the_carrier_is_asked_about_the_unknown_and_its_answer_stands(engine: Engine):
    with writing(engine) as conn:
        ended(conn, 1, "joined", "trunka")
        keep_probing(conn, NOW, ASKING)
        asked = [one.number for one in numbers_to_ask(conn, NOW, ASKING)]
        answers = [Word(number=number, at=NOW, means=Means.LOOKUP, leads=False, detail="inactive") for number in asked]
        assert asked == [SECOND, DAUGHTER]

        assert [take_answers(conn, answers) for _ in range(2)] == [2, 2]
        keep_probing(conn, NOW, ASKING)

        assert numbers_to_ask(conn, NOW, ASKING) == ()
        assert len(open_of(conn, DEAD_TASK)) == 2
        assert open_of(conn, RING_TASK) == []


def test_staff_come_before_everybody_else(engine: Engine):
    from db.staff import Account, save_accounts

    with writing(engine) as conn:
        visitor = Staff(id=StaffId("wang"), name="王", role=Role.VISITOR, area=AreaId("north"), number="+8613910000099")
        save_accounts(conn, [Account(person=visitor)])
        keep_probing(conn, NOW, RULES)

        assert open_of(conn, RING_TASK) == ["staff/wang/2026-03-10"]
