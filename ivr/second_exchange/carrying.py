"""How is the second exchange kept in step? One look after the other: who carries, what it told, what it is given.

look at the health -> decide (one transaction) -> commit -> give. Whatever is asked of the webhooks may be asked again;
a kill between any two lines loses nothing and dials nothing twice.
"""

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from time import monotonic

import structlog
from sqlalchemy import Connection, Engine

from broadcasts.pacing import Bucket
from broadcasts.settings import BroadcastSettings
from db import attempts
from db import second_exchange as rows
from db.engine import reading
from db.second_exchange import FactRow, GivenRow, SwitchRow
from ivr.asterisk.ami import Ami
from ivr.book import Book
from ivr.controller import Controller
from ivr.deciding import Decide
from ivr.incident import CLOSED
from ivr.second_exchange import giving, switch
from ivr.second_exchange.desk import Desk, DeskSilent, Told
from ivr.second_exchange.recordings import Recordings, recorded
from ivr.second_exchange.settings import ground_of, is_there, switch_rules
from ivr.second_exchange.sip_ping import answers_sip
from ivr.second_exchange.telling import Dial, Dials, events_of, token_of, token_over
from ivr.settings import Settings
from ivr.tables.loaded import Loaded
from ivr.taking import Taking
from ivr.twilio.fallback import compiled
from ivr.twilio.fallback_json import to_json
from ivr.twilio.journal_rows import Fact
from ivr.ways.switching import Answers, Side
from wellness_checks.service import WatchSettings

log = structlog.get_logger()
LEFT_BEHIND_AFTER = timedelta(minutes=2)
"""So long after the exchange has gone for good, what it had in hand is settled without it."""
TAKE_BACK_EVERY = 5.0
ROUTES_EVERY = timedelta(hours=6)


