"""Does `*20` find on every telephone what its home has not heard, and does the lamp shine for what was missed?"""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection

from db import campaigns
from ivr.asterisk.ami import Ami
from ivr.asterisk.ami_line import Account
from ivr.asterisk.tables import TableWriter
from ivr.messages.lamps import Lamps, lamp
from ivr.messages.waiting import Waiting, WaitingRows, lamp_owners, value_of, waiting
from tests.contract.messages import MINUTE, NINE, campaign, delivery, fixed_line, neighbourhood, offer, telephone
from tests.unit.ivr.asterisk.conftest import QUICK
from tests.waiting import until
from town.fake_ami import FakeAmi

pytestmark = pytest.mark.anyio
SOUNDS = Path("/sounds")


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture
def conn(tmp_path: Path) -> Iterator[Connection]:
    with neighbourhood(tmp_path, homes=2) as conn:
        yield conn


@pytest.fixture
async def asterisk() -> AsyncIterator[FakeAmi]:
    async with FakeAmi() as fake:
        yield fake


async def user(asterisk: FakeAmi, name: str) -> AsyncIterator[Ami]:
    account = Account(host=asterisk.host, port=asterisk.port, user=name, secret=f"{name}secret", hears=name == "call")
    async with Ami(account, timings=QUICK) as ami:
        await ami.until_ready()
        yield ami


@pytest.fixture
async def fill(asterisk: FakeAmi) -> AsyncIterator[Ami]:
    async for ami in user(asterisk, "fill"):
        yield ami


@pytest.fixture
async def calls(asterisk: FakeAmi) -> AsyncIterator[Ami]:
    async for ami in user(asterisk, "call"):
        yield ami


def found(conn: Connection) -> Waiting:
    return waiting(conn, NINE + MINUTE, SOUNDS)


def change(conn: Connection, n: int = 1, **more: object) -> None:
    campaigns.save_deliveries(conn, [replace(delivery(conn, n), **more)])  # type: ignore[arg-type]


def test_the_newest_waits_first_on_every_telephone_of_the_home(conn: Connection) -> None:
    telephone(conn, 1, "t1b")
    offer(conn, "s1", key="later", audio="/sounds/messages/later")
    row = delivery(conn, key="later")
    campaigns.save_deliveries(conn, [replace(row, available_at=NINE + MINUTE)])

    rows = found(conn).rows

    assert rows["t1"] == rows["t1b"] == "later-s1,messages/later|frost-s1,frost"
    assert rows["t2"] == "frost-s2,frost"


def test_her_own_file_waits_where_she_has_one(conn: Connection) -> None:
    change(conn, audio="/sounds/her/own")

    assert found(conn).rows["t1"] == "frost-s1,her/own"


@pytest.mark.parametrize(
    "gone",
    [
        lambda c: change(c, heard_at=NINE),
        lambda c: change(c, available_at=NINE + timedelta(hours=1)),
        lambda c: change(c, available_at=None),
        lambda c: telephone(c, 1, active=False),
        lambda c: campaign(c, state="cancelled"),
        lambda c: campaign(c, audio=""),
        lambda c: campaign(c, created_at=NINE - timedelta(days=30)),
    ],
    ids=["heard", "not yet there", "taken back", "telephone gone", "cancelled", "no file", "a month old"],
)
def test_what_is_not_there_to_be_heard_waits_for_nobody(conn: Connection, gone) -> None:
    gone(conn)

    assert "t1" not in found(conn).rows


def test_a_lamp_shines_for_what_was_missed_and_not_for_what_is_about_to_ring(conn: Connection) -> None:
    offer(conn, "s1", key="second")
    assert dict(found(conn).lamps) == {}

    change(conn, tries=1, state="due")
    change(conn, 2, way="waiting", state="done")

    assert found(conn).lamps == {"t1": 1, "t2": 1}


def test_an_ordinary_line_has_no_lamp_and_still_its_row(conn: Connection) -> None:
    fixed_line(conn, 1)
    change(conn, tries=1)

    assert dict(found(conn).lamps) == {}
    assert "t1" in found(conn).rows
    assert lamp_owners(conn) == ["t2"]


def test_nine_entries_at_most_and_never_more_bytes_than_a_row_takes() -> None:
    assert value_of(f"d{n},f" for n in range(20)).count("|") == 8
    assert value_of(["a," + "f" * 600, "b," + "f" * 600]) == "a," + "f" * 600
    assert value_of([]) == ""


async def test_only_what_changed_is_written_and_what_was_heard_is_taken_away(asterisk: FakeAmi, fill: Ami) -> None:
    rows = WaitingRows(TableWriter(fill))

    await rows.put({"t1": "d1,a", "t2": "d2,b"})
    await rows.put({"t1": "d1,a", "t2": "d3,c"})
    assert asterisk.count("DBPut") == 3
    await rows.put({"t1": "d1,a"})

    assert asterisk.state.database == {("waiting", "t1"): "d1,a"}
    rows.forget()
    await rows.put({"t1": "d1,a"})
    assert asterisk.count("DBPut") == 4


def told(asterisk: FakeAmi) -> list[str]:
    return [action.text("Data") for action in asterisk.received if action.text("Action") == "Originate"]


def test_a_lamp_is_an_originate_of_one_application() -> None:
    assert ("Data", "t1@bb,0,4,0") in lamp("t1", 4).headers


async def test_only_lamps_that_changed_are_told(asterisk: FakeAmi, calls: Ami) -> None:
    lamps = Lamps(calls)
    lamps.forget()

    changed = [await lamps.put(wanted) for wanted in ({"t1": 1, "t2": 2}, {"t1": 1, "t2": 2}, {"t2": 3})]

    assert changed == [2, 0, 2]
    assert sorted(told(asterisk)[2:]) == ["t1@bb,0,0,0", "t2@bb,0,3,0"]


async def test_after_a_start_of_ours_every_lamp_is_told_once_for_nobody_knows_what_shines(
    asterisk: FakeAmi, calls: Ami
) -> None:
    lamps = Lamps(calls)

    await lamps.put({"t1": 1}, ["t1", "t2"])
    assert lamps.sure
    await lamps.put({"t1": 1}, ["t1", "t2"])

    assert sorted(told(asterisk)) == ["t1@bb,0,1,0", "t2@bb,0,0,0"]


async def test_after_a_restart_of_asterisk_the_lamps_that_shone_are_lit_again(asterisk: FakeAmi, calls: Ami) -> None:
    lamps = Lamps(calls)
    lamps.forget()
    await lamps.put({"t1": 1})
    lamps.forget()

    assert await lamps.put({"t1": 1}) == 1


async def test_a_lamp_that_could_not_be_told_is_tried_again(asterisk: FakeAmi, calls: Ami) -> None:
    lamps = Lamps(calls)
    lamps.forget()
    asterisk.faults.cut_before.add("Originate")
    assert await lamps.put({"t1": 1}) == 0
    await until(lambda: not calls.ready)
    assert await lamps.put({"t1": 1}) == 0
    asterisk.faults.cut_before.clear()
    await calls.until_ready()

    assert await lamps.put({"t1": 1}) == 1
