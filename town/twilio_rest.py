"""What does the pretended Twilio answer to REST requests? Rows in the shape of Twilio's published description."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import Any
from uuid import uuid4


@dataclass
class Faults:
    """What goes wrong from now on; the defaults are a healthy Twilio."""

    status: int = 0  # answered to every REST request that would place something, without doing it
    lost: bool = False  # done, and answered 500
    times: int = 1  # how often each callback is said
    backwards: bool = False  # callbacks of a call come last first
    hides: bool = False  # the list of calls is empty
    slow: float = 0.0  # seconds that every answer takes, when all is done


@dataclass
class Call:
    """One call of the account, inbound or outbound."""

    to: str
    sender: str
    account: str
    direction: str = "outbound-api"
    sid: str = field(default_factory=lambda: f"CA{uuid4().hex}")
    status: str = "queued"
    made_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    seconds: int = 0
    heard: list[str] = field(default_factory=list)
    room: str = ""
    """The conference it was in last."""
    told: dict[str, str] = field(default_factory=dict)
    """The fields it was placed with."""

    def row(self) -> dict[str, Any]:
        moment = format_datetime(self.made_at)
        over = self.status in ("completed", "busy", "failed", "no-answer", "canceled")
        return {
            "sid": self.sid, "date_created": moment, "date_updated": moment, "parent_call_sid": None,
            "account_sid": self.account, "to": self.to, "to_formatted": self.to, "from": self.sender,
            "from_formatted": self.sender, "phone_number_sid": None, "status": self.status,
            "start_time": None if self.status == "queued" else moment, "end_time": moment if over else None,
            "duration": str(self.seconds) if over else None, "price": None, "price_unit": "USD",
            "direction": self.direction, "answered_by": None, "annotation": None, "api_version": "2010-04-01",
            "forwarded_from": None, "group_sid": None, "caller_name": None, "queue_time": "0", "trunk_sid": None,
            "uri": f"/2010-04-01/Accounts/{self.account}/Calls/{self.sid}.json", "subresource_uris": {},
        }  # fmt: skip


@dataclass
class Text:
    """One text message."""

    to: str
    sender: str
    account: str
    body: str
    sid: str = field(default_factory=lambda: f"SM{uuid4().hex}")
    status: str = "queued"
    made_at: datetime = field(default_factory=lambda: datetime.now(UTC))

    def row(self) -> dict[str, Any]:
        moment = format_datetime(self.made_at)
        return {
            "body": self.body, "num_segments": "1", "direction": "outbound-api", "from": self.sender, "to": self.to,
            "date_updated": moment, "price": None, "error_message": None, "account_sid": self.account,
            "uri": f"/2010-04-01/Accounts/{self.account}/Messages/{self.sid}.json", "num_media": "0",
            "status": self.status, "messaging_service_sid": None, "sid": self.sid, "date_sent": None,
            "date_created": moment, "error_code": None, "price_unit": "USD", "api_version": "2010-04-01",
            "subresource_uris": {},
        }  # fmt: skip


def page(name: str, rows: list[dict[str, Any]], uri: str) -> dict[str, Any]:
    """One page holds all of them."""
    return {
        name: rows, "first_page_uri": uri, "next_page_uri": None, "previous_page_uri": None, "uri": uri, "page": 0,
        "page_size": 50, "start": 0, "end": max(0, len(rows) - 1),
    }  # fmt: skip


def account_row(account: str) -> dict[str, Any]:
    moment = format_datetime(datetime.now(UTC))
    return {
        "auth_token": None, "date_created": moment, "date_updated": moment, "friendly_name": "stand-in",
        "owner_account_sid": account, "sid": account, "status": "active", "subresource_uris": {}, "type": "Full",
        "uri": f"/2010-04-01/Accounts/{account}.json",
    }  # fmt: skip


def refusal(status: int, code: int, message: str) -> dict[str, Any]:
    return {
        "code": code,
        "message": message,
        "more_info": f"https://www.twilio.com/docs/errors/{code}",
        "status": status,
    }
