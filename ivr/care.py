"""How do broadcasts and the watch hear of what happens? Wires their use cases to events, in the same transaction."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from broadcasts import service as broadcasts
from broadcasts.service import BroadcastSettings, Step
from db import attempts, outbox, second_exchange
from ivr import attempt as rule
from ivr import events as e
from ivr import outcomes
from ivr.attempt import Attempt, OriginateRefused
from ivr.book import Book
from ivr.controller import Follower, Listener
from ivr.in_hand.following import orders_refused as hand_orders_refused
from ivr.settings import Settings
from people.windows import parse_windows
from wellness_checks import service as wellness
from wellness_checks.orders import emergencies_not_opened
from wellness_checks.service import WatchSettings

OURS = "bb-"
PATIENCE = timedelta(seconds=15)


def watch_settings(settings: Settings) -> WatchSettings:
    care = settings.care
    return settings.watch.rules(
        after_days=care.silent_after_days,
        second_try_after=care.wellness_retry,
        staff_again_after=care.staff_again_after,
    )


def broadcast_settings(settings: Settings) -> BroadcastSettings:
    care = settings.care
    return BroadcastSettings(
        zone=settings.zone,
        windows=parse_windows(care.message_windows),
        quiet=parse_windows(care.quiet_hours),
        rings_on_holidays=care.rings_on_holidays,
        channels=care.broadcast_channels,
    )


def listener(watch: WatchSettings | None = None) -> Listener:
    """What follows from each event for signs of life."""
    ordinary = (watch or WatchSettings()).ordinary_calls_are_signs

    def listen(conn: Connection, _: Book, event: e.Event) -> None:
        sign = wellness.sign_of(event, ordinary_calls=ordinary)
        if sign is not None:
            wellness.record_sign(conn, at=sign.at, kind=sign.kind, source=sign.source, terminal=sign.terminal)

    return listen


def follower(
    settings: Settings,
    freed: Callable[[], None] = lambda: None,
    moved: Callable[[Collection[str]], None] = lambda telephones: None,
) -> Follower:
    """What follows from a turn's events together, for attempts.

    `freed` is called, in the thread that reads the log, when an attempt of ours ends: a line gets free.
    `moved`, in the same thread and before the commit: the telephones at which anything has become of an attempt.
    """
    watch, rules = watch_settings(settings), broadcast_settings(settings)

    def follow(conn: Connection, events: Sequence[e.Event]) -> None:
        moved(outcomes.follow(conn, events, watch, rules))
        if any(isinstance(event, e.HungUp) and outcomes.attempt_of(event) for event in events):
            freed()

    return follow


def settle_lost(
    conn: Connection,
    now: datetime,
    living: frozenset[str],
    rules: BroadcastSettings | None = None,
    watch: WatchSettings | None = None,
) -> int:
    """Attempts whose dial was never made, or of which nobody will tell any more.

    Call with the log read to its end. `living`: ids of Asterisk's channels, asked for before that. What the second
    exchange has in hand is settled by what it tells.
    """
    held = living | second_exchange.open_tokens(conn)
    lost = [
        (attempt, _settled(conn, attempt, now))
        for attempt in map(broadcasts.of_row, attempts.open_attempts(conn))
        if attempt.id not in held and attempt.id.startswith(OURS) and now - attempt.committed_at >= PATIENCE
    ]
    return _keep(conn, now, lost, rules, watch)


def settle_refused(
    conn: Connection,
    now: datetime,
    ids: Sequence[str],
    rules: BroadcastSettings | None = None,
    watch: WatchSettings | None = None,
) -> int:
    """Attempts of which Asterisk says that they are over, and of which no channel was ever born: how many."""
    known = broadcasts.load_attempts(conn, ids)
    told = [(attempt, rule.advance(attempt, _refused(key, now))) for key, attempt in known.items()]
    return _keep(conn, now, told, rules, watch)


def orders_refused(
    conn: Connection,
    now: datetime,
    orders: Sequence[str],
    rules: BroadcastSettings | None = None,
    watch: WatchSettings | None = None,
) -> int:
    """As `settle_refused`, told by the ids that the outbox gave to the dials; a lost emergency is a task at once."""
    emergencies_not_opened(conn, orders, now)
    hand_orders_refused(conn, orders)
    dials = [order.removeprefix("dial-") for order in orders if order.startswith("dial-")]
    return settle_refused(conn, now, dials, rules, watch)


def _keep(
    conn: Connection,
    now: datetime,
    told: Iterable[tuple[Attempt, Attempt | None]],
    rules: BroadcastSettings | None,
    watch: WatchSettings | None,
) -> int:
    """Of attempts before and after: those that have changed, and how many they are."""
    steps = [Step(attempt=after, at=now) for before, after in told if after is not None and after != before]
    outcomes.keep(conn, steps, watch, rules)
    return len(steps)


def _settled(conn: Connection, attempt: Attempt, now: datetime) -> Attempt | None:
    if attempt.state != rule.INTENDED:
        return rule.settle(attempt, now)
    order = outbox.load(conn, f"dial-{attempt.id}")
    if order is None or (order.state == "intended" and order.performed_at is None):
        return None
    if order.performed_at is not None and now - order.performed_at < PATIENCE:
        return None  # its channel may only be coming, or its end be on the way through the log
    return rule.advance(attempt, _refused(attempt.id, now))


def _refused(key: str, now: datetime) -> OriginateRefused:
    return OriginateRefused(at=now, channel=key, attempt=e.AttemptId(key))
