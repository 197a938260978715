"""A telephone that was given out and not pressed in time is gone to, once; a press ends the waiting."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from db import calls, onboarding, tasks, telephone_states, terminals
from db.calls import CallRow
from db.engine import open_engine, reading, writing
from ivr.telephones.onboarding import KIND, give_out, keep_onboarding
from people.ids import HouseholdId, TerminalId
from people.terminals import Terminal
from tests.contract.homes import new_database, settle_in
from wellness_checks.case import Refused

NOW = datetime(2026, 11, 21, 2, tzinfo=UTC)
DAY = timedelta(days=1)
WITHIN = 3 * DAY


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Engine]:
    engine = open_engine(new_database(tmp_path))
    with writing(engine) as conn:
        settle_in(conn)
        terminals.save_terminals(conn, [telephone()])
    yield engine
    engine.dispose()


def telephone(*, active: bool = True) -> terminals.SecretTerminal:
    terminal = Terminal(id=TerminalId("new1"), household=HouseholdId("h1"), active=active)
    return terminals.SecretTerminal(terminal=terminal, secret="x" * 16)


def given(site: Engine, at: datetime = NOW) -> object:
    with writing(site) as conn:
        return give_out(conn, at, "new1", by="wangfang")


def looked(site: Engine, at: datetime) -> list[str]:
    with writing(site) as conn:
        return [task.subject for task in keep_onboarding(conn, at, WITHIN)]


def pressed(site: Engine, at: datetime) -> None:
    row = CallRow(id="c1", terminal_id="new1", household_id="h1", service_id="meals", pressed_at=at, state="ended")
    with writing(site) as conn:
        calls.save(conn, [row])


def waiting(site: Engine) -> list[str]:
    with reading(site) as conn:
        return [task.subject for task in tasks.open_tasks(conn, KIND)]


def test_it_is_gone_to_once_when_the_days_are_over(site):
    given(site)

    assert looked(site, NOW + WITHIN - timedelta(seconds=1)) == []
    assert looked(site, NOW + WITHIN) == ["new1"]
    assert looked(site, NOW + 2 * WITHIN) == []
    assert waiting(site) == ["new1"]


def test_a_press_in_time_means_nobody_goes(site):
    given(site)
    pressed(site, NOW + DAY)

    assert looked(site, NOW + WITHIN) == []
    with reading(site) as conn:
        [line] = onboarding.lines(conn, None, waiting=False, limit=10)
    assert line.first_press_at == NOW + DAY


@pytest.mark.parametrize("how", ["pressed", "out of service"])
def test_the_task_ends_by_itself_with_a_press_or_when_the_telephone_is_taken_back(site, how):
    given(site)
    looked(site, NOW + WITHIN)

    if how == "pressed":
        pressed(site, NOW + 2 * WITHIN)
    else:
        with writing(site) as conn:
            terminals.save_terminals(conn, [telephone(active=False)])
    looked(site, NOW + 2 * WITHIN)

    assert waiting(site) == []


def test_a_telephone_the_exchange_sees_was_given_out_by_itself(site):
    with writing(site) as conn:
        row = telephone_states.TelephoneStateRow(terminal_id="new1", state="reachable", since=NOW, seen_at=NOW)
        telephone_states.save(conn, row)
    looked(site, NOW)

    with reading(site) as conn:
        [line] = onboarding.lines(conn, None, waiting=True, limit=10)
    assert (line.terminal, line.given_out_at, line.given_out_by, line.lost) == ("new1", NOW, "", None)


def test_the_first_word_about_a_telephone_counts_and_an_unknown_one_is_refused(site):
    assert given(site) is True
    assert given(site, NOW + DAY) is False
    with writing(site) as conn:
        assert isinstance(give_out(conn, NOW, "cat", by="x"), Refused)
