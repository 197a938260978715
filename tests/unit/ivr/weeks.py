"""Which sites and moments are the tests of weeks about? Made-up ones of every shape, and a few fixed ones."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType

from hypothesis import strategies as st

from ivr.rungs import Rings, Rung, Why
from ivr.services import FAMILY, HOTLINE
from ivr.site import Override, Site
from ivr.tables.pushing import rows_to_put
from ivr.tables.rows import (
    QUARTER,
    QUARTERS,
    Pushed,
    Rows,
    Week,
)
from ivr.timetable import week, weeks
from people.areas import Area, AreaKind
from people.ids import AreaId, HouseholdId, ProviderId, ServiceId, TargetId, TerminalId
from people.providers import ALL_DAY, Hours, Provider, ProviderNumber, Span
from people.seniors import Household
from people.terminals import Accepts, Terminal

MEALS, REPAIRS = ServiceId("meals"), ServiceId("repairs")
CITY, STREET, EAST, WEST = (AreaId(name) for name in ("city", "street", "east", "west"))
LAOSHAN = AreaId("laoshan")
HER = TerminalId("t1")
NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
YEAR = 365 * 24 * 3600
LAST_START = (QUARTERS - 1) * QUARTER

AREAS = (
    Area(id=CITY, name="区", kind=AreaKind.DISTRICT),
    Area(id=STREET, name="街道", kind=AreaKind.STREET, parent=CITY),
    Area(id=EAST, name="东", kind=AreaKind.COMMUNITY, parent=STREET),
    Area(id=WEST, name="西", kind=AreaKind.COMMUNITY, parent=STREET),
)
DAYS = ((), ALL_DAY, (Span(36, 46),), (Span(0, 1), Span(52, 70)), (Span(28, 41), Span(41, 95)))

zones = st.sampled_from(["Asia/Shanghai", "Europe/London", "Australia/Lord_Howe", "Asia/Kathmandu"])
spans = st.sampled_from(DAYS)
moments = st.integers(0, YEAR - 1).map(lambda second: NEW_YEAR + timedelta(seconds=second))
dates = st.integers(0, 364).map(lambda n: date(2026, 1, 1) + timedelta(days=n))
single_days: st.SearchStrategy[Mapping[date, tuple[Span, ...]]] = st.dictionaries(dates, spans, max_size=3).map(
    MappingProxyType
)
hours = st.builds(Hours, week=st.tuples(*[spans] * 7), on_holidays=st.none() | spans, days=single_days)
numbers = st.lists(
    st.builds(
        ProviderNumber,
        number=st.just("+8613900000001"),
        seconds=st.integers(5, 60),
        accepts=st.sampled_from(Accepts),
    ),
    max_size=2,
).map(tuple)


def provider(n: int) -> st.SearchStrategy[Provider]:
    return st.builds(
        Provider,
        id=st.just(ProviderId(f"p{n}")),
        name=st.just("p"),
        service=st.sampled_from([MEALS, REPAIRS]),
        area=st.sampled_from([CITY, STREET, EAST]),
        numbers=numbers,
        hours=hours,
        capacity=st.none() | st.integers(0, 3),
        active=st.sampled_from([True, True, True, False]),
    )


providers = st.integers(0, 4).flatmap(lambda count: st.tuples(*(provider(n) for n in range(count))))
overrides = st.lists(
    st.builds(
        Override,
        terminal=st.just(HER),
        service=st.sampled_from([MEALS, FAMILY]),
        rungs=st.lists(
            st.builds(
                Rung,
                target=st.sampled_from([TargetId("prov-p1-1"), TargetId("desk-centre"), TargetId("contact-c1")]),
                seconds=st.integers(5, 60),
                max=st.none() | st.just(2),
                why=st.just(Why.OVERRIDE),
            ),
            min_size=1,
            max_size=2,
        ).map(tuple),
    ),
    max_size=2,
    unique_by=lambda override: override.service,
).map(tuple)
sites = st.builds(
    Site,
    areas=st.just(AREAS),
    providers=providers,
    overrides=overrides,
    households=st.just((Household(id=HouseholdId("h1"), area=EAST, address=""),)),
    terminals=st.just((Terminal(id=HER, household=HouseholdId("h1")),)),
    rings=st.builds(Rings, hotline=st.integers(10, 40)),
    zone=zones,
)
services = st.sampled_from([MEALS, REPAIRS, FAMILY, HOTLINE, ServiceId("clinic")])
busy_sets = st.frozensets(st.sampled_from([ProviderId(f"p{n}") for n in range(4)]))
ages = st.integers(0, LAST_START).map(lambda second: timedelta(seconds=second))


def made(site: Site, start: datetime) -> tuple[Week, ...]:
    return tuple(found for found in weeks(site, start) if isinstance(found, Week))


def table(held: tuple[Pushed, ...]) -> Rows:
    return Rows(rows_to_put((), held))


def meals_at_noon(town: Site, noon: datetime) -> Week:
    return week(LAOSHAN, MEALS, town, noon)


def many(count: int, numbers: int) -> tuple[Provider, ...]:
    """Providers of one area, each open in another hour of the day: every hour has a route of its own."""
    number = ProviderNumber(number="+8613900000001")
    return tuple(
        Provider(
            id=ProviderId(f"provider{n:02d}"),
            name="",
            service=MEALS,
            area=EAST,
            numbers=(number,) * numbers,
            hours=Hours(week=((Span(n, n + 1),),) * 7),
        )
        for n in range(count)
    )
