"""May this home be rung at this moment? Asked again at every dial: people leave, withdraw and sleep."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import Connection

from broadcasts.audience import Excluded, Homes, place
from broadcasts.moments import rings_from
from broadcasts.settings import BroadcastSettings
from db.campaigns import CampaignRow, DeliveryRow
from db.due import holds_of, telephones_of
from db.homes import load_seniors
from people.ids import SeniorId
from people.seniors import Senior
from people.terminals import Terminal

OUTSIDE_WINDOW, NO_WINDOW = "outside_window", "no_window"
IN_USE_AFTER = timedelta(minutes=1)
"""How soon a telephone in use is looked at again."""


@dataclass(frozen=True, kw_only=True)
class Ready:
    """She may be rung now, on this telephone."""

    row: DeliveryRow
    telephone: Terminal


@dataclass(frozen=True, kw_only=True)
class Asked:
    """`put_off`: rows as they are to be kept, each with its `why`."""

    ready: tuple[Ready, ...]
    put_off: tuple[DeliveryRow, ...]


def ask(
    conn: Connection,
    rows: Sequence[DeliveryRow],
    now: datetime,
    campaigns: Mapping[str, CampaignRow],
    rules: BroadcastSettings,
) -> Asked:
    """In the order given. `campaigns`: those of the rows, by id."""
    seniors = load_seniors(conn, [row.senior_id for row in rows])
    homes = Homes(
        terminals=telephones_of(conn, {senior.household for senior in seniors.values()}),
        holds=holds_of(conn, [row.senior_id for row in rows]),
    )
    found = [
        _asked(row, seniors[SeniorId(row.senior_id)], homes, now, campaigns[row.campaign_id], rules) for row in rows
    ]
    return Asked(
        ready=tuple(one for one in found if isinstance(one, Ready)),
        put_off=tuple(one for one in found if isinstance(one, DeliveryRow)),
    )


def in_use(row: DeliveryRow, now: datetime) -> DeliveryRow:
    """Her telephone is in use: looked at again soon, which uses up no try."""
    return replace(row, why="in_use", next_try_at=now + IN_USE_AFTER)


def _asked(
    row: DeliveryRow,
    senior: Senior,
    homes: Homes,
    now: datetime,
    campaign: CampaignRow,
    rules: BroadcastSettings,
) -> Ready | DeliveryRow:
    at = place(senior, homes, now)
    if isinstance(at, Excluded):  # since the message was started
        return _given_up(row, at.why.value)
    opens = rings_from(now, senior, campaign, rules)
    if opens is None:
        return _given_up(row, NO_WINDOW)
    if opens > now:
        return replace(row, why=OUTSIDE_WINDOW, next_try_at=opens)
    telephones = homes.terminals[senior.household]
    wanted = next((one for one in telephones if one.id == row.terminal_id), None)
    return Ready(row=row, telephone=wanted or next(one for one in telephones if one.id == at.terminal))


def _given_up(row: DeliveryRow, why: str) -> DeliveryRow:
    return replace(row, state="done", why=why, evidence=row.evidence or "not_dialled", next_try_at=None)
