"""Whose browser has the telephone? One page at a time for each operator: two would both ring.

L1. A page that asks while another one has the telephone is told where it is, and gets it only when it insists.
L2. The same page may come again at any time (a reload, another network): what was there of it before is over.
L3. A ticket opens one connection, soon, in the session that it was given to.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

TICKET_LIFE = timedelta(seconds=30)
MOST = 500
"""Telephones at a time."""


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page in one browser: `tab` names it, also after a reload."""

    staff: str
    session: str
    tab: str
    address: str = ""


@dataclass(frozen=True, kw_only=True)
class InUse:
    """Another page has the telephone."""

    since: datetime
    same_session: bool
    """In another window of this browser; else by another sign-in."""


@dataclass(frozen=True, kw_only=True)
class Full:
    """Too many telephones are open."""


@dataclass(kw_only=True)
class Line:
    """One page's telephone: reserved by its ticket, open once `end` is there."""

    page: Page
    ticket: str
    since: datetime
    end: Callable[[], None] | None = None
    """Tells the connection that another page has taken the telephone."""


@dataclass
class Lines:
    """Of one console. Used in its event loop alone."""

    open: dict[str, Line] = field(default_factory=dict)
    """By member of staff."""

    def reserve(self, page: Page, now: datetime, *, insists: bool) -> Line | InUse | Full:
        held = self.open.get(page.staff)
        if held is not None and held.page.tab != page.tab and not insists and _lives(held, now):
            return InUse(since=held.since, same_session=held.page.session == page.session)
        if held is None and len(self.open) >= MOST:
            return Full()
        if held is not None and held.end is not None:
            held.end()
        self.open[page.staff] = line = Line(page=page, ticket=secrets.token_urlsafe(24), since=now)
        return line

    def connect(self, ticket: str, session: str, now: datetime, end: Callable[[], None]) -> Line | None:
        """The line of this ticket, now open; None: it is over, used, or another session's."""
        line = next((each for each in self.open.values() if each.ticket == ticket), None)
        if line is None or line.end is not None or line.page.session != session or now - line.since > TICKET_LIFE:
            return None
        line.end = end
        return line

    def leave(self, line: Line) -> bool:
        """False: another page has the telephone already."""
        if self.open.get(line.page.staff) is not line:
            return False
        del self.open[line.page.staff]
        return True


def _lives(line: Line, now: datetime) -> bool:
    return line.end is not None or now - line.since <= TICKET_LIFE
