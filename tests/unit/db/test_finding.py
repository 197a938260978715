"""Whoever is typed in part is found, and what changes is found anew."""

from sqlalchemy import Engine

from db import areas, finding, homes, revisions, terminals
from db.engine import writing
from db.terminals import SecretTerminal
from people.areas import Area, AreaKind
from people.ids import AreaId, HouseholdId, SeniorId, TerminalId
from people.seniors import Household, Senior
from people.terminals import Terminal, TerminalKind

HOME = HouseholdId("h1")


def found(engine: Engine, text: str) -> list[str]:
    with writing(engine) as conn:
        if not finding.is_right(conn):
            finding.keep_right(conn)
        return [one.senior_id for one in finding.find_people(conn, text, 10)]


def street(engine: Engine, name: str = "王秀英") -> None:
    line = Terminal(id=TerminalId("t1"), household=HOME, kind=TerminalKind.LINE, number="+861066001234")
    with writing(engine) as conn:
        areas.save_areas(conn, [Area(id=AreaId("a"), name="古城", kind=AreaKind.COMMUNITY)])
        homes.save_households(conn, [Household(id=HOME, area=AreaId("a"), address="幸福路12号3号楼")])
        homes.save_seniors(conn, [Senior(id=SeniorId("s1"), household=HOME, name=name)])
        terminals.save_terminals(conn, [SecretTerminal(terminal=line, secret="x" * 16)])


def test_she_is_found_by_any_part_of_what_is_known(engine: Engine):
    street(engine)

    for text in ("秀英", "wxy", "wangxiu", "幸福路12", "010 6600-1234", "1234", "王 3号楼", "t1"):
        assert found(engine, text) == ["s1"], text


def test_a_word_that_does_not_fit_finds_nobody(engine: Engine):
    street(engine)

    assert found(engine, "王 长安街") == found(engine, "%") == found(engine, "") == found(engine, "w") == []


def test_a_new_name_is_found_and_the_old_one_no_longer(engine: Engine):
    street(engine)
    assert found(engine, "秀英") == ["s1"]

    street(engine, "李强")
    with writing(engine) as conn:
        revisions.changed(conn)

    assert (found(engine, "秀英"), found(engine, "lq")) == ([], ["s1"])
