"""When is a message that she has not heard tried again, and on which telephone? By what happened.

R1. The delay counts from the moment of the dial, not from its end.
R2. Each outcome has its own delay, tries in all, and factor by which the delay grows with each further try.
R3. An outcome with `then_second_number` rings another telephone of the home next, where there is one.
R4. What an answering machine took is an outcome of its own: the message was played, and she may not have heard it.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

MACHINE = "machine"
LONGEST = timedelta(days=7)
MOST_TRIES = 50


@dataclass(frozen=True, kw_only=True)
class Again:
    after: timedelta
    tries: int
    """Tries in all, the first included."""
    multiply: float = 1.0
    """By how much the delay grows with each try after the first; 1: always the same."""
    then_second_number: bool = False


class BadRetries(ValueError):
    """The retries cannot be read; the text says which outcome and why."""


DEFAULT: Mapping[str, Again] = {
    "busy": Again(after=timedelta(minutes=5), tries=6),
    "no_answer": Again(after=timedelta(minutes=30), tries=3, then_second_number=True),
    "rejected": Again(after=timedelta(minutes=60), tries=2),
    "answered": Again(after=timedelta(minutes=30), tries=3),
    "heard": Again(after=timedelta(minutes=30), tries=3),
    MACHINE: Again(after=timedelta(minutes=60), tries=2),
    "congestion": Again(after=timedelta(minutes=2), tries=10),
    "failed": Again(after=timedelta(minutes=10), tries=6, then_second_number=True),
    "refused": Again(after=timedelta(minutes=1), tries=10),
    "no_file": Again(after=timedelta(minutes=10), tries=6),
    "unknown": Again(after=timedelta(minutes=5), tries=6),
}
"""`heard`: too little of it. A number that does not exist is not tried again."""


def next_try(
    outcome: str, *, tries: int, dialled_at: datetime, table: Mapping[str, Again] = DEFAULT
) -> datetime | None:
    """The instant of the next try; None: no more, the message waits to be asked for. `tries`: made so far."""
    again = table.get(outcome)
    if again is None or tries >= again.tries:
        return None
    return dialled_at + min(LONGEST, again.after * min(again.multiply ** (tries - 1), LONGEST / again.after))


def next_telephone(outcome: str, tried: str, telephones: Sequence[str], table: Mapping[str, Again] = DEFAULT) -> str:
    """Which telephone of the home rings next; `telephones`: those in service, in order. The same where none is left."""
    again = table.get(outcome)
    others = [one for one in telephones if one != tried]
    if again is None or not again.then_second_number or not others:
        return tried
    return next((one for one in others if one > tried), others[0])


def retry_outcome(outcome: str, *, machine: bool, key: str) -> str:
    """What the tables call it (R4). `machine`: one is known to be on this line."""
    return MACHINE if machine and not key and outcome in ("answered", "heard") else outcome


def table_of(text: str, site: Mapping[str, Again] = DEFAULT) -> Mapping[str, Again]:
    """The site's table with what a campaign changes in it, JSON: {"busy": {"after": 300, "tries": 6}}.

    `after` in seconds; `multiply` and `second` (the other telephone) may be left out. Raises BadRetries.
    """
    if not text.strip():
        return site
    try:
        found = json.loads(text)
    except ValueError as wrong:
        raise BadRetries(f"these retries are no JSON: {wrong}") from wrong
    if not isinstance(found, dict):
        raise BadRetries("retries are written as outcome: {after, tries}")
    return {**site, **{outcome: _again(outcome, one) for outcome, one in found.items()}}


def table_text(table: Mapping[str, Again]) -> str:
    """Written so that `table_of` reads them back."""
    return json.dumps({
        outcome: {"after": again.after.total_seconds(), "tries": again.tries, "multiply": again.multiply,
                  "second": again.then_second_number}
        for outcome, again in table.items()
    })  # fmt: skip


def _again(outcome: str, one: object) -> Again:
    if outcome not in DEFAULT:
        raise BadRetries(f"{outcome} is no outcome; there are: {', '.join(DEFAULT)}")
    try:
        return _checked(**one)  # type: ignore[arg-type]
    except (TypeError, ValueError) as wrong:
        raise BadRetries(f"{outcome}: {wrong}") from wrong


def _checked(*, after: float, tries: int, multiply: float = 1.0, second: bool = False) -> Again:
    if not 1 <= after <= LONGEST.total_seconds():
        raise ValueError("`after` is 1 second to 7 days, in seconds")
    if tries != int(tries) or not 1 <= tries <= MOST_TRIES:
        raise ValueError(f"`tries` is a whole number up to {MOST_TRIES}")
    if not 1 <= multiply <= 10:
        raise ValueError("`multiply` is 1 (always the same delay) to 10")
    return Again(after=timedelta(seconds=after), tries=int(tries), multiply=multiply, then_second_number=bool(second))
