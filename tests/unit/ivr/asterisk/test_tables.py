"""Is half a change ever put in force?"""

import pytest

from ivr.asterisk.ami import Ami
from ivr.asterisk.ami_actions import Row, RowState
from ivr.asterisk.ami_wire import AmiDown, Unsendable
from ivr.asterisk.tables import Switch, TableWriter
from tests.waiting import until
from town.fake_ami import FakeAmi

pytestmark = pytest.mark.anyio


def route(variant: str) -> Row:
    return Row(family="route", key=f"north/meals/000007/{variant}", value="prov-canteen7-1,20,answer,3,open")


WEEK = Row(family="week", key="north/meals", value="1795299744000007" + "A" * 672)
CHANGE = Switch(before=(route("A"), route("B")), last=WEEK)


async def test_the_last_row_is_put_after_all_the_others_were_answered(asterisk: FakeAmi, filler: Ami):
    switched = await TableWriter(filler).switch([CHANGE])

    puts = [action.text("Key") for action in asterisk.received if action.text("Action") == "DBPut"]
    assert switched[0].in_force
    assert puts == ["north/meals/000007/A", "north/meals/000007/B", "north/meals"]


async def test_a_change_whose_rows_were_refused_leaves_the_old_week_in_force(asterisk: FakeAmi, filler: Ami):
    asterisk.faults.say_instead = {"DBPut": "Response: Error\r\nActionID: {id}\r\nMessage: no\r\n\r\n"}

    switched = await TableWriter(filler).switch([CHANGE])

    assert not switched[0].in_force and not switched[0].doubtful
    assert [result.state for result in switched[0].before] == [RowState.REFUSED, RowState.REFUSED]
    assert asterisk.count("DBPut") == 2


async def test_a_link_lost_in_the_middle_of_a_change_leaves_the_old_week_in_force(asterisk: FakeAmi, filler: Ami):
    asterisk.faults.cut_before = {"DBPut"}

    switched = await TableWriter(filler).switch([CHANGE])

    assert switched[0].last.state is RowState.UNSENT
    assert ("week", "north/meals") not in asterisk.state.database


async def test_a_last_row_without_a_reply_is_doubtful_and_not_failed(asterisk: FakeAmi, filler: Ami):
    asterisk.faults.silent_on = {"DBPut"}

    switched = await TableWriter(filler).switch([Switch(before=(), last=WEEK)])

    assert switched[0].doubtful and not switched[0].in_force


async def test_of_two_changes_the_whole_one_is_put_in_force(asterisk: FakeAmi, filler: Ami):
    other = Switch(before=(), last=Row(family="week", key="south/meals", value="x"))

    switched = await TableWriter(filler).switch([other, CHANGE])

    assert [one.in_force for one in switched] == [True, True]
    assert len(asterisk.state.database) == 4


async def test_one_row_that_may_not_be_sent_keeps_all_of_them_here(asterisk: FakeAmi, filler: Ami):
    bad = Switch(before=(route("A"),), last=Row(family="week", key="north/meals", value="1\r\n2"))

    with pytest.raises(Unsendable):
        await TableWriter(filler).switch([CHANGE, bad])

    assert asterisk.count("DBPut") == 0


async def test_one_row_that_may_not_be_sent_keeps_the_rows_before_it_here_too(asterisk: FakeAmi, filler: Ami):
    bad = Row(family="who", key="t1", value="张奶奶")

    with pytest.raises(Unsendable):
        await TableWriter(filler).write([route("A"), bad])

    assert await filler.db_get("route", route("A").key) is None
    assert asterisk.count("DBPut") == 0


async def test_rows_without_a_link_are_unsent_each(asterisk: FakeAmi, filler: Ami):
    await asterisk.kill()
    await until(lambda: not filler.ready)

    results = await TableWriter(filler).write([route("A"), route("B")])

    assert [result.state for result in results] == [RowState.UNSENT, RowState.UNSENT]


async def test_a_row_that_is_gone_counts_as_deleted_once_and_again(asterisk: FakeAmi, filler: Ami):
    writer = TableWriter(filler)
    await writer.write([WEEK])

    deleted = [await writer.delete("week", "north/meals") for _ in range(2)]

    assert deleted == [True, True]
    assert asterisk.state.database == {}


async def test_a_generation_is_deleted_whole(asterisk: FakeAmi, filler: Ami):
    writer = TableWriter(filler)
    await writer.write([route("A"), route("B"), WEEK])

    deleted = await writer.delete_tree("route/north/meals/000007")

    assert deleted
    assert list(asterisk.state.database) == [("week", "north/meals")]


async def test_many_rows_are_deleted_at_once_whether_they_are_there_or_not(asterisk: FakeAmi, filler: Ami):
    writer = TableWriter(filler)
    await writer.write([*(Row(family="who", key=f"t{n}", value="h1") for n in range(1200)), WEEK])

    deleted = await writer.delete_all([*(("who", f"t{n}") for n in range(1200)), ("did", "1066660000")])

    assert deleted
    assert list(asterisk.state.database) == [("week", "north/meals")]


async def test_a_row_that_asterisk_keeps_is_not_called_deleted(asterisk: FakeAmi, filler: Ami):
    writer = TableWriter(filler)
    await writer.write([WEEK])
    asterisk.faults.say_instead = {"DBDel": "Response: Error\r\nActionID: {id}\r\nMessage: no\r\n\r\n"}
    asterisk.state.database = Stubborn(asterisk.state.database)

    assert not await writer.delete_all([("week", "north/meals")])


class Stubborn(dict[tuple[str, str], str]):
    """A database that gives nothing away."""

    def pop(self, *_: object) -> str:
        return "0"


async def test_more_rows_than_go_out_at_once_are_written_each_and_in_order(asterisk: FakeAmi, filler: Ami):
    rows = [Row(family="who", key=f"t{n}", value="h1,north,local,c1+c2,zh") for n in range(1200)]

    results = await TableWriter(filler).write(rows)

    assert [result.row for result in results] == rows
    assert {result.state for result in results} == {RowState.WRITTEN}
    assert [key for _, key in asterisk.state.database] == [row.key for row in rows]


async def test_nothing_is_asked_of_a_stopped_writer(filler: Ami):
    await filler.stop()

    with pytest.raises(AmiDown):
        await TableWriter(filler).delete("week", "north/meals")
