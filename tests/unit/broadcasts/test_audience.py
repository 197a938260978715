"""Does everybody living alone get the message, and everybody else a reason?"""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcasts.audience import LIVING_ALONE, Excluded, Homes, Listener, Why, choose
from people.holds import Hold
from people.ids import HouseholdId, SeniorId, TerminalId
from people.seniors import Senior
from people.terminals import Terminal

HOME = HouseholdId("h1")
WANG = Senior(id=SeniorId("s1"), household=HOME, name="王秀英", tags=LIVING_ALONE)
TELEPHONE = Terminal(id=TerminalId("t2"), household=HOME)
EVENING_IN_LONDON = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)  # the third of March in Beijing


def homes(*terminals: Terminal, holds: tuple[Hold, ...] = ()) -> Homes:
    return Homes(terminals={HOME: terminals}, holds={WANG.id: holds})


def hold(first: date, last: date) -> Hold:
    return Hold(senior=WANG.id, starts_on=first, ends_on=last)


def why(senior: Senior, places: Homes, **more: frozenset[str]) -> Why | None:
    found = choose([senior], places, EVENING_IN_LONDON, **more)
    return found.excluded[0].why if found.excluded else None


def test_somebody_living_alone_is_rung_on_the_first_telephone_in_service() -> None:
    first = replace(TELEPHONE, id=TerminalId("t0"), active=False)
    second = replace(TELEPHONE, id=TerminalId("t1"))

    found = choose([WANG], homes(TELEPHONE, second, first), EVENING_IN_LONDON)

    assert found.listeners == (Listener(senior=WANG.id, household=HOME, terminal=second.id),)
    assert found.excluded == ()


@pytest.mark.parametrize(
    ("senior", "places", "reason"),
    [
        (replace(WANG, tags=frozenset({"very_old"})), homes(TELEPHONE), Why.NOT_CHOSEN),
        (replace(WANG, consents_to_broadcasts=False), homes(TELEPHONE), Why.NO_CONSENT),
        (WANG, homes(TELEPHONE, holds=(hold(date(2026, 3, 3), date(2026, 3, 3)),)), Why.ON_HOLD),
        (WANG, homes(replace(TELEPHONE, active=False)), Why.NO_TERMINAL),
        (replace(WANG, household=HouseholdId("h9")), homes(TELEPHONE), Why.NO_TERMINAL),
    ],
)
def test_whoever_is_left_out_is_left_out_for_a_reason(senior: Senior, places: Homes, reason: Why) -> None:
    assert why(senior, places) is reason


def test_a_hold_counts_by_her_own_calendar() -> None:
    yesterday = hold(date(2026, 3, 1), date(2026, 3, 2))

    assert why(WANG, homes(TELEPHONE, holds=(yesterday,))) is None
    assert why(replace(WANG, zone="Europe/London"), homes(TELEPHONE, holds=(yesterday,))) is Why.ON_HOLD


def test_without_tags_a_message_is_for_everybody() -> None:
    couple = replace(WANG, tags=frozenset())

    assert why(couple, homes(TELEPHONE), tags=frozenset()) is None


PEOPLE = st.builds(
    lambda alone, consents, home: replace(
        WANG, tags=LIVING_ALONE if alone else frozenset(), consents_to_broadcasts=consents, household=home
    ),
    st.booleans(),
    st.booleans(),
    st.sampled_from([HOME, HouseholdId("h9")]),
)


@given(st.lists(PEOPLE, max_size=20))
def test_nobody_is_forgotten_and_nobody_counted_twice(people: list[Senior]) -> None:
    named = [replace(person, id=SeniorId(f"s{n}")) for n, person in enumerate(people)]

    found = choose(named, homes(TELEPHONE), EVENING_IN_LONDON)

    told: list[Listener | Excluded] = [*found.listeners, *found.excluded]
    assert sorted(one.senior for one in told) == sorted(person.id for person in named)
