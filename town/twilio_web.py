"""How does the pretended Twilio ask our webhooks? By POST, signed with the account's token as the real one signs."""

import asyncio
from urllib.parse import urlsplit

import requests
from twilio.request_validator import RequestValidator

from town.twilio_rest import Call


class WebhookFailed(Exception):
    """Our side did not answer with a document: Twilio would say `an application error has occurred` and hang up."""


class Web:
    """`public` is the address that is signed; `reached`: where that really is, behind the proxy."""

    def __init__(self, *, token: str, public: str, reached: str) -> None:
        self._signs = RequestValidator(token)
        self._public = public
        self._reached = reached
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.failed: list[str] = []
        self.fetched: list[tuple[int, str]] = []

    async def ask(self, call: Call, url: str, fields: dict[str, str]) -> str:
        """The document for a call. Raises WebhookFailed."""
        told = {
            "CallSid": call.sid, "AccountSid": call.account, "From": call.sender, "To": call.to,
            "CallStatus": call.status, "Direction": call.direction, "ApiVersion": "2010-04-01",
        }  # fmt: skip
        return await self.post(url, {**told, **fields})

    async def post(self, url: str, fields: dict[str, str]) -> str:
        self.asked.append((urlsplit(url).path, fields))
        answer = await asyncio.to_thread(self._post, url, fields)
        if answer.status_code >= 300:
            self.failed.append(f"{answer.status_code} {url}")
            raise WebhookFailed(f"{answer.status_code} {url}")
        return answer.text

    async def fetch(self, url: str) -> str:
        """A sound, unsigned as Twilio fetches it: how many bytes of which kind; empty: passed over in silence."""
        answer = await asyncio.to_thread(requests.get, url.replace(self._public, self._reached, 1), timeout=10)
        self.fetched.append((answer.status_code, url))
        return f"{len(answer.content)} bytes of {answer.headers['content-type']}" if answer.ok else ""

    def _post(self, url: str, fields: dict[str, str]) -> requests.Response:
        signature = self._signs.compute_signature(url, fields)
        where = url.replace(self._public, self._reached, 1)
        return requests.post(where, data=fields, headers={"X-Twilio-Signature": signature}, timeout=10)
