"""What was lost, what was done twice? The town's own log against our rows; the town's is the truth."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import unquote

from sqlalchemy import Row, select

from db.engine import reading
from db.schema.calls import calls, facts, incidents, legs
from db.schema.work import attempts, outbox
from tests.chaos import homes
from tests.chaos.playing import Played, listening_homes
from tests.chaos.rig import Rig
from town.pair import TownRow

Found = Sequence[Row[Any]]
STEPPED = timedelta(minutes=30)
"""No round lasts so long; a step of the clock is an hour."""


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """`lost` and `doubled`: each a line in words. `worst_s`: the longest from a press to a person's voice."""

    presses: int
    lost: tuple[str, ...]
    doubled: tuple[str, ...]
    worst_s: float


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """Everything the two sides say."""

    town: Sequence[TownRow]
    calls: Found
    legs: Found
    incidents: Found
    attempts: Found
    outbox: Found
    answered: Found
    """Facts ANSWERED: which SIP Call-ID answered for which call or incident."""


def gather(rig: Rig) -> Evidence:
    with reading(rig.engine) as conn:
        asked = [conn.execute(select(table)).all() for table in (calls, legs, incidents, attempts, outbox)]
        answered = conn.execute(select(facts.c.data).where(facts.c.event == "ANSWERED")).all()
    made, rungs, emergencies, tries, acts = asked
    return Evidence(town=rig.pair.town_log(), calls=made, legs=rungs, incidents=emergencies, attempts=tries,
                    outbox=acts, answered=answered)  # fmt: skip


def judge(seen: Evidence, played: Played, *, exchange_died: bool = False) -> Verdict:
    """`exchange_died`: what was being said when Asterisk died may be of unknown outcome, never of none."""
    pressed = [row for row in seen.town if row.what == "PRESSED"]
    lost = [f"{len(played.presses) - len(pressed)} presses were not answered"] if len(pressed) < len(
        played.presses) else []  # fmt: skip
    waits = [wait_of(seen, press) for press in pressed]
    for press, wait in zip(pressed, waits, strict=True):
        lost += _row_faults(seen, press, exchange_died)
        if wait is None and not exchange_died:
            lost.append(f"{press.who} {press.call_id} reached nobody in the town")
    lost += [f"incident {row.id} is {row.state}, accepted {row.accepted_at}" for row in seen.incidents
             if row.state != "closed" or row.accepted_at is None]  # fmt: skip
    lost += [f"attempt {row.id} is {row.state}, {row.outcome}" for row in seen.attempts
             if row.state != "ended" or row.outcome is None]  # fmt: skip
    worst = max((wait for wait in waits if wait is not None), default=0.0)
    return Verdict(presses=len(pressed), lost=tuple(lost), doubled=tuple(_doubled(seen)), worst_s=worst)


def _accepted_before(incident: Row[Any], row: Row[Any]) -> bool:
    """Whether a person had taken it when she left. Moments far apart are of a clock that was stepped between them."""
    at = incident.accepted_at
    return at is not None and timedelta() < row.ended_at - at < STEPPED


def _row_faults(seen: Evidence, press: TownRow, exchange_died: bool) -> Iterator[str]:
    """Exactly one row with the town's Call-ID, of this home, ended, with its seconds."""
    rows = [row for row in seen.calls if row.sip_call_id == press.call_id]
    if not rows:
        yield f"{press.who} {press.call_id} has no row"
        return
    row = rows[0]
    if (row.terminal_id, row.state) != (press.who, "ended") or row.ended_at is None:
        yield f"{row.id} is {row.terminal_id}, {row.state}; the town says {press.who}"
        return
    incident = next((one for one in seen.incidents if one.id == row.incident_id), None)
    if incident and row.outcome != "reached" and _accepted_before(incident, row):
        yield f"{row.id} is {row.outcome}, though a person had taken {incident.id} before she left"
    if row.incident_id is None and row.outcome == "reached" and None in (row.ms_to_ring, row.ms_to_person, row.talk_ms):
        yield f"{row.id} was reached and has no seconds"  # fmt: skip
    if row.incident_id is None and row.outcome != "reached" and not exchange_died:
        yield f"{row.id} is {row.outcome}: {row.reason}"


def wait_of(seen: Evidence, press: TownRow) -> float | None:
    """Seconds from the press to a person, both by the town's clock; None: nobody."""
    ids = {row.incident_id or row.id for row in seen.calls if row.sip_call_id == press.call_id}
    there = {said["sip"] for said in map(_fields, seen.answered) if {said.get("call"), said.get("inc")} & ids}
    took = "ANSWERED" if not any(row.incident_id for row in seen.calls if row.id in ids) else "PRESSED1"
    times = [row.at for row in seen.town if row.what == took and row.call_id in there]
    return max(min(times) - press.at, 0.0) if times else None


def _doubled(seen: Evidence) -> Iterator[str]:
    ids = Counter(row.sip_call_id for row in seen.calls)
    yield from (f"{n} rows for Call-ID {key}" for key, n in ids.items() if n > 1)
    first = Counter((row.terminal_id, row.delivery_id) for row in seen.attempts if row.outcome == "heard")
    yield from (f"{key[0]} heard one message {n} times" for key, n in first.items() if n > 1)
    for home in listening_homes():
        rung = sum(row.what == "RANG" and row.who == home for row in seen.town)
        tries = sum(row.terminal_id == home for row in seen.attempts)
        if rung > tries:
            yield f"{home} rang {rung} times for {tries} attempts"
    numbers = Counter(row.call_id for row in seen.town if (row.what, row.who) == ("RANG", homes.CANTEEN))
    rungs = sum(row.target == "prov-canteen-1" and row.status != "FULL" for row in seen.legs)
    if len(numbers) > rungs:
        yield f"the canteen rang {len(numbers)} times for {rungs} rungs"
    acts = Counter(row.payload for row in seen.outbox)
    yield from (f"one act {n} times: {payload}" for payload, n in acts.items() if n > 1)


def _fields(row: Row[Any]) -> dict[str, str]:
    said = dict(part.partition("=")[::2] for part in row.data.split(";"))
    return said | {"sip": unquote(said.get("sip", ""))}
