"""What happened to her? A person's card, what is agreed about her, and everything on record, newest first."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from db import holds
from db.cases import CaseRow, open_case_of
from db.due import telephones_of
from db.homes import contacts_of_households, load_households, load_seniors
from db.watch import WatchRow, load_watch
from people.holds import Hold
from people.ids import SeniorId
from people.seniors import Household, Senior
from people.terminals import Contact, Terminal
from wellness_checks.service import Happening, history_of

KINDS = ("press", "message", "sign", "case", "wellness_call", "visit", "hold", "audit")


@dataclass(frozen=True, kw_only=True)
class PersonView:
    """`holds`: those that stand or are to come, the earliest first."""

    senior: Senior
    household: Household
    telephones: tuple[Terminal, ...]
    contacts: tuple[Contact, ...]
    watch: WatchRow | None
    case: CaseRow | None
    holds: tuple[Hold, ...]
    history: tuple[Happening, ...]

    def away(self, now: datetime) -> Hold | None:
        today = now.astimezone(ZoneInfo(self.senior.zone)).date()
        return next((hold for hold in self.holds if hold.covers(today)), None)


def read_person(conn: Connection, senior: str, now: datetime, limit: int) -> PersonView | None:
    """None: nobody of that id."""
    her = load_seniors(conn, [senior]).get(SeniorId(senior))
    if her is None:
        return None
    home = load_households(conn, [her.household])[her.household]
    contacts = contacts_of_households(conn, [home.id])
    return read_her(conn, her, home, contacts, now, history_of(conn, her, limit))


def read_her(
    conn: Connection, her: Senior, home: Household, contacts: tuple[Contact, ...], now: datetime,
    told: tuple[Happening, ...],
) -> PersonView:  # fmt: skip
    """The rest of somebody whose home has been read already."""
    today = now.astimezone(ZoneInfo(her.zone)).date()
    agreed = holds.of_seniors(conn, [her.id]).get(her.id, ())
    return PersonView(
        senior=her, household=home, contacts=contacts,
        telephones=telephones_of(conn, [home.id]).get(home.id, ()),
        watch=load_watch(conn, [her.id]).get(her.id), case=open_case_of(conn, her.id),
        holds=tuple(hold for hold in agreed if hold.ends_on >= today), history=told,
    )  # fmt: skip
