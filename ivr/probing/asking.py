"""What does the carrier say of a number, without anybody being rung? Twilio's Lookup, asked number by number."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol
from urllib.parse import quote

import requests

from ivr.probing.probing import Destination, Means, Word

FIELDS = "line_status"
DEAD, ALIVE = frozenset({"inactive"}), frozenset({"active", "reachable"})


class Account(Protocol):
    """What of the account's settings counts here. `timeout`: seconds."""

    @property
    def account(self) -> str: ...
    @property
    def token(self) -> str: ...
    @property
    def api(self) -> str: ...
    @property
    def timeout(self) -> float: ...


def ask_all(settings: Account, asked: Iterable[Destination], at: datetime) -> list[Word]:
    """What was said of each. It ends at the first question that is not answered: the others wait for the next time."""
    words: list[Word] = []
    with requests.Session() as session:
        session.auth = (settings.account, settings.token)
        for one in asked:
            try:
                words.append(_ask(session, settings, one.number, at))
            except (requests.RequestException, ValueError, AttributeError):
                break
    return words


def address(api: str, number: str) -> str:
    """Where it is asked: beside the account's own interface."""
    return f"{api.replace('://api.', '://lookups.', 1)}/v2/PhoneNumbers/{quote(number, safe='')}"


def _ask(session: requests.Session, settings: Account, number: str, at: datetime) -> Word:
    answer = session.get(address(settings.api, number), params={"Fields": FIELDS}, timeout=settings.timeout)
    if answer.status_code == 404:
        return Word(number=number, at=at, means=Means.LOOKUP, leads=False, detail="no such number")
    answer.raise_for_status()
    said = answer.json()
    status = str((said.get("line_status") or {}).get("status") or "")
    if said.get("valid") is False:
        reason = "+".join(str(each) for each in said.get("validation_errors") or ()) or "not valid"
        return Word(number=number, at=at, means=Means.LOOKUP, leads=False, detail=reason)
    leads = False if status in DEAD else True if status in ALIVE else None
    return Word(number=number, at=at, means=Means.LOOKUP, leads=leads, detail=status)