class Carrying:
    """`look` from a timer. `carries_itself`: whether the exchange's own dialler and performer are at work."""

    def __init__(
        self, *, engine: Engine, settings: Settings, ami: Ami, decide: Decide, taking: Taking, controller: Controller,
        loaded: Loaded, watch: WatchSettings, rules: BroadcastSettings, desk: Desk | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:  # fmt: skip
        self._engine, self._settings, self._ami = engine, settings, ami
        self._decide, self._taking, self._controller, self._loaded = decide, taking, controller, loaded
        self._watch, self._rules = watch, rules
        self._desk = desk or Desk(settings.twilio)
        self._recordings = Recordings(self._desk)
        self._clock = clock
        self._there = is_there(settings)
        self._row: SwitchRow | None = None
        self._journal = ""
        self._bucket = Bucket(at=_moment(), dials=1)
        self._took_back = 0.0
        self._routes: tuple[int, datetime] | None = None

    @property
    def carries_itself(self) -> bool:
        """Before the first look nobody has said so: then nothing is dialled for a moment."""
        return not self._there or (self._row is not None and self._row.side == Side.LOCAL)

    async def look(self) -> None:
        """One look. Raises SQLAlchemyError; that the webhooks are silent is kept and told."""
        if not self._there or not self._taking.caught_up.is_set():
            return
        await self._judge()
        try:
            await self._with_desk()
        except DeskSilent as fault:
            await self._decide(_answered, str(fault))
            return
        await self._decide(_answered, "")

    async def _judge(self) -> None:
        exchange = self._settings.exchange
        sip = self._ami.ready or await answers_sip(exchange.address, exchange.sip_port)
        up = Answers(ami=self._ami.ready, sip=sip).local_up
        before = self._row
        await self._decide(self._looked, up)
        if before is not None and self._row is not None and before.side != self._row.side:
            self._took_back = 0.0
            log.warning("switched", side=self._row.side, by=self._row.by, why=self._row.reason)

    def _looked(self, conn: Connection, now: datetime, up: bool) -> int:
        self._row = switch.look(conn, now, up, switch_rules(self._settings))
        return 1

    async def _with_desk(self) -> None:
        await self._hear()
        if self.carries_itself:
            await self._take_back()
        else:
            await self._give()
        await self._hand_over()
        await self._send_routes()

    async def _hear(self) -> None:
        """Everything that was told since, in the order in which it was."""
        while True:
            after = await asyncio.to_thread(self._read_until)
            told = await asyncio.to_thread(self._desk.facts, self._journal, after)
            self._journal = told.journal
            if not told.facts:
                return
            await self._taking.decide(lambda conn, book, told=told: self._follow(conn, book, told))  # type: ignore[misc]

    def _read_until(self) -> int:
        with reading(self._engine) as conn:
            return rows.read_until(conn, self._journal)

    def _follow(self, conn: Connection, book: Book, told: Told) -> int:
        new = {row.id for row in rows.append(conn, [_kept(told.journal, fact) for fact in told.facts])}
        facts = [fact for fact in told.facts if fact.key in new]
        dials = _dials(conn, facts)
        for fact in facts:
            events = [event for event in events_of(fact, dials)]
            self._controller.follow(conn, book, events)  # type: ignore[arg-type]
            ended = token_over(fact)
            if ended:
                rows.finish(conn, ended, "over", fact.at)
        book.save(conn)
        return len(facts)

    async def _give(self) -> None:
        """What waits in the outbox, the ladders that died with the exchange, and messages at the account's pace."""
        assert self._row is not None
        if self._row.by == switch.HEALTH:
            await self._carry_over(self._row.since)
        rate = self._settings.twilio.calls_per_second
        self._bucket = self._bucket.filled(_moment(), rate)
        channels = self._settings.twilio.channels
        sounds = await asyncio.to_thread(self._send_recordings)
        dials, held = int(self._bucket.dials), frozenset(sounds)
        made = await self._decide(giving.dial_messages, dials, channels, self._rules, held)
        self._bucket = self._bucket.taken(made)
        await self._decide(giving.give_due, ground_of(self._settings), self._watch, self._rules, sounds)

    def _send_recordings(self) -> Mapping[str, str]:
        with reading(self._engine) as conn:
            files = recorded(conn, self._clock())
        return self._recordings.send(files)

    async def _carry_over(self, since: datetime) -> None:
        """The exchange itself is gone: its ladders are called from there, its attempts are settled after a while."""
        book = self._controller.book
        open_ = {key: one.terminal_id for key, one in book.incidents.items() if one.state != CLOSED}
        if open_:
            await self._decide(giving.take_on, since, open_)
        if self._clock() - since >= LEFT_BEHIND_AFTER:
            await self._decide(giving.settle_left_behind, self._watch, self._rules)

    async def _take_back(self) -> None:
        """The exchange carries again: what still waits there is never dialled from there."""
        if self._took_back and monotonic() - self._took_back < TAKE_BACK_EVERY:
            return
        self._took_back = monotonic()
        waiting = await asyncio.to_thread(self._open, None)
        tokens = [row.token for row in waiting if row.order_id.startswith(giving.DIAL)]
        if tokens:
            sure = await asyncio.to_thread(self._desk.take_back, tokens)
            await self._decide(giving.settle_taken_back, sure, self._watch, self._rules)

    async def _hand_over(self) -> None:
        """Committed here; now it is told there, as often as it takes."""
        waiting = await asyncio.to_thread(self._open, "given")
        if not waiting:
            return
        await asyncio.to_thread(self._tell, waiting)
        tokens = [row.token for row in waiting]
        await self._decide(_taken, tokens)

    def _open(self, state: str | None) -> list[GivenRow]:
        with reading(self._engine) as conn:
            return rows.open_orders(conn, state)

    def _tell(self, waiting: Sequence[GivenRow]) -> None:
        for row in waiting:
            if row.kind == giving.INCIDENT:
                self._desk.take_on(json.loads(row.order))
        orders = [json.loads(row.order) for row in waiting if row.kind != giving.INCIDENT]
        if orders:
            self._desk.give(orders)

    async def _send_routes(self) -> None:
        """A week of routes, when the site has changed and every few hours: the webhooks live on with them alone."""
        revision, now = await asyncio.to_thread(self._loaded.revision), self._clock()
        if self._routes is not None and self._routes[0] == revision and now - self._routes[1] < ROUTES_EVERY:
            return
        site = await asyncio.to_thread(self._loaded.site)
        routes = await asyncio.to_thread(compiled, site, now, self._settings.twilio.desks)
        await asyncio.to_thread(self._desk.routes, to_json(routes))
        self._routes = (revision, now)


def _answered(conn: Connection, now: datetime, fault: str) -> int:
    switch.answered(conn, now, fault)
    return 1


def _taken(conn: Connection, now: datetime, tokens: Sequence[str]) -> int:
    rows.taken(conn, tokens, now)
    for row in rows.load_given(conn, tokens).values():
        if row.kind == giving.INCIDENT:
            rows.finish(conn, row.token, "over", now)
    giving.done(conn, tokens)
    return len(tokens)


def _kept(journal: str, fact: Fact) -> FactRow:
    return FactRow(id=fact.key, journal=journal, n=fact.n, at=fact.at, kind=fact.kind, body=fact.body)


def _dials(conn: Connection, facts: Sequence[Fact]) -> Dials:
    """What was given, of the tokens these facts speak of."""
    tokens = {token_of(fact) for fact in facts} - {""}
    given = rows.load_given(conn, tokens)
    made = attempts.load(conn, tokens)
    return Dials(
        given={
            key: Dial(kind=row.kind, total_ms=made[key].total_ms if key in made else None) for key, row in given.items()
        }
    )


def _moment() -> datetime:
    """A clock that nobody sets, as the bucket wants it."""
    return datetime.fromtimestamp(monotonic(), UTC)
