"""Who is to be watched and was offered nothing for five days? Listed, and greeted by the exchange itself.

A greeting is a message like any other: offered once for each day, however often the tick comes. After a first import
everybody waits for one: so many a day hear it, that what follows from it (calls, visits) does not come all at once.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection

from broadcasts.campaign import Audio
from broadcasts.filters import Filter, to_json
from broadcasts.service import BroadcastSettings, start
from db import campaigns, choosing, greetings
from db.campaigns import CampaignRow
from wellness_checks.settings import WatchSettings

GREETING = "greeting"


def not_watched(conn: Connection, now: datetime, settings: WatchSettings | None = None) -> Sequence[str]:
    """Seniors to whom nothing was offered for so many days, though they are to be watched; by their ids."""
    rules = settings or WatchSettings()
    if not rules.greet_after_days:
        return ()
    return greetings.offered_nothing_since(conn, now - timedelta(days=rules.greet_after_days), rules.watched_tags)


def whose_turn(conn: Connection, now: datetime, settings: WatchSettings | None = None) -> Sequence[str]:
    """Of those who may have a message now: as many as the site greets in a day, the longest without an offer first."""
    rules = settings or WatchSettings()
    people = not_watched(conn, now, rules)
    if not people:
        return ()
    everybody = Filter(seniors=frozenset(people))
    may = [one.senior for one in choosing.listed_people(conn, now, everybody, choosing.OFFERED, limit=len(people))]
    offered = greetings.last_offered(conn, may)
    never = datetime.min.replace(tzinfo=UTC)
    return sorted(may, key=lambda one: (offered.get(one, never), one))[: rules.greet_a_day]


def key_of(now: datetime) -> str:
    """The id of the greeting of this day: there is one a day."""
    return f"{GREETING}-{now:%Y-%m-%d}"


def is_due(conn: Connection, now: datetime, settings: WatchSettings | None = None) -> bool:
    """Somebody needs a greeting, and none has gone out today."""
    return campaigns.load_campaign(conn, key_of(now)) is None and bool(not_watched(conn, now, settings))


def greet(
    conn: Connection, now: datetime, *, audio: Audio, title: str, text: str, language: str = "zh",
    settings: WatchSettings | None = None, offered: BroadcastSettings | None = None,
) -> CampaignRow | None:  # fmt: skip
    """The greeting of the day; None: nobody needs one, or it has gone out."""
    key = key_of(now)
    if campaigns.load_campaign(conn, key):
        return None
    people = whose_turn(conn, now, settings)
    if not people:
        return None
    chosen = Filter(seniors=frozenset(people))
    row = CampaignRow(
        id=key, title=title, text=text, template=GREETING, audience=to_json(chosen), created_at=now,
        created_by="system", language=language,
    )  # fmt: skip
    campaigns.save_campaign(conn, row)
    start(conn, key, now, audio=audio, settings=offered)
    return campaigns.load_campaign(conn, key)
