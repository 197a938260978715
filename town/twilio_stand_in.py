"""How is the way out through Twilio tried without Twilio? A server on loopback that plays its part.

It takes the REST requests that we send, calls our webhooks with real signatures, and carries their TwiML out with
people who behave as a script says (`town.twilio_line`: no SIP, no sound), or by SIP with the town's own telephones
(`by_sip`, `town.twilio_exchange`).
"""

import asyncio
import base64
import contextlib
import json
from collections.abc import AsyncIterator, MutableMapping
from contextlib import asynccontextmanager
from typing import Any, Self
from urllib.parse import parse_qs, parse_qsl, unquote

import uvicorn

from town.pair import Pair
from town.twilio_exchange import Cloud
from town.twilio_line import REJECTED, Line, Person, Town
from town.twilio_rest import Call, Faults, Text, account_row, page, refusal
from town.twilio_web import Web, WebhookFailed

Message = MutableMapping[str, Any]


class TwilioStandIn:
    """`async with TwilioStandIn(...) as twilio:`; its REST interface is at `address`."""

    def __init__(self, *, account: str, token: str, public: str, reached: str, host: str = "127.0.0.1") -> None:
        self.account, self.token, self.host, self.port = account, token, host, 0
        self.faults, self.town = Faults(), Town()
        self.web = Web(token=token, public=public, reached=reached)
        self.calls: list[Call] = []
        self.texts: list[Text] = []
        self.requests: list[tuple[str, str, dict[str, str]]] = []
        """Method, path and fields of every REST request."""
        self.answers: list[tuple[str, str, int, Any]] = []
        self.cloud: Cloud | None = None
        """Set: calls are carried by SIP through the town; None: by people who follow a script."""
        self._tasks: set[asyncio.Task[None]] = set()
        self._server: uvicorn.Server | None = None
        self._serving: asyncio.Task[None] | None = None

    @property
    def address(self) -> str:
        return f"http://{self.host}:{self.port}"

    async def __aenter__(self) -> Self:
        config = uvicorn.Config(self, host=self.host, port=0, log_level="error", access_log=False, lifespan="off")
        self._server = uvicorn.Server(config)
        self._serving = asyncio.create_task(self._server.serve())
        while not self._server.started:
            await asyncio.sleep(0)
        self.port = self._server.servers[0].sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in list(self._tasks):
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        if self._server is not None and self._serving is not None:
            self._server.should_exit = True
            await self._serving

    def press(self, sender: str, to: str, url: str) -> Call:
        """Somebody rings one of our numbers, whose voice address is `url`."""
        call = Call(to=to, sender=sender, account=self.account, direction="inbound", status="in-progress")
        self.calls.append(call)
        self._start(self._inbound(call, url))
        return call

    async def quiet(self) -> None:
        """Until no call is under way."""
        while self._tasks:
            await asyncio.wait(set(self._tasks))

    def behaves(self, number: str, **how: Any) -> Person:
        self.town.people[number] = Person(**how)
        return self.town.people[number]

    async def __call__(self, scope: Message, receive: Any, send: Any) -> None:
        body = (await receive()).get("body", b"").decode()
        path = unquote(scope["path"])
        text = body or scope["query_string"].decode()
        fields = dict(parse_qsl(text))
        self.requests.append((scope["method"], path, {k: ",".join(v) for k, v in parse_qs(text).items()}))
        status, answer = self._answer(scope, path, fields)
        self.answers.append((scope["method"], path, status, answer))
        if self.faults.slow:
            await asyncio.sleep(self.faults.slow)
        await send({"type": "http.response.start", "status": status,
                    "headers": [(b"content-type", b"application/json")]})  # fmt: skip
        await send({"type": "http.response.body", "body": json.dumps(answer).encode()})

    def _answer(self, scope: Message, path: str, fields: dict[str, str]) -> tuple[int, Any]:
        if not self._is_ours(scope):
            return 401, refusal(401, 20003, "Authenticate")
        kind = path.removeprefix(f"/2010-04-01/Accounts/{self.account}").strip("/")
        if kind == ".json":
            return 200, account_row(self.account)
        if scope["method"] == "GET" and kind in ("Calls.json", "Messages.json"):
            return 200, self._list(kind, path, fields)
        if scope["method"] == "POST" and kind in ("Calls.json", "Messages.json"):
            return self._placed(kind, fields)
        return self._one(scope["method"], kind, fields)

    def _placed(self, kind: str, fields: dict[str, str]) -> tuple[int, Any]:
        if self.faults.status:
            return self.faults.status, refusal(self.faults.status, 20429, "as it was told")
        if not fields.get("To", "").startswith("+"):
            return 400, refusal(400, 21211, f"The 'To' number {fields.get('To')} is not a valid phone number.")
        made = self._call(fields) if kind == "Calls.json" else self._text(fields)
        if self.faults.lost:
            return 500, refusal(500, 20500, "lost on the way")
        return 201, made

    def _call(self, fields: dict[str, str]) -> dict[str, Any]:
        call = Call(to=fields["To"], sender=fields["From"], account=self.account, told=fields)
        self.calls.append(call)
        self._start(self._outbound(call))
        return call.row()

    def _text(self, fields: dict[str, str]) -> dict[str, Any]:
        text = Text(to=fields["To"], sender=fields["From"], account=self.account, body=fields["Body"])
        self.texts.append(text)
        self._start(self._texting(text, fields.get("StatusCallback", "")))
        return text.row()

    def _list(self, kind: str, path: str, fields: dict[str, str]) -> dict[str, Any]:
        name = kind.removesuffix(".json").lower()
        held: list[Any] = [*(self.calls if name == "calls" else self.texts)]
        found = [one for one in held if one.to == fields.get("To") and one.sender == fields.get("From")]
        return page(name, [] if self.faults.hides else [one.row() for one in reversed(found)], path)

    def _one(self, method: str, kind: str, fields: dict[str, str]) -> tuple[int, Any]:
        sid = kind.removeprefix("Calls/").removesuffix(".json")
        call = next((call for call in self.calls if call.sid == sid), None)
        if call is None:
            return 404, refusal(404, 20404, f"{kind} was not found")
        if method == "POST" and fields.get("Status") == "completed":
            call.status = "completed"
            self.town.person(call.to).stays.set()
            if self.cloud is not None:
                self._start(self.cloud.end(call))
        return 200, call.row()

    def _is_ours(self, scope: Message) -> bool:
        told = dict(scope["headers"]).get(b"authorization", b"").decode()
        return bool(told == "Basic " + base64.b64encode(f"{self.account}:{self.token}".encode()).decode())

    def _start(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _inbound(self, call: Call, url: str) -> None:
        await Line(self.web, call, self.town.person(call.sender), self.town).run(url)
        call.status = "completed"

    @asynccontextmanager
    async def by_sip(self, pair: Pair, voice_url: str) -> AsyncIterator[Cloud]:
        """Within the block calls leave and arrive as SIP, at a town that runs."""
        cloud = Cloud(
            pair=pair, web=self.web, town=self.town, voice_url=voice_url, calls=self.calls, account=self.account
        )
        async with cloud:
            self.cloud = cloud
            try:
                yield cloud
            finally:
                self.cloud = None

    async def _by_sip(self, cloud: Cloud, call: Call) -> None:
        await self._tell(call, ["initiated", "ringing"])
        call.status = "ringing"
        call.status = await cloud.place(call, lambda: self._start(self._tell(call, ["in-progress"])))
        await self._tell(call, [call.status])

    async def _outbound(self, call: Call) -> None:
        if self.cloud is not None:
            await self._by_sip(self.cloud, call)
            return
        person = self.town.person(call.to)
        steps = ["initiated", "ringing"]
        if not self.faults.backwards:
            await self._tell(call, steps)
        call.status = "ringing"
        if person.answers_after:
            await asyncio.sleep(person.answers_after)
        if person.picks_up is not None:
            await person.picks_up.wait()
        if person.kind in REJECTED or call.status == "completed":
            call.status = REJECTED.get(person.kind, "completed")
        else:
            call.status = "in-progress"
            if not self.faults.backwards:
                await self._tell(call, ["in-progress"])
            await Line(self.web, call, person, self.town).run(call.told["Url"])
            call.status, call.seconds = "completed", person.said or 1
            steps.append("in-progress")
        await self._tell(call, [call.status, *reversed(steps)] if self.faults.backwards else [call.status])

    async def _tell(self, call: Call, statuses: list[str]) -> None:
        url = call.told.get("StatusCallback", "")
        for status in statuses:
            for _ in range(self.faults.times if url else 0):
                fields = {"CallSid": call.sid, "CallStatus": status, "To": call.to, "From": call.sender,
                          "AccountSid": call.account, "CallDuration": str(call.seconds)}  # fmt: skip
                with contextlib.suppress(WebhookFailed):
                    await self.web.post(url, fields)

    async def _texting(self, text: Text, url: str) -> None:
        text.status = "delivered"
        for status in ("sent", "delivered") if url else ():
            with contextlib.suppress(WebhookFailed):
                await self.web.post(url, {"MessageSid": text.sid, "MessageStatus": status, "To": text.to})
