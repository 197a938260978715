"""How do broadcasts and the watch hear of what happens? Wires their use cases to events, in the same transaction."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from broadcasts import service as broadcasts
from db import attempts, outbox
from ivr import attempt as rule
from ivr import events as e
from ivr import missed
from ivr.attempt import Attempt, OriginateRefused
from ivr.book import Book
from ivr.controller import Listener
from ivr.settings import Settings
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


def listener(settings: Settings) -> Listener:
    """What follows from an event for attempts, signs of life and visits."""
    watch = watch_settings(settings)

    def listen(conn: Connection, _: Book, event: e.Event) -> None:
        sign = wellness.sign_of(event)
        if sign is not None:
            wellness.record_sign(conn, at=sign.at, kind=sign.kind, source=sign.source, terminal=sign.terminal)
        if isinstance(event, e.KeyPressed) and event.key == "visit":
            wellness.arrive(conn, event.terminal, event.code, event.at)
        attempt = _attempt_of(event)
        if attempt:
            _told(conn, attempt, event, watch)

    return listen


def settle_lost(conn: Connection, now: datetime, living: frozenset[str]) -> int:
    """Attempts whose dial was never made, or of which nobody will tell any more.

    Call with the log read to its end. `living`: ids of Asterisk's channels, asked for before that.
    """
    settled = 0
    for row in attempts.open_attempts(conn):
        attempt = broadcasts.load_attempt(conn, row.id)
        after = _settled(conn, attempt, now, living) if attempt else None
        if after is not None and after != attempt:
            _save(conn, after, now, WatchSettings())
            settled += 1
    return settled


def _settled(conn: Connection, attempt: Attempt, now: datetime, living: frozenset[str]) -> Attempt | None:
    if attempt.id in living or not attempt.id.startswith(OURS) or _young(attempt, now):
        return None
    if attempt.state != rule.INTENDED:
        return rule.settle(attempt, now)
    order = outbox.load(conn, f"dial-{attempt.id}")
    if order is None or (order.state == "intended" and order.performed_at is None):
        return None
    refused = OriginateRefused(at=now, channel=attempt.id, attempt=e.AttemptId(attempt.id))
    return rule.advance(attempt, refused)


def _young(attempt: Attempt, now: datetime) -> bool:
    """Its channel may only be coming, or its end be on the way through the log."""
    return now - attempt.committed_at < PATIENCE


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


def _told(conn: Connection, key: str, event: e.Event, watch: WatchSettings) -> None:
    attempt = broadcasts.load_attempt(conn, key)
    if attempt is None:
        if isinstance(event, e.AttemptAnswered) and not key.startswith(OURS):
            broadcasts.begin_listening(conn, event)
        return
    assert isinstance(event, Told | e.KeyPressed | e.HungUp)
    after = rule.advance(attempt, event)
    if after != attempt:
        _save(conn, after, event.at, watch)


def _save(conn: Connection, attempt: Attempt, now: datetime, watch: WatchSettings) -> None:
    broadcasts.save_attempt(conn, attempt)
    match attempt.kind:
        case rule.BROADCAST:
            broadcasts.settle_attempt(conn, attempt, now)
        case rule.WELLNESS:
            wellness.settle_attempt(conn, attempt, now, watch)
        case rule.MISSED_PRESS:
            missed.settle_missed(conn, attempt, now)
