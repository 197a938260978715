"""A press arrives at a Twilio number: who is it, what is asked for, whom does it reach next?

P1. The service is the number that was dialled (one number for each service), or the code in a SIP address.
P2. The caller is known by caller id alone: whoever takes the call hears "not confirmed", and no silence is cleared.
P3. The rungs are read from the same rows as Asterisk's, at the moment of the press (`ivr.tables.rows.read`).
P4. A rung of several telephones becomes several: only one may be dialled at a time, or a machine ends the others.
P5. A rung is taken when a person was joined: told by Twilio (DialBridged); where it does not tell, an answer that
    lasted, and for press-1 the key that we heard ourselves.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from ivr.emergency import Leg
from ivr.rungs import Rung, Why
from ivr.services import EMERGENCY, HOTLINE
from ivr.tables.rows import Key, read
from ivr.twilio.fallback import Fallback
from people.ids import AreaId, ServiceId, TargetId, TerminalId
from people.numbers import Refused, normalise
from people.seniors import Language
from people.terminals import Accepts

LADDER_RING = 60
"""Seconds one leg of an emergency rings; the ladder goes on meanwhile."""
NOBODY, NOWHERE = TerminalId(""), AreaId("")
_SIP = re.compile(r"sips?:([^@;]+)@", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Caller:
    """`terminal` is empty for a stranger."""

    number: str
    terminal: TerminalId = NOBODY
    area: AreaId = NOWHERE
    contacts: tuple[str, ...] = ()
    language: Language = Language.CHINESE


@dataclass(frozen=True, kw_only=True)
class Dialled:
    """One telephone to be rung."""

    target: TargetId
    number: str
    seconds: int
    accepts: Accepts
    why: str


def service_of(to: str, numbers: Mapping[str, str], fallback: Fallback, prefix: str) -> ServiceId:
    """P1; the hotline where nothing says more: some person answers."""
    if to in numbers:
        return ServiceId(numbers[to])
    sip = _SIP.match(to)
    code = sip[1].removeprefix(prefix) if sip else ""
    return fallback.services.get(code, HOTLINE)


def caller_of(sender: str, fallback: Fallback) -> Caller:
    """P2. `sender`: as Twilio gives it, E.164 or a SIP address whose user is a terminal of ours."""
    sip = _SIP.match(sender)
    terminal = TerminalId(sip[1]) if sip else fallback.callers.get(_stored(sender), NOBODY)
    who = fallback.rows.value(Key("who", terminal)).split(",") if terminal else []
    if len(who) != 5:
        return Caller(number=sender)
    contacts = tuple(contact for contact in who[3].split("+") if contact)
    language = Language.ENGLISH if who[4] == Language.ENGLISH else Language.CHINESE
    return Caller(number=sender, terminal=terminal, area=AreaId(who[1]), contacts=contacts, language=language)


def rungs_of(service: ServiceId, caller: Caller, fallback: Fallback, at: datetime) -> tuple[Rung, ...]:
    """P3; her own contacts stand in place of `own-<n>`. Raises ValueError for the emergency: it has a ladder."""
    found = read(fallback.rows, (caller.terminal, caller.area), service, at)
    own = {f"own-{n}": TargetId(f"contact-{contact}") for n, contact in enumerate(caller.contacts, start=1)}
    return tuple(replace(rung, target=own.get(rung.target, rung.target)) for rung in found)


def to_dial(rungs: tuple[Rung, ...], fallback: Fallback) -> tuple[Dialled, ...]:
    """P4; a target without a telephone Twilio may dial is left out."""
    return tuple(one for rung in rungs for one in _telephones(rung, fallback))


def ladder_of(caller: Caller, fallback: Fallback) -> tuple[tuple[int, Dialled], ...]:
    """The emergency legs of her home with their seconds; of a stranger, the site's."""
    legs = fallback.ladders.get(caller.terminal, fallback.static_ladder)
    return tuple((leg.seconds, one) for leg in legs for one in _telephones(_as_rung(leg), fallback))


def was_taken(*, accepts: Accepts, status: str, bridged: str, seconds: int, pressed: bool) -> bool:
    """P5. `bridged`: `true`, `false` or empty, as Twilio told; `pressed`: her 1 came to us."""
    if bridged:
        return bridged == "true"
    answered = status in ("completed", "answered") and seconds > 0
    return answered and (pressed or accepts is Accepts.ANSWER)


def is_emergency(service: ServiceId) -> bool:
    return service == EMERGENCY


def _telephones(rung: Rung, fallback: Fallback) -> Iterator[Dialled]:
    target = fallback.targets.get(rung.target)
    for number in target.numbers if target else ():
        accepts = target.accepts if target and rung.accepts is Accepts.ANSWER else rung.accepts
        yield Dialled(target=rung.target, number=number, seconds=rung.seconds, accepts=accepts, why=rung.why)


def _as_rung(leg: Leg) -> Rung:
    return Rung(target=leg.target, seconds=LADDER_RING, accepts=Accepts.PRESS_1, why=Why.OPEN)


def _stored(number: str) -> str:
    normal = normalise(number)
    return number if isinstance(normal, Refused) else normal
