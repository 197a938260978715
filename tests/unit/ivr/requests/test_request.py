"""May what was asked for go on only by its steps, and is it late, asked and rated as the rule says?"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.requests.request import (
    ASK_DAYS,
    Accept,
    Accepted,
    Ask,
    Asked,
    Done,
    Finish,
    GiveBack,
    Open,
    Rate,
    Rated,
    State,
    Step,
    Withdraw,
    Withdrawn,
    asking,
    is_late,
    step,
)
from wellness_checks.case import Refused

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
PROMISED = NOW + timedelta(hours=2)
STATES: dict[str, State] = {
    "open": Open(promised_by=PROMISED),
    "accepted": Accepted(promised_by=PROMISED, at=NOW, by="cook"),
    "done": Done(at=NOW, by="cook"),
    "asked": Asked(attempt="bb-1"),
    "rated": Rated(stars=4, at=NOW),
    "withdrawn": Withdrawn(at=NOW, by="cook"),
}
STEPS: dict[str, Step] = {
    "accept": Accept(at=NOW, by="cook"),
    "give_back": GiveBack(),
    "finish": Finish(at=NOW, by="cook"),
    "withdraw": Withdraw(at=NOW, by="cook"),
    "ask": Ask(attempt="bb-1"),
    "rate": Rate(at=NOW, key="4"),
}
ALLOWED = {
    ("open", "accept"): "accepted",
    ("accepted", "give_back"): "open",
    ("accepted", "finish"): "done",
    ("open", "withdraw"): "withdrawn",
    ("accepted", "withdraw"): "withdrawn",
    ("done", "ask"): "asked",
    ("asked", "rate"): "rated",
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("wanted", STEPS)
def test_only_the_permitted_steps_are_taken_and_each_leads_where_the_rule_says(state: str, wanted: str) -> None:
    after = step(STATES[state], STEPS[wanted])

    assert after == STATES[ALLOWED[state, wanted]] if (state, wanted) in ALLOWED else isinstance(after, Refused)


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        ("open", "nobody has accepted it yet: accept it first"),
        ("accepted", "cook has accepted it already"),
        ("done", "it is done already"),
        ("withdrawn", "it was withdrawn"),
    ],
)
def test_a_refused_step_says_what_stands(state: str, reason: str) -> None:
    wanted = Finish(at=NOW, by="cook") if state == "open" else Accept(at=NOW, by="cook")

    assert step(STATES[state], wanted) == Refused(field="state", reason=reason)


@pytest.mark.parametrize("key", ["0", "6", "9", "*", "", "12", "²"])
def test_a_key_that_is_no_star_is_refused(key: str) -> None:
    assert step(Asked(attempt="bb-1"), Rate(at=NOW, key=key)) == Refused(field="stars", reason="it is not one to five")


def test_two_stars_and_fewer_are_few() -> None:
    assert [Rated(stars=n, at=NOW).few for n in (1, 2, 3, 4, 5)] == [True, True, False, False, False]


def test_it_is_late_from_the_promised_moment_on_until_it_is_done() -> None:
    moment = timedelta(seconds=1)

    assert not is_late(STATES["open"], PROMISED - moment)
    assert is_late(STATES["open"], PROMISED)
    assert is_late(STATES["accepted"], PROMISED + moment)
    assert not any(is_late(STATES[one], PROMISED + moment) for one in ("done", "asked", "rated", "withdrawn"))


def test_she_is_asked_from_her_own_next_day_on() -> None:
    late_evening = Done(at=datetime(2026, 11, 20, 15, 59, tzinfo=UTC), by="cook")
    after_midnight = Done(at=datetime(2026, 11, 20, 16, 0, tzinfo=UTC), by="cook")

    assert asking(late_evening, "Asia/Shanghai").first == datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
    assert asking(after_midnight, "Asia/Shanghai").first == datetime(2026, 11, 21, 16, 0, tzinfo=UTC)


def test_the_days_of_asking_are_her_calendars_when_the_clocks_change() -> None:
    window = asking(Done(at=datetime(2026, 10, 24, 12, 0, tzinfo=UTC), by="cook"), "Europe/Berlin")

    assert window.last - window.first == timedelta(days=ASK_DAYS, hours=1)


@dataclass
class SlowModel:
    """The history as it is told, read from its beginning each time."""

    told: list[str]

    def state(self) -> str:
        now = "open"
        for word in self.told:
            now = ALLOWED.get((now, word), now)
        return now


@given(st.lists(st.sampled_from(sorted(STEPS)), max_size=30))
def test_any_row_of_steps_ends_where_reading_its_history_ends(words: list[str]) -> None:
    state: State = Open(promised_by=PROMISED)
    for word in words:
        after = step(state, STEPS[word])
        state = state if isinstance(after, Refused) else after

    assert state == STATES[SlowModel(words).state()]
