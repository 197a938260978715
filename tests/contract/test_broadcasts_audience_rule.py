"""Does the database place everybody in the audience as the rule does, whoever lives in the town?"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from broadcasts.audience import Homes, Listener, place
from broadcasts.filters import Filter, fault_of, to_json
from broadcasts.service import (
    excluded_people,
    preview,
    start,
)
from db import campaigns
from db.areas import load_areas, save_areas
from db.campaigns import CampaignRow
from db.homes import load_households, load_seniors, save_households, save_seniors
from db.staff import load_holds, save_holds
from db.terminals import SecretTerminal, load_terminals, save_terminals
from people.areas import Area, AreaKind, upwards
from people.holds import Hold
from people.ids import AreaId, HouseholdId, SeniorId, TerminalId
from people.seniors import Household, Language, Senior
from people.terminals import Terminal
from tests.contract.audiences import DAY, FROST, NOW, conn, heard, url

__all__ = ["conn", "url"]

TREE = (
    Area(id=AreaId("d1"), name="石景山", kind=AreaKind.DISTRICT),
    Area(id=AreaId("c1"), name="老山", kind=AreaKind.COMMUNITY, parent=AreaId("d1")),
    Area(id=AreaId("c2"), name="古城", kind=AreaKind.COMMUNITY, parent=AreaId("d1")),
    Area(id=AreaId("c3"), name="朝阳", kind=AreaKind.COMMUNITY),
)
HOMES = tuple(HouseholdId(f"h{n}") for n in range(3))
TAGS = ("lives_alone", "very_old", "dementia")
ZONES = ("Asia/Shanghai", "Europe/London", "Pacific/Kiritimati")
BORN = tuple(date(year, month, day) for year in (1926, 1940, 1945, 1946) for month, day in ((2, 28), (3, 1), (3, 2)))
LEAP = (date(1940, 2, 29), date(1944, 2, 29), date(1936, 2, 29))
NEAR = tuple(date(2026, 2, 27) + DAY * n for n in range(5))


@dataclass(frozen=True, kw_only=True)
class Town:
    homes: tuple[Household, ...]
    seniors: tuple[Senior, ...]
    terminals: tuple[Terminal, ...]
    holds: tuple[Hold, ...]
    reached: tuple[SeniorId, ...]


def some(values: Sequence[str]) -> st.SearchStrategy[frozenset[str]]:
    return st.frozensets(st.sampled_from(values), max_size=2)


@st.composite
def towns(draw: st.DrawFn) -> Town:
    ids = [SeniorId(f"s{n}") for n in range(draw(st.integers(1, 6)))]
    pairs = st.tuples(st.sampled_from(ids), st.sampled_from(NEAR), st.integers(0, 2))
    reasons = st.sampled_from(["", "Journey", "In HOSPITAL", "住院三天"])
    return Town(
        homes=tuple(
            Household(id=home, area=draw(st.sampled_from(TREE)).id, address="老山路") for home in HOMES
        ),
        seniors=tuple(
            Senior(
                id=one, name="王", household=draw(st.sampled_from(HOMES)), tags=draw(some(TAGS)),
                born=draw(st.none() | st.sampled_from((*BORN, *LEAP))), zone=draw(st.sampled_from(ZONES)),
                language=draw(st.sampled_from(Language)), consents_to_broadcasts=draw(st.integers(0, 4)) > 0,
            )
            for one in ids
        ),
        terminals=tuple(
            Terminal(id=TerminalId(f"t{n}"), household=draw(st.sampled_from(HOMES)), active=draw(st.booleans()))
            for n in range(draw(st.integers(0, 5)))
        ),
        holds=tuple(
            Hold(senior=senior, starts_on=since, ends_on=since + DAY * days, reason=draw(reasons))
            for senior, since, days in draw(st.lists(pairs, max_size=4, unique_by=lambda pair: pair[:2]))
        ),
        reached=tuple(draw(st.lists(st.sampled_from(ids), unique=True, max_size=3))),
    )  # fmt: skip


FILTERS = st.builds(
    Filter,
    areas=some([area.id for area in TREE]),
    tags=some(TAGS),
    min_age=st.none() | st.sampled_from([79, 80, 81, 82, 85, 86, 100]),
    max_age=st.none() | st.sampled_from([79, 80, 81, 85, 86, 100, 150]),
    terminals=some([f"t{n}" for n in range(4)]),
    seniors=st.just(frozenset[str]()) | some([f"s{n}" for n in range(6)]),
    language=st.sampled_from(["", "", "zh", "en"]),
    not_reached_by=st.sampled_from(["", "before"]),
).filter(lambda chosen: not fault_of(chosen))
MOMENTS = st.sampled_from([
    NOW, NOW - timedelta(hours=10), datetime(2024, 2, 28, 18, 0, tzinfo=UTC), datetime(2024, 2, 29, 18, 0, tzinfo=UTC)
])  # fmt: skip


def build(conn: Connection, town: Town) -> None:
    save_areas(conn, TREE)
    save_households(conn, town.homes)
    save_seniors(conn, town.seniors)
    save_terminals(conn, [SecretTerminal(terminal=one, secret="s") for one in town.terminals])
    save_holds(conn, town.holds)
    for senior in town.reached:
        heard(conn, senior, "before")


def known_homes(conn: Connection, town: Town, chosen: Filter) -> Homes:
    areas, houses = load_areas(conn), load_households(conn).values()
    terminals, holds = load_terminals(conn).values(), load_holds(conn).values()
    people = load_seniors(conn)
    return Homes(
        terminals={h.id: [one for one in terminals if one.household == h.id] for h in houses},
        holds={one: [hold for hold in holds if hold.senior == one] for one in people},
        areas={h.id: frozenset(str(area) for area in upwards(h.area, areas)) for h in houses},
        reached=frozenset(town.reached) if chosen.not_reached_by else frozenset(),
    )


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(town=towns(), chosen=FILTERS, now=MOMENTS)
def test_the_database_places_everybody_as_the_rule_does(
    conn: Connection, town: Town, chosen: Filter, now: datetime
) -> None:
    with conn.begin_nested() as build_and_forget:
        build(conn, town)
        homes, people = known_homes(conn, town, chosen), load_seniors(conn)
        ruled = {key: place(senior, homes, now, chosen=chosen) for key, senior in people.items()}
        counted = preview(conn, now, chosen)
        told = {one.senior: one.why for one in excluded_people(conn, now, chosen)}
        row = CampaignRow(id="now", title="Now", text="x", created_at=now, audience=to_json(chosen))
        campaigns.save_campaign(conn, row)
        start(conn, row.id, now, audio=FROST)
        rung = {one.senior_id: one.terminal_id for one in campaigns.of_campaign(conn, row.id)}
        build_and_forget.rollback()

    left_out = {key: found.why for key, found in ruled.items() if not isinstance(found, Listener)}
    assert told == left_out
    assert counted.excluded == Counter(left_out.values())
    assert counted.total == len(people)
    assert {one.senior for one in counted.sample} == set(people) - set(left_out)
    assert rung == {key: found.terminal for key, found in ruled.items() if isinstance(found, Listener)}
