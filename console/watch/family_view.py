"""How is she, and what stands on her care card? What a family may read of their own person, and of nobody else."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from console.book import Book, Wanted, look_up
from db.accounts import keys_of
from db.cases import open_case_of
from db.homes import contacts_of_households
from db.staff import holds_on
from db.watch import WatchRow, load_watch
from people.holds import Hold
from people.ids import SeniorId
from people.seniors import Household, Senior
from people.terminals import Contact


@dataclass(frozen=True, kw_only=True)
class CareCard:
    senior: Senior
    home: Household | None
    watch: WatchRow | None
    contacts: tuple[Contact, ...]
    """In the order in which they are rung."""
    away: tuple[Hold, ...]
    """What she is away for today."""
    followed: bool
    """Her silence is being followed at this moment."""
    book: Book


def care_card(conn: Connection, person: str, now: datetime) -> CareCard | None:
    """`person`: the staff id of the family's account. None: it belongs to nobody yet."""
    senior = keys_of(conn, person).senior_id
    book = look_up(conn, Wanted(seniors=[senior] if senior else []))
    known = book.seniors.get(SeniorId(senior or ""))
    if known is None:
        return None
    today = now.astimezone(ZoneInfo(known.zone)).date()
    return CareCard(
        senior=known, home=book.households.get(known.household), watch=load_watch(conn, [known.id]).get(known.id),
        contacts=contacts_of_households(conn, [known.household]),
        away=tuple(hold for hold in holds_on(conn, today) if hold.senior == known.id),
        followed=open_case_of(conn, known.id) is not None, book=book,
    )  # fmt: skip
