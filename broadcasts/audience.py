"""Who gets the message, and why does somebody not? Nobody is left out without a reason."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from people.holds import Hold
from people.ids import HouseholdId, SeniorId, TerminalId
from people.seniors import Senior, Tag
from people.terminals import Terminal

LIVING_ALONE = frozenset({Tag.LIVES_ALONE.value})


class Why(StrEnum):
    """Why somebody is not in the audience; the first that holds, in this order."""

    NOT_CHOSEN = "not_chosen"  # has none of the tags the message is for
    NO_CONSENT = "no_consent"
    ON_HOLD = "on_hold"  # away today, by her own calendar
    NO_TERMINAL = "no_terminal"  # no telephone in service at her home


@dataclass(frozen=True, kw_only=True)
class Listener:
    senior: SeniorId
    household: HouseholdId
    terminal: TerminalId


@dataclass(frozen=True, kw_only=True)
class Excluded:
    senior: SeniorId
    why: Why


@dataclass(frozen=True, kw_only=True)
class Audience:
    listeners: tuple[Listener, ...]
    excluded: tuple[Excluded, ...]


@dataclass(frozen=True, kw_only=True)
class Homes:
    """What the rule needs to know of homes: the telephones in each, and who is away when."""

    terminals: Mapping[HouseholdId, Sequence[Terminal]]
    holds: Mapping[SeniorId, Sequence[Hold]]

    def terminal_of(self, senior: Senior) -> Terminal | None:
        """Her telephone in service; the first by its id where a home has several."""
        working = [terminal for terminal in self.terminals.get(senior.household, ()) if terminal.active]
        return min(working, key=lambda terminal: terminal.id, default=None)

    def away(self, senior: Senior, now: datetime) -> bool:
        today = now.astimezone(ZoneInfo(senior.zone)).date()
        return any(hold.starts_on <= today <= hold.ends_on for hold in self.holds.get(senior.id, ()))


def choose(seniors: Iterable[Senior], homes: Homes, now: datetime, *, tags: frozenset[str] = LIVING_ALONE) -> Audience:
    """Everybody with one of the tags (no tags: everybody) who may and can be rung now."""
    listeners, excluded = list[Listener](), list[Excluded]()
    for senior in seniors:
        found = place(senior, homes, now, tags=tags)
        if isinstance(found, Excluded):
            excluded.append(found)
        else:
            listeners.append(found)
    return Audience(listeners=tuple(listeners), excluded=tuple(excluded))


def place(senior: Senior, homes: Homes, now: datetime, *, tags: frozenset[str]) -> Listener | Excluded:
    """Where to ring one senior, or why she is not rung."""
    terminal = homes.terminal_of(senior)
    if tags and not tags & senior.tags:
        return Excluded(senior=senior.id, why=Why.NOT_CHOSEN)
    if not senior.consents_to_broadcasts:
        return Excluded(senior=senior.id, why=Why.NO_CONSENT)
    if homes.away(senior, now):
        return Excluded(senior=senior.id, why=Why.ON_HOLD)
    if terminal is None:
        return Excluded(senior=senior.id, why=Why.NO_TERMINAL)
    return Listener(senior=senior.id, household=senior.household, terminal=terminal.id)
