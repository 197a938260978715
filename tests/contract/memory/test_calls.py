"""Do facts, presses and incidents keep their promises in the memory, and every instant its time?"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy.exc import IntegrityError, StatementError

from db import (
    call_lines,
    calls,
    facts,
    incidents,
)
from db.engine import writing
from tests.contract.memory.known import HOME, LI, MINUTE, MORNING, PRESS, STREET, WANG


def fact(n: int, uniqueid: str = "c-1") -> facts.FactRow:
    return facts.FactRow(uniqueid=uniqueid, ident=str(n), linkedid="c-1", event="RUNG", at=MORNING)


class TestFacts:
    def test_a_fact_told_twice_is_kept_once(self, conn):
        assert facts.append(conn, [fact(1), fact(2), fact(1)]) == [fact(1), fact(2)]
        assert facts.append(conn, [fact(2), fact(3)]) == [fact(3)]
        assert facts.of_call(conn, ["c-1"]) == [fact(1), fact(2), fact(3)]

    def test_thousands_of_facts_are_one_append(self, conn):
        many = [fact(n) for n in range(1200)]

        assert facts.append(conn, many) == many
        assert facts.append(conn, many) == []

    def test_facts_can_be_read_again_from_any_number_on(self, conn):
        facts.append(conn, [fact(1), fact(2), fact(3)])

        [(first, _), _, _] = facts.since(conn, 0)

        assert [row for _, row in facts.since(conn, first)] == [fact(2), fact(3)]

    def test_the_cursor_moves_with_the_facts_it_stands_behind_or_not_at_all(self, engine):
        cursor = facts.CursorRow(node="a", inode=7, offset=100)
        with pytest.raises(RuntimeError), writing(engine) as conn:
            facts.append(conn, [fact(1)])
            facts.save_cursor(conn, cursor)
            raise RuntimeError("the power failed")

        with writing(engine) as conn:
            assert facts.load_cursor(conn, "a") is None
            assert facts.append(conn, [fact(1)]) == [fact(1)]
            facts.save_cursor(conn, cursor)
            facts.save_cursor(conn, replace(cursor, offset=200))
            assert facts.load_cursor(conn, "a") == replace(cursor, offset=200)


class TestInstants:
    def test_an_instant_without_a_zone_is_refused(self, conn):
        with pytest.raises(StatementError, match="no time zone"):
            calls.save(conn, [replace(PRESS, pressed_at=datetime(2026, 3, 2, 8, 0))])

    def test_an_instant_in_her_own_zone_comes_back_in_utc(self, conn):
        shanghai = timezone(timedelta(hours=8))
        calls.save(conn, [replace(PRESS, pressed_at=datetime(2026, 3, 2, 16, 0, 0, 5, tzinfo=shanghai))])

        kept = calls.load(conn, ["c-1"])["c-1"].pressed_at

        assert kept == MORNING + timedelta(microseconds=5)
        assert kept.tzinfo is UTC


class TestCalls:
    def test_a_call_saved_again_is_still_one_row(self, conn):
        ended = replace(PRESS, state="ended", ended_at=MORNING + MINUTE, outcome="reached", talk_ms=60_000)

        calls.save(conn, [PRESS])
        calls.save(conn, [ended])

        assert calls.load(conn, ["c-1", "c-404"]) == {"c-1": ended}
        assert calls.open_calls(conn) == []

    def test_open_calls_are_listed_oldest_first(self, conn):
        later = replace(PRESS, id="c-2", pressed_at=MORNING + MINUTE)

        calls.save(conn, [later, PRESS])

        assert calls.open_calls(conn) == [PRESS, later]

    def test_legs_come_back_in_order(self, conn):
        legs = tuple(calls.LegRow(call_id="c-1", position=n, target=f"prov-x-{n}") for n in (1, 2, 3))

        calls.save_legs(conn, legs[::-1])

        assert calls.load_legs(conn, ["c-1", "c-2"]) == {"c-1": legs}

    def test_todays_list_names_everybody_in_words(self, conn):
        calls.save(conn, [PRESS, replace(PRESS, id="c-0", pressed_at=MORNING - MINUTE)])

        [line] = call_lines.calls_between(conn, MORNING, MORNING + MINUTE)

        assert line.call == PRESS
        assert set(line.names.split("、")) == {WANG.name, LI.name}
        assert (line.address, line.area) == (HOME.address, STREET.name)
        assert (line.service, line.service_en) == ("社区送餐", "community dining")

    def test_a_call_of_an_unknown_telephone_is_listed_without_names(self, conn):
        calls.save(conn, [replace(PRESS, terminal_id=None, household_id=None, service_id=None)])

        [line] = call_lines.calls_between(conn, MORNING, MORNING + MINUTE)

        assert (line.names, line.names_en, line.address, line.area, line.service) == ("", "", "", "", "")

    def test_her_last_calls_come_newest_first(self, conn):
        calls.save(conn, [PRESS, replace(PRESS, id="c-2", pressed_at=MORNING + MINUTE)])

        assert [line.call.id for line in call_lines.calls_of_household(conn, "h1")] == ["c-2", "c-1"]

    def test_a_word_outside_the_vocabulary_is_refused(self, conn):
        with pytest.raises(IntegrityError):
            calls.save(conn, [replace(PRESS, outcome="perhaps")])


class TestIncidents:
    INCIDENT = incidents.IncidentRow(id="c-1", terminal_id="t1", opened_at=MORNING)

    def test_an_incident_is_open_until_a_person_closes_it(self, conn):
        incidents.save(conn, [self.INCIDENT])
        assert incidents.open_incidents(conn) == [self.INCIDENT]

        closed = replace(self.INCIDENT, state="closed", closed_at=MORNING + MINUTE, closed_by="zhao")
        incidents.save(conn, [closed])

        assert incidents.open_incidents(conn) == []
        assert incidents.load(conn, ["c-1"]) == {"c-1": closed}
        assert incidents.opened_between(conn, MORNING, MORNING + MINUTE) == [closed]

    def test_the_presses_that_joined_it_are_found(self, conn):
        second = replace(PRESS, id="c-2", incident_id="c-1", pressed_at=MORNING + MINUTE)

        calls.save(conn, [second, replace(PRESS, incident_id="c-1"), replace(PRESS, id="c-3")])

        assert [call.id for call in calls.of_incident(conn, "c-1")] == ["c-1", "c-2"]

    def test_the_timeline_stands_in_the_order_of_what_happened_and_holds_nothing_twice(self, conn):
        assert incidents.note(conn, "c-1", at=MORNING + MINUTE, what="accepted", detail="zhao")
        assert incidents.note(conn, "c-1", at=MORNING, what="pressed")
        assert not incidents.note(conn, "c-1", at=MORNING, what="pressed")

        assert [event.what for event in incidents.timeline(conn, "c-1")] == ["pressed", "accepted"]
