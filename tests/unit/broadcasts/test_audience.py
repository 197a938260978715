"""Does everybody of the audience get the message, and everybody else a reason?"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcasts.audience import LIVING_ALONE, Excluded, Homes, Listener, Why, age_on, born_by, in_hospital, place
from broadcasts.filters import EVERYBODY, Filter
from people.holds import Hold
from people.ids import HouseholdId, SeniorId, TerminalId
from people.seniors import Language, Senior
from people.terminals import Terminal

HOME = HouseholdId("h1")
WANG = Senior(id=SeniorId("s1"), household=HOME, name="王秀英", tags=LIVING_ALONE, born=date(1940, 3, 3))
TELEPHONE = Terminal(id=TerminalId("t2"), household=HOME)
EVENING_IN_LONDON = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)  # the third of March in Beijing
THIRD = date(2026, 3, 3)


def homes(*terminals: Terminal, holds: tuple[Hold, ...] = (), reached: bool = False) -> Homes:
    return Homes(
        terminals={HOME: terminals},
        holds={WANG.id: holds},
        areas={HOME: frozenset({"laoshan", "shijingshan"})},
        reached=frozenset({WANG.id}) if reached else frozenset(),
    )


def hold(first: date, last: date, reason: str = "") -> Hold:
    return Hold(senior=WANG.id, starts_on=first, ends_on=last, reason=reason)


def why(senior: Senior, places: Homes, chosen: Filter = EVERYBODY) -> Why | None:
    found = place(senior, places, EVENING_IN_LONDON, chosen=chosen)
    return found.why if isinstance(found, Excluded) else None


def test_she_is_rung_on_the_first_telephone_in_service() -> None:
    first = replace(TELEPHONE, id=TerminalId("t0"), active=False)
    second = replace(TELEPHONE, id=TerminalId("t1"))

    found = place(WANG, homes(TELEPHONE, second, first), EVENING_IN_LONDON)

    assert found == Listener(senior=WANG.id, household=HOME, terminal=second.id)


TODAY = hold(THIRD, THIRD)
IN_HOSPITAL = hold(THIRD, THIRD, "住院")


@pytest.mark.parametrize(
    ("senior", "places", "reason"),
    [
        (replace(WANG, consents_to_broadcasts=False), homes(TELEPHONE, holds=(TODAY,)), Why.NO_CONSENT),
        (WANG, homes(holds=(TODAY,), reached=True), Why.ON_HOLD),
        (WANG, homes(TELEPHONE, holds=(IN_HOSPITAL, TODAY)), Why.ON_HOLD),
        (WANG, homes(holds=(IN_HOSPITAL,), reached=True), Why.IN_HOSPITAL),
        (WANG, homes(reached=True), Why.ALREADY_REACHED),
        (WANG, homes(replace(TELEPHONE, active=False)), Why.NO_TERMINAL),
        (replace(WANG, household=HouseholdId("h9")), homes(TELEPHONE), Why.NO_TERMINAL),
    ],
)
def test_whoever_is_left_out_is_left_out_for_the_first_reason_that_holds(
    senior: Senior, places: Homes, reason: Why
) -> None:
    assert why(senior, places) is reason
    assert why(senior, places, Filter(tags=frozenset({"dementia"}))) is Why.NOT_CHOSEN


@pytest.mark.parametrize(
    "fits",
    [
        Filter(areas=frozenset({"shijingshan", "elsewhere"})),
        Filter(tags=frozenset({"lives_alone", "dementia"})),
        Filter(min_age=86, max_age=86),
        Filter(terminals=frozenset({"t2"})),
        Filter(seniors=frozenset({"s1", "s2"})),
        Filter(language="zh"),
    ],
)
def test_a_filter_chooses_whom_all_that_it_names_fits(fits: Filter) -> None:
    other = replace(
        WANG, id=SeniorId("s9"), household=HouseholdId("h9"), tags=frozenset(), born=date(1950, 1, 1),
        language=Language.ENGLISH,
    )  # fmt: skip

    assert why(WANG, homes(TELEPHONE), fits) is None
    assert why(WANG, homes(TELEPHONE), replace(fits, language="en")) is Why.NOT_CHOSEN
    assert why(other, homes(TELEPHONE), fits) is Why.NOT_CHOSEN


def test_whose_age_is_not_known_is_of_no_age() -> None:
    unknown = replace(WANG, born=None)

    assert why(unknown, homes(TELEPHONE), Filter(min_age=0)) is Why.NOT_CHOSEN
    assert why(unknown, homes(TELEPHONE)) is None


def test_a_year_is_full_on_her_birthday_by_her_own_calendar() -> None:
    turned = Filter(min_age=86)

    assert why(WANG, homes(TELEPHONE), turned) is None
    assert why(replace(WANG, zone="Europe/London"), homes(TELEPHONE), turned) is Why.NOT_CHOSEN
    assert why(WANG, homes(TELEPHONE), Filter(max_age=85)) is Why.NOT_CHOSEN


def test_a_hold_counts_by_her_own_calendar() -> None:
    yesterday = hold(date(2026, 3, 1), date(2026, 3, 2))

    assert why(WANG, homes(TELEPHONE, holds=(yesterday,))) is None
    assert why(replace(WANG, zone="Europe/London"), homes(TELEPHONE, holds=(yesterday,))) is Why.ON_HOLD


def test_who_was_born_on_the_29th_of_february_is_a_year_older_on_the_first_of_march() -> None:
    born = date(1940, 2, 29)

    assert [age_on(born, date(2026, 2, 28)), age_on(born, date(2026, 3, 1))] == [85, 86]
    assert [age_on(born, date(2024, 2, 28)), age_on(born, date(2024, 2, 29))] == [83, 84]


DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31)) | st.builds(
    lambda year, day: date(year * 4, 2, 27) + timedelta(days=day), st.integers(476, 524), st.integers(0, 3)
)


@given(born=DAYS, day=DAYS, age=st.integers(0, 151))
def test_the_latest_birthday_of_an_age_says_the_same_as_the_age(born: date, day: date, age: int) -> None:
    assert (born <= born_by(age, day)) == (age_on(born, day) >= age)


@pytest.mark.parametrize(
    ("reason", "hospital"), [("HOSPITAL, ward 3", True), ("去医院了", True), ("住院", True), ("journey", False)]
)
def test_a_hold_says_by_its_reason_whether_it_is_the_hospital(reason: str, hospital: bool) -> None:
    assert in_hospital(hold(THIRD, THIRD, reason)) is hospital
