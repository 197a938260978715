"""Whatever comes late, is corrected, moved or taken away, in whatever order: the roll-ups equal a full recount."""

from collections import Counter
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert, select, update

from db.calls import load
from db.engine import writing
from db.schema.calls import calls, incidents, legs
from db.schema.care import campaigns, deliveries
from db.schema.reports import drills
from db.schema.site import areas, households
from reports import counting, messages, presses
from reports.keeping import refresh
from reports.periods import By, Period
from reports.presses import EVERYBODY, Filter
from reports.reading import press_lines, rung_lines, worst_24_hours
from tests.unit.reports.conftest import MORNING, ZONE, emergency, press
from tests.unit.reports.test_keeping import DAY, kept_only
from tests.unit.reports.test_messages import offer

SPRING = Period(first=date(2026, 2, 27), last=date(2026, 4, 20), zone=ZONE)
DESK = Filter(operators=frozenset({"desk1"}))
CENTRE = Filter(areas=frozenset({"laoshan", "area0"}))
MEALS = Filter(services=frozenset({"meals"}))
_PRESSES = ("press", "accept", "move", "delete", "late", "pick_up")
_MESSAGES = ("offer", "hear", "take_back", "carry_over", "forget")
STEPS = st.lists(
    st.tuples(
        st.sampled_from([*_PRESSES, *_MESSAGES, "drill", "refresh"]),
        st.integers(0, 5), st.integers(0, 40), st.sampled_from([None, 900, 15_000, 15_001, 61_234, 400_000]),
    ),
    max_size=25,
)  # fmt: skip


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_happens_in_whatever_order_a_report_equals_a_recount(engine, steps):
    with writing(engine) as conn:
        for table in (calls, incidents, drills, deliveries, campaigns):
            conn.execute(delete(table))
        for step in steps:
            _do(conn, *step)

        before = every_report(conn)
        assert_recounted(conn)
        while refresh(conn, ZONE).left:
            pass

        assert kept_only(conn, SPRING) == counting.count(presses.between(conn, SPRING.start, SPRING.end))
        assert every_report(conn) == before


def assert_recounted(conn):
    """Against the rows themselves, one by one."""
    for only in (EVERYBODY, CENTRE, MEALS, DESK):
        every = list(presses.between(conn, SPRING.start, SPRING.end, only))
        for by in By:
            for dimension in ("none", "service", "area", "hour"):
                lines = press_lines(conn, SPRING, by, dimension, only)
                assert counting.add(line.tally for line in lines) == counting.count(every)
            for dimension in ("target", "operator"):
                taken = press_lines(conn, SPRING, by, dimension, only)
                of_some = counting.count(one for one in every if getattr(one, dimension))
                assert counting.add(line.tally for line in taken) == of_some
    for only in (EVERYBODY, CENTRE):
        told = messages.add(messages.report(conn, SPRING, By.WEEK, only).values())
        numbers = Counter(name for one in messages.each(conn, SPRING, only) for name in messages.counts_in(one))
        assert {name: getattr(told, name) for name in messages.NUMBERS if name != "dials"} == {
            name: numbers[name] for name in messages.NUMBERS if name != "dials"
        }


def every_report(conn):
    """Each line as it is told."""
    lines = [
        press_lines(conn, SPRING, by, dimension, only)
        for by in By for dimension in ("none", "service", "area", "hour", "target", "operator")
        for only in (EVERYBODY, CENTRE, MEALS)
    ]  # fmt: skip
    said = [messages.report(conn, SPRING, by, only) for by in By for only in (EVERYBODY, CENTRE)]
    return lines, said, rung_lines(conn, SPRING), worst_24_hours(conn, SPRING), worst_24_hours(conn, SPRING, CENTRE)


def _do(conn, what, which, day, waited):
    at = MORNING + day * DAY
    match what:
        case "press":
            press(conn, str(which), at=at, waited=waited, home=1 + which % 2, at_desk=f"desk{which % 2}")
        case "pick_up":
            conn.execute(update(legs).where(legs.c.call_id == str(which)).values(answered_by=f"desk{day % 3}"))
        case "late":
            emergency_once(conn, f"e{which}", at)
        case "accept":
            conn.execute(update(incidents).where(incidents.c.id == f"e{which}").values(accepted_at=at))
        case "move":
            conn.execute(update(households).where(households.c.id == "h1").values(area_id=_area(conn, which)))
        case "drill":
            conn.execute(delete(drills).where(drills.c.id == str(which)))
            conn.execute(insert(drills).values(id=str(which), kind="test", terminal_id="t1002", starts_at=at - DAY,
                                               ends_at=at + DAY))  # fmt: skip
        case "delete":
            conn.execute(delete(calls).where(calls.c.id == str(which)))
        case "offer":
            conn.execute(delete(deliveries).where(deliveries.c.campaign_id == f"m{which}"))
            conn.execute(delete(campaigns).where(campaigns.c.id == f"m{which}"))
            offer(conn, f"m{which}", at=at, tries=which, area=_area(conn, day))
        case "hear" | "take_back" | "carry_over" | "forget":
            _news(conn, what, deliveries.c.campaign_id == f"m{which}", at, day)
        case _:
            refresh(conn, ZONE, at_once=2)


def _news(conn, what, of, at, day):
    """Of a message to a person."""
    if what == "forget":
        conn.execute(delete(deliveries).where(of))
        return
    values = {
        "hear": {"evidence": "heard", "heard_at": at}, "take_back": {"available_at": None},
        "carry_over": {"area_id": _area(conn, day), "available_at": at},
    }  # fmt: skip
    conn.execute(update(deliveries).where(of).values(**values[what]))


def emergency_once(conn, name, at):
    if not load(conn, [name]):
        emergency(conn, name, at=at)


def _area(conn, which):
    name = f"area{which % 2}"
    if not conn.scalar(select(areas.c.id).where(areas.c.id == name)):
        conn.execute(insert(areas).values(id=name, name=name, name_en="", kind="community"))
    return name
