"""How do broadcasts and the watch hear of what happens? Wires their use cases to events, in the same transaction."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from broadcasts import service as broadcasts
from broadcasts.service import BroadcastSettings
from db import attempts, outbox
from ivr import attempt as rule
from ivr import events as e
from ivr import missed
from ivr.attempt import Attempt, OriginateRefused
from ivr.book import Book
from ivr.controller import Listener
from ivr.settings import Settings
from people.windows import parse_windows
from wellness_checks import service as wellness
from wellness_checks.service import WatchSettings

OURS = "bb-"
PATIENCE = timedelta(seconds=15)
Told = e.AttemptRang | e.AttemptAnswered | e.StaffAccepted | e.HerLegEnded | e.StaffReported | e.MessageHeard


def watch_settings(settings: Settings) -> WatchSettings:
    care = settings.care
    return WatchSettings(
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


def listener(settings: Settings, freed: Callable[[], None] = lambda: None) -> Listener:
    """What follows from an event for attempts, signs of life and visits.

    `freed` is called, in the thread that reads the log, when an attempt of ours ends: a line gets free.
    """
    watch, rules = watch_settings(settings), broadcast_settings(settings)

    def listen(conn: Connection, _: Book, event: e.Event) -> None:
        sign = wellness.sign_of(event)
        if sign is not None:
            wellness.record_sign(conn, at=sign.at, kind=sign.kind, source=sign.source, terminal=sign.terminal)
        if isinstance(event, e.KeyPressed) and event.key == "visit":
            wellness.arrive(conn, event.terminal, event.code, event.at)
        attempt = _attempt_of(event)
        if attempt:
            _told(conn, attempt, event, watch, rules)
        if attempt and isinstance(event, e.HungUp):
            freed()

    return listen


def settle_lost(conn: Connection, now: datetime, living: frozenset[str], rules: BroadcastSettings | None = None) -> int:
    """Attempts whose dial was never made, or of which nobody will tell any more.

    Call with the log read to its end. `living`: ids of Asterisk's channels, asked for before that.
    """
    settled = 0
    for row in attempts.open_attempts(conn):
        if row.id in living or not row.id.startswith(OURS) or now - row.committed_at < PATIENCE:
            continue
        attempt = broadcasts.of_row(row)
        after = _settled(conn, attempt, now)
        if after is not None and after != attempt:
            _save(conn, after, now, WatchSettings(), rules)
            settled += 1
    return settled


def settle_refused(conn: Connection, now: datetime, ids: Sequence[str], rules: BroadcastSettings | None = None) -> int:
    """Attempts of which Asterisk says that they are over, and of which no channel was ever born: how many."""
    settled = 0
    for key in ids:
        attempt = broadcasts.load_attempt(conn, key)
        after = rule.advance(attempt, _refused(key, now)) if attempt else None
        if after is not None and after != attempt:
            _save(conn, after, now, WatchSettings(), rules)
            settled += 1
    return settled


def orders_refused(conn: Connection, now: datetime, orders: Sequence[str]) -> int:
    """As `settle_refused`, told by the ids that the outbox gave to the dials."""
    return settle_refused(conn, now, [order.removeprefix("dial-") for order in orders if order.startswith("dial-")])


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


def _attempt_of(event: e.Event) -> str:
    match event:
        case e.HungUp():
            return event.channel if event.channel.startswith(OURS) else ""
        case (
            e.AttemptRang() | e.AttemptAnswered() | e.StaffAccepted() | e.HerLegEnded() | e.StaffReported()
            | e.MessageHeard()
        ):  # fmt: skip
            return event.attempt
        case e.KeyPressed():
            return event.attempt or ""
        case _:
            return ""


def _told(conn: Connection, key: str, event: e.Event, watch: WatchSettings, rules: BroadcastSettings | None) -> None:
    attempt = broadcasts.load_attempt(conn, key)
    if attempt is None:
        if isinstance(event, e.AttemptAnswered) and not key.startswith(OURS):
            broadcasts.begin_listening(conn, event)
        return
    assert isinstance(event, Told | e.KeyPressed | e.HungUp)
    after = rule.advance(attempt, event)
    if after != attempt:
        _save(conn, after, event.at, watch, rules, before=attempt)


def _save(
    conn: Connection,
    attempt: Attempt,
    now: datetime,
    watch: WatchSettings,
    rules: BroadcastSettings | None,
    *,
    before: Attempt | None = None,
) -> None:
    """A message that only rings, or is only answered so far, has nothing to be settled yet: what it proves follows."""
    broadcasts.save_attempt(conn, attempt)
    match attempt.kind:
        case rule.BROADCAST if attempt.state == rule.ENDED or attempt.outcome not in (None, "answered"):
            broadcasts.settle_attempt(conn, attempt, now, rules, before=before)
        case rule.WELLNESS:
            wellness.settle_attempt(conn, attempt, now, watch)
        case rule.MISSED_PRESS:
            missed.settle_missed(conn, attempt, now)
