"""How is one press drawn: which telephones rang, from when to when, why, and who took it?

Seconds are counted from the press.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from ivr.call import Call, Leg
from ivr.incident import CLOSED, Incident, Moment


@dataclass(frozen=True, kw_only=True)
class Rung:
    """`until` None: it rings, or talks, still. `status`: rang, answered, joined, or how it ended."""

    target: str
    why: str = ""
    status: str = "rang"
    from_s: float
    until_s: float | None = None


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """`taken_by`: the target that a person took it at. `fixed`: by the exchange's rendered route alone."""

    call: str
    terminal: str
    service: str
    at: float
    """Seconds since 1970, by the exchange's clock."""
    fixed: bool
    rungs: tuple[Rung, ...]
    taken_by: str = ""
    taken_s: float | None = None
    ended_s: float | None = None
    outcome: str = ""
    incident: str = ""


def drawn(call: Call, incident: Incident | None) -> Drawn:
    """An emergency is drawn as its ladder stands; any other press as its own rungs."""
    start = call.pressed_at
    plain = Drawn(
        call=call.id, terminal=call.terminal_id, service=call.service_id, at=start.timestamp(),
        fixed=call.route_source == "static", rungs=tuple(_rung(leg, call, start) for leg in call.legs),
        taken_by=call.target if call.reached_at else "", taken_s=_after(start, call.reached_at),
        ended_s=_after(start, call.ended_at), outcome=call.outcome or "",
    )  # fmt: skip
    if incident is None:
        return plain
    return replace(
        plain, incident=incident.id, rungs=ladder(incident, start),
        taken_by=incident.accepted_by, taken_s=_after(start, incident.accepted_at),
        ended_s=_after(start, incident.closed_at),
        outcome=("reached" if incident.accepted_at else "nobody") if incident.state == CLOSED else "",
    )  # fmt: skip


def ladder(incident: Incident, start: datetime) -> tuple[Rung, ...]:
    """One rung a telephone, in the order in which they first rang; told again, it goes on."""
    rungs: dict[str, Rung] = {}
    for moment in incident.timeline:
        _told(rungs, moment, max(0.0, _seconds(start, moment.at)))
    if incident.closed_at is not None:
        return tuple(_over(rung, _seconds(start, incident.closed_at)) for rung in rungs.values())
    return tuple(rungs.values())


def _told(rungs: dict[str, Rung], moment: Moment, at: float) -> None:
    target, _, status = moment.detail.partition(" ")
    match moment.what:
        case "rang":
            again = rungs.get(target, Rung(target=target, from_s=at))
            rungs[target] = replace(again, status="rang", until_s=None)
        case "answered" if target in rungs:
            rungs[target] = replace(rungs[target], status="answered")
        case "ended" if target in rungs and rungs[target].status != "joined":
            rungs[target] = replace(rungs[target], status=status, until_s=at)
        case "accepted":
            for other in rungs:
                rungs[other] = _over(rungs[other], at)
            known = rungs.get(target, Rung(target=target, from_s=at))
            rungs[target] = replace(known, status="joined", until_s=None)


def _over(rung: Rung, at: float) -> Rung:
    """What still rang when somebody else had it is no longer needed."""
    if rung.until_s is not None:
        return rung
    return replace(rung, until_s=at, status=rung.status if rung.status == "joined" else "CANCEL")


def _rung(leg: Leg, call: Call, start: datetime) -> Rung:
    ended = leg.ended_at or (call.ended_at if leg.status in ("joined", "rang", "answered") else None)
    return Rung(
        target=leg.target, why=leg.why, status=leg.status,
        from_s=max(0.0, _seconds(start, leg.started_at)), until_s=_after(start, ended),
    )  # fmt: skip


def newest(calls: Iterable[Call], incidents: dict[str, Incident], most: int, own: Collection[str] = ()) -> list[Drawn]:
    """The last presses, newest first; those at the visitor's own telephones (`own`) before the story's."""
    last = sorted(calls, key=lambda call: (call.terminal_id in own, call.pressed_at), reverse=True)[:most]
    return [drawn(call, incidents.get(call.incident_id or "")) for call in last]


def _after(start: datetime, at: datetime | None) -> float | None:
    return None if at is None else _seconds(start, at)


def _seconds(start: datetime, at: datetime) -> float:
    return round((at - start).total_seconds(), 2)
