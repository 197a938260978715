"""What has to be known of the homes in which attempts of messages came to something? Read once for all of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from db import attempts, campaigns
from db.campaigns import CampaignRow, DeliveryRow
from db.due import telephones_of
from db.homes import load_seniors
from db.terminals import load_terminals
from ivr.attempt import Attempt
from people.ids import HouseholdId, SeniorId, TerminalId
from people.seniors import Senior
from people.terminals import Terminal


@dataclass(frozen=True, kw_only=True)
class Known:
    """By id. `newest`: delivery -> the attempt that we made last for it; `telephones`: in service, of each home."""

    campaigns: Mapping[str, CampaignRow]
    newest: Mapping[str, str]
    terminals: Mapping[TerminalId, Terminal]
    seniors: Mapping[SeniorId, Senior]
    telephones: Mapping[HouseholdId, tuple[Terminal, ...]]


class Rows:
    """The deliveries as they become, and what of them has to be saved."""

    def __init__(self, found: Iterable[DeliveryRow]) -> None:
        self._before = {row.id: row for row in found}
        self._now = dict(self._before)
        self._of_home = defaultdict[str | None, list[str]](list)
        for row in self._before.values():
            self._of_home[row.household_id].append(row.id)

    def get(self, delivery: str | None) -> DeliveryRow | None:
        return self._now.get(delivery or "")

    def put(self, row: DeliveryRow) -> None:
        self._now[row.id] = row

    def beside(self, row: DeliveryRow) -> list[DeliveryRow]:
        """The same message to others of her home, who have not heard it."""
        home = [] if row.household_id is None else self._of_home[row.household_id]
        others = [self._now[key] for key in home if key != row.id]
        return [
            one for one in others
            if one.campaign_id == row.campaign_id and one.heard_at is None and one.available_at is not None
        ]  # fmt: skip

    @property
    def changed(self) -> list[DeliveryRow]:
        return [row for key, row in self._now.items() if row != self._before[key]]


def rows_of(conn: Connection, made: Sequence[Attempt]) -> Rows:
    """The deliveries of these attempts, and those beside them."""
    own = campaigns.load_deliveries(conn, {one.delivery_id for one in made if one.delivery_id})
    homes = {row.household_id for row in own.values() if row.household_id}
    beside = campaigns.unheard_in_homes(conn, homes, {row.campaign_id for row in own.values()}) if own else []
    return Rows([*beside, *own.values()])


def known_of(conn: Connection, made: Sequence[Attempt], rows: Rows, again: Collection[str]) -> Known:
    """`again`: the deliveries that may have to be tried again."""
    own = [row for one in made if (row := rows.get(one.delivery_id))]
    seniors = load_seniors(conn, {row.senior_id for row in own if row.id in again})
    return Known(
        campaigns=campaigns.load_campaigns(conn, {row.campaign_id for row in own}),
        newest=attempts.newest_of(conn, {row.id for row in own}),
        terminals=load_terminals(conn, {one.terminal_id for one in made if one.terminal_id}),
        seniors=seniors,
        telephones=telephones_of(conn, {senior.household for senior in seniors.values()}),
    )
