"""Messages add up by their evidence, on the day they were offered, whatever is learnt of them later."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, insert, select, update

from db.schema.care import campaigns, deliveries
from db.schema.reports import drills, report_messages, report_stale
from reports import messages
from reports.keeping import refresh
from reports.messages import Messages
from reports.periods import By
from reports.presses import EVERYBODY, Filter
from tests.unit.reports.conftest import MORNING, ZONE
from tests.unit.reports.test_keeping import MARCH


def offer(conn, name, *, at=MORNING, evidence="", heard=False, way="called", tries=1, senior="wang", area="laoshan"):
    """One message to one person."""
    if not conn.scalar(select(campaigns.c.id).where(campaigns.c.id == name)):
        conn.execute(insert(campaigns).values(id=name, title=name, text=name, language="zh", created_at=at,
                                              starts_at=at, state="done"))  # fmt: skip
    conn.execute(insert(deliveries).values(
        id=f"{name}-{senior}", campaign_id=name, senior_id=senior, terminal_id="t1001", state="done", available_at=at,
        evidence=evidence, heard_at=at if heard else None, tries=tries, way=way, area_id=area,
    ))  # fmt: skip


def total(conn, only=EVERYBODY):
    return messages.add(messages.report(conn, MARCH, By.TOTAL, only).values())


@pytest.mark.parametrize("word", [word for word in messages.GRADES if word])
def test_every_grade_of_evidence_has_its_own_count_and_they_add_up_to_the_pushed(conn, word):
    offer(conn, "m", evidence=word, heard=word in ("heard", "confirmed"))

    found = total(conn)

    assert getattr(found, messages.GRADES[word]) == found.pushed == 1
    assert found.heard == (word in ("heard", "confirmed"))


def test_what_was_taken_back_is_not_pushed_unless_she_had_heard_it(conn):
    offer(conn, "m", evidence="heard", heard=True)
    offer(conn, "m", senior="zhao")

    conn.execute(update(deliveries).values(available_at=None))

    assert (total(conn).pushed, total(conn).withdrawn, total(conn).heard) == (1, 1, 1)


def test_a_message_left_by_lamp_is_pushed_and_dialled_to_nobody(conn):
    offer(conn, "m", way="waiting", tries=0)

    assert (total(conn).pushed, total(conn).by_lamp, total(conn).dials, total(conn).not_dialled) == (1, 1, 0, 1)


def test_late_news_counts_before_and_after_it_is_kept(conn):
    offer(conn, "m", evidence="rang")
    refresh(conn, ZONE)
    assert total(conn).heard == 0

    conn.execute(update(deliveries).values(evidence="heard", heard_at=MORNING + timedelta(days=3)))

    before = messages.report(conn, MARCH, By.DAY)
    refresh(conn, ZONE)
    assert conn.execute(select(report_stale)).all() == []
    assert messages.report(conn, MARCH, By.DAY) == before
    assert before == {"2026-03-02": Messages(pushed=1, dials=1, heard=1, listened=1)}


def test_what_is_not_marked_is_read_from_what_is_kept(conn):
    offer(conn, "m")
    refresh(conn, ZONE)

    conn.execute(update(report_messages).values(pushed=9))

    assert total(conn).pushed == 9


def test_a_drill_noted_afterwards_takes_its_messages_out(conn):
    offer(conn, "m")
    refresh(conn, ZONE)

    conn.execute(insert(drills).values(id="d", kind="drill", starts_at=MORNING, ends_at=MORNING + timedelta(hours=1)))

    assert (total(conn).pushed, total(conn).tests) == (0, 1)
    conn.execute(delete(drills))
    assert (total(conn).pushed, total(conn).tests) == (1, 0)


def test_an_area_has_its_own_and_all_areas_together_theirs(conn):
    offer(conn, "m")
    offer(conn, "m", senior="zhao", area="bajiao")
    refresh(conn, ZONE)

    assert total(conn, Filter(areas=frozenset({"bajiao"}))).pushed == 1
    assert total(conn).pushed == 2


def test_in_another_zone_it_was_another_day(conn):
    offer(conn, "m", at=MORNING.replace(hour=1))
    refresh(conn, ZONE)
    elsewhere = MARCH.__class__(first=MARCH.first, last=MARCH.last, zone="Europe/London")

    assert list(messages.report(conn, elsewhere, By.DAY)) == ["2026-03-01"]
    refresh(conn, "Europe/London")
    assert list(messages.report(conn, elsewhere, By.DAY)) == ["2026-03-01"]


def test_of_nothing_there_is_no_share():
    assert Messages().percent is None
    assert Messages(pushed=4, heard=1).percent == 25
    assert messages.add([]) == Messages()
