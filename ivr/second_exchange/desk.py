"""How does the controller speak with the webhooks? A few sealed questions over HTTP; each may be asked again."""

import json
from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import requests

from ivr.second_exchange.settings import inside_address
from ivr.twilio.inside import PREFIX
from ivr.twilio.journal_rows import Fact
from ivr.twilio.orders_json import NotUnderstood, fact_from_json
from ivr.twilio.seals import sealed
from ivr.twilio.settings import TwilioSettings

PATIENCE = 5.0


class DeskSilent(RuntimeError):
    """The webhooks did not answer, or not as they should; what was asked may or may not have been done."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """The next facts of one memory."""

    journal: str
    facts: Sequence[Fact]


class Desk:
    """Blocking: run it in a thread. Every method raises DeskSilent."""

    def __init__(self, settings: TwilioSettings, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._settings = settings
        self._address = inside_address(settings)
        self._clock = clock
        self._session = requests.Session()

    def give(self, orders: Sequence[dict[str, Any]]) -> None:
        self._ask("orders", {"orders": list(orders)})

    def take_on(self, incident: dict[str, Any]) -> None:
        self._ask("incident", incident)

    def take_back(self, tokens: Sequence[str]) -> list[str]:
        """Those that are surely never dialled from there."""
        told = self._ask("take-back", {"tokens": list(tokens)})
        return [str(token) for token in told.get("taken_back", ())]

    def facts(self, journal: str, after: int) -> Told:
        told = self._ask("facts", {"journal": journal, "after": after})
        try:
            return Told(journal=str(told["journal"]), facts=[fact_from_json(one) for one in told["facts"]])
        except (KeyError, TypeError, NotUnderstood) as wrong:
            raise DeskSilent(f"the webhooks' facts cannot be read: {wrong!r}") from wrong

    def routes(self, routes: dict[str, Any]) -> None:
        """The compiled routes, for a machine that does not share our disk."""
        self._ask("routes", {"routes": routes})

    def sounds_missing(self, names: Sequence[str]) -> list[str]:
        """Recordings that do not lie there yet."""
        return [str(name) for name in self._ask("sounds", {"names": list(names)}).get("missing", ())]

    def sound(self, name: str, wav: bytes) -> None:
        self._ask("sound", {"name": name, "wav": b64encode(wav).decode("ascii")})

    def _ask(self, what: str, told: dict[str, Any]) -> dict[str, Any]:
        path, body = f"{PREFIX}{what}", json.dumps(told, ensure_ascii=False).encode()
        headers = {**sealed(self._settings.token, path, body, self._clock()), "content-type": "application/json"}
        try:
            answer = self._session.post(f"{self._address}{path}", data=body, headers=headers, timeout=PATIENCE)
            answer.raise_for_status()
            found = answer.json()
        except (requests.RequestException, ValueError) as fault:
            raise DeskSilent(f"the webhooks do not answer ({what}): {fault}") from fault
        if not isinstance(found, dict):
            raise DeskSilent(f"the webhooks' answer to {what} cannot be read")
        return found
