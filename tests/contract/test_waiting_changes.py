"""Is what changed of the waiting messages seen at the next look, and nothing else read for it?"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event

from db import campaigns
from ivr.messages.waiting_changes import WaitingChanges
from tests.contract.messages import MINUTE, NINE, SECOND, campaign, delivery, neighbourhood, person, telephone

NOW = NINE + MINUTE


@pytest.fixture
def conn(tmp_path: Path) -> Iterator[Connection]:
    with neighbourhood(tmp_path, homes=2) as conn:
        yield conn


@pytest.fixture
def found(conn: Connection) -> WaitingChanges:
    """Looked at once: everything is known."""
    changes = WaitingChanges(Path("/sounds"))
    changes.look(conn, NOW)
    return changes


def change(conn: Connection, n: int = 1, **more: Any) -> None:
    campaigns.save_deliveries(conn, [replace(delivery(conn, n), **more)])


def looks(found: WaitingChanges, conn: Connection, at: datetime = NOW + SECOND) -> set[str]:
    return set(found.look(conn, at).rows)


def test_a_home_that_was_told_of_is_looked_at_again_with_all_its_telephones(conn, found):
    telephone(conn, 1, "t1b")
    found.look(conn, NOW)
    change(conn, heard_at=NINE)
    change(conn, 2, tries=1)

    found.told(["t1b"])

    assert looks(found, conn) == {"t2"}
    assert dict(found.look(conn, NOW).lamps) == {}, "nobody told of the second home"


def test_who_tells_before_the_commit_is_looked_at_once_more_after_it(conn, found):
    found.told(["t1"])
    assert looks(found, conn) == {"t1", "t2"}

    change(conn, heard_at=NINE)

    assert looks(found, conn) == {"t2"}


def test_where_nothing_was_told_of_nobody_s_messages_are_read(conn, found):
    asked: list[str] = []
    event.listen(conn, "before_cursor_execute", lambda *told: asked.append(told[2]))

    assert looks(found, conn) == {"t1", "t2"}
    assert not [one for one in asked if "deliveries" in one]


def stop(conn: Connection) -> None:
    campaign(conn, state="cancelled")


def move_out(conn: Connection) -> None:
    telephone(conn, 1, active=False)
    person(conn, 1)


@pytest.mark.parametrize(("changed", "left"), [(stop, set()), (move_out, {"t2"})])
def test_a_message_or_a_telephone_that_changed_is_seen_without_being_told_of(conn, found, changed, left):
    changed(conn)

    assert looks(found, conn) == left


def test_what_nobody_told_of_is_seen_within_a_minute(conn, found):
    change(conn, heard_at=NINE)

    seen = [looks(found, conn, NOW + timedelta(seconds=at)) for at in (59, 60)]

    assert seen == [{"t1", "t2"}, {"t2"}]
