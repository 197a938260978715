"""How is Twilio asked for something? Calls and text messages placed, listed and ended over its REST interface.

Every answer becomes one of: taken, refused, later (too fast), unknown. Only what cannot have reached Twilio, or what it
answered with a 4xx, was surely not done; a time-out, a cut line and a 5xx are unknown and are settled by asking.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Protocol, TypeVar
from urllib.parse import urlsplit

import requests
from requests.exceptions import ConnectTimeout
from twilio.base.exceptions import TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client
from urllib3.exceptions import NewConnectionError

from ivr.twilio.numbers import why_not_dialled
from ivr.twilio.settings import TwilioSettings
from ivr.twilio.settling import Listed

T = TypeVar("T")
TOO_MANY = 429
EVENTS = ["initiated", "ringing", "answered", "completed"]
MOST_LISTED = 50
RING = 60
"""Seconds a call rings where nothing else is said."""


class TwilioDown(RuntimeError):
    """A question that changes nothing was not answered; ask again later."""


@dataclass(frozen=True, kw_only=True)
class Taken:
    sid: str


@dataclass(frozen=True, kw_only=True)
class Refused:
    """Surely not done, and no better when repeated. `code`: Twilio's own, 0 where it was our own rule."""

    reason: str
    code: int = 0


@dataclass(frozen=True, kw_only=True)
class Later:
    """Surely not done; the same may be asked again."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class Unknown:
    """Perhaps done."""

    reason: str


Answer = Taken | Refused | Later | Unknown


@dataclass(frozen=True, kw_only=True)
class CallOrder:
    """`path`: what our webhooks answer once it is picked up, token included."""

    token: str
    to: str
    path: str
    ring: int = RING


class Exchange(Protocol):
    """What we need of a cloud exchange."""

    def place(self, order: CallOrder) -> Answer:
        """Ring a number; at most one call for one asking."""
        ...

    def calls_to(self, number: str) -> list[Listed]:
        """Our calls to a number, youngest first. Raises TwilioDown."""
        ...

    def send(self, *, token: str, to: str, text: str) -> Answer:
        """A text message; at most one for one asking."""
        ...

    def messages_to(self, number: str) -> list[Listed]:
        """Our text messages to a number, youngest first. Raises TwilioDown."""
        ...

    def end(self, sid: str) -> bool:
        """End a call, ringing or talking. False: not told whether it ended."""
        ...


class Twilio:
    """The account of these settings. Blocking: run it in a thread."""

    def __init__(self, settings: TwilioSettings) -> None:
        self._settings = settings
        http = _Http(settings.api, timeout=settings.timeout)
        self._account = Client(settings.account, settings.token, http_client=http).api.v2010.account

    def place(self, order: CallOrder) -> Answer:
        why = why_not_dialled(order.to)
        if why:
            return Refused(reason=why)
        public = self._settings.public
        return _asked(lambda: self._account.calls.create(
            to=order.to, from_=self._settings.number, timeout=order.ring, url=f"{public}{order.path}",
            status_callback=f"{public}/twilio/status?token={order.token}", status_callback_event=EVENTS,
        ))  # fmt: skip

    def send(self, *, token: str, to: str, text: str) -> Answer:
        """A text message."""
        why = why_not_dialled(to)
        if why:
            return Refused(reason=why)
        callback = f"{self._settings.public}/twilio/sms-status?token={token}"
        make = self._account.messages.create
        return _asked(lambda: make(to=to, from_=self._settings.number, body=text, status_callback=callback))

    def calls_to(self, number: str) -> list[Listed]:
        return _told(lambda: [
            Listed(sid=str(call.sid), made_at=_utc(call.date_created), status=str(call.status))
            for call in self._account.calls.list(to=number, from_=self._settings.number, limit=MOST_LISTED)
        ])  # fmt: skip

    def messages_to(self, number: str) -> list[Listed]:
        """Our text messages to a number. Raises TwilioDown."""
        return _told(lambda: [
            Listed(sid=str(each.sid), made_at=_utc(each.date_created), status=str(each.status))
            for each in self._account.messages.list(to=number, from_=self._settings.number, limit=MOST_LISTED)
        ])  # fmt: skip

    def end(self, sid: str) -> bool:
        try:
            self._account.calls(sid).update(status="completed")
        except TwilioRestException as refused:
            return bool(400 <= refused.status < 500 and refused.status != TOO_MANY)
        except requests.RequestException:
            return False
        return True

    def price_of(self, sid: str) -> Decimal | None:
        """What a call has cost; None: not told yet. Raises TwilioDown."""
        price = _told(lambda: self._account.calls(sid).fetch().price)
        return None if price in (None, "") else abs(Decimal(str(price)))

    def is_active(self) -> bool:
        """May the account call? Raises TwilioDown where it does not say."""
        return bool(_told(lambda: str(self._account.fetch().status)) == "active")


class _Http(TwilioHttpClient):  # type: ignore[misc]
    """The same requests to another address (a region of Twilio's, a stand-in); none repeated behind our back."""

    def __init__(self, api: str, *, timeout: float) -> None:
        super().__init__(timeout=timeout)
        self._api = api

    def request(self, method: str, url: str, *rest: Any, **named: Any) -> Any:
        parts = urlsplit(url)
        query = f"?{parts.query}" if parts.query else ""
        return super().request(method, f"{self._api}{parts.path}{query}", *rest, **named)


def _asked(make: Callable[[], Any]) -> Answer:
    try:
        return Taken(sid=str(make().sid))
    except TwilioRestException as refused:
        return _refused(refused)
    except requests.RequestException as fault:
        return Later(reason=str(fault)) if _never_left(fault) else Unknown(reason=type(fault).__name__)
    except (ValueError, TypeError, KeyError, AttributeError) as unreadable:
        return Unknown(reason=f"an answer that cannot be read: {unreadable}")


def _refused(refused: TwilioRestException) -> Answer:
    if refused.status == TOO_MANY:
        return Later(reason="too many requests")
    if refused.status >= 500 or refused.status < 400:
        return Unknown(reason=f"HTTP {refused.status}")
    return Refused(reason=str(refused.msg), code=int(refused.code or 0))


def _never_left(fault: requests.RequestException) -> bool:
    """No connection was made: nothing can have been asked."""
    if isinstance(fault, ConnectTimeout):
        return True
    reason = getattr(fault.args[0], "reason", None) if fault.args else None
    return isinstance(reason, NewConnectionError)


def _told(ask: Callable[[], T]) -> T:
    try:
        return ask()
    except (TwilioRestException, requests.RequestException, ValueError, TypeError, KeyError) as fault:
        raise TwilioDown(str(fault)) from fault


def _utc(at: datetime | None) -> datetime:
    if at is None:
        raise ValueError("a call without its moment")
    return at if at.tzinfo else at.replace(tzinfo=UTC)
