"""What do the webhooks remember on their own disk? A file of SQLite beside the compiled routes, nothing shared.

`facts`    everything that Twilio told us and we did, once each, in order: the controller reads them afterwards.
`orders`   calls we mean to place or have placed: written before the asking, settled after it.
`incidents` emergencies that came in here, or whose ladder died with the exchange, until a person accepted.
`journal`  the name of this memory: a new one begins to count its facts anew.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import parse_qsl

from ivr.failover import Purpose
from people.ids import TerminalId

SCHEMA = """
CREATE TABLE IF NOT EXISTS facts (
    n INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, at TEXT NOT NULL, kind TEXT NOT NULL,
    body TEXT NOT NULL
);
CREATE TABLE IF NOT EXISTS orders (
    token TEXT PRIMARY KEY, purpose TEXT NOT NULL, number TEXT NOT NULL, path TEXT NOT NULL, incident TEXT NOT NULL,
    ring INTEGER NOT NULL, due_at TEXT NOT NULL, state TEXT NOT NULL, asked_at TEXT, sid TEXT NOT NULL DEFAULT '',
    status TEXT NOT NULL DEFAULT 'queued', seconds INTEGER NOT NULL DEFAULT 0, why TEXT NOT NULL DEFAULT ''
);
CREATE INDEX IF NOT EXISTS orders_state ON orders (state, due_at);
CREATE INDEX IF NOT EXISTS orders_sid ON orders (sid);
CREATE INDEX IF NOT EXISTS orders_incident ON orders (incident);
CREATE TABLE IF NOT EXISTS incidents (
    id TEXT PRIMARY KEY, terminal TEXT NOT NULL, caller TEXT NOT NULL, opened_at TEXT NOT NULL, accepted_by TEXT,
    accepted_at TEXT, left_at TEXT
);
CREATE TABLE IF NOT EXISTS journal (id TEXT PRIMARY KEY);
INSERT INTO journal (id) SELECT lower(hex(randomblob(16))) WHERE NOT EXISTS (SELECT 1 FROM journal);
"""


TEXT = "/twilio/sms?"
"""How the path of a text message begins: nothing is asked for behind it, its words stand in it."""


class OrderState(StrEnum):
    WAITING = "waiting"  # may be asked for when it is due
    ASKING = "asking"  # about to be asked for: after a crash, unknown
    UNKNOWN = "unknown"  # asked, no answer: to be settled before anything else happens with it
    PLACED = "placed"
    OVER = "over"
    REFUSED = "refused"
    CANCELLED = "cancelled"  # not wanted any more, never asked for


@dataclass(frozen=True, kw_only=True)
class Order:
    token: str
    purpose: Purpose
    number: str
    path: str
    """What our webhooks say when it is picked up, the token included; behind a `#` what stays with us: words, her
    number. Twilio, and every proxy's log on its way, gets what stands before."""
    due_at: datetime
    ring: int = 60
    incident: str = ""
    state: OrderState = OrderState.WAITING
    asked_at: datetime | None = None
    sid: str = ""
    status: str = "queued"
    seconds: int = 0
    why: str = ""

    @property
    def asked(self) -> str:
        """The part that Twilio gets."""
        return self.path.partition("#")[0]

    @property
    def said(self) -> dict[str, str]:
        """All that stands in it. An order from before this had everything in front of the `#`."""
        asked, _, ours = self.path.partition("#")
        return dict(parse_qsl(asked.partition("?")[2])) | dict(parse_qsl(ours))

    @property
    def is_text(self) -> bool:
        return self.path.startswith(TEXT)


@dataclass(frozen=True, kw_only=True)
class Incident:
    id: str
    terminal: TerminalId
    caller: str
    """As Twilio gave it: where she is rung back."""
    opened_at: datetime
    accepted_by: str = ""
    left_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Fact:
    """`n` grows; whoever has read up to one asks for those after it."""

    n: int
    key: str
    at: datetime
    kind: str
    body: str
    """JSON."""
