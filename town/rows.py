"""What do our rows say? The story's questions to the database: read only, each in a transaction of its own."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, Row, Select, select

from db.engine import reading
from db.schema.calls import calls, incidents, legs
from db.schema.care import campaigns, cases, deliveries, visits
from db.schema.work import attempts
from db.tables import metadata

Found = Sequence[Row[Any]]


class Rows:
    """Plain rows by attribute, as SQLAlchemy gives them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def let_go(self) -> None:
        """Close every connection: the file is about to be taken away."""
        self._engine.dispose()

    def calls(self, terminal: str, service: str, since: datetime) -> Found:
        return self._all(
            select(calls)
            .where(calls.c.terminal_id == terminal, calls.c.service_id == service, calls.c.pressed_at >= since)
            .order_by(calls.c.pressed_at)
        )

    def legs(self, call: str) -> Found:
        return self._all(select(legs).where(legs.c.call_id == call).order_by(legs.c.position))

    def incidents(self, terminal: str, since: datetime) -> Found:
        return self._all(select(incidents).where(incidents.c.terminal_id == terminal, incidents.c.opened_at >= since))

    def deliveries(self, campaign: str) -> Found:
        return self._all(select(deliveries).where(deliveries.c.campaign_id == campaign))

    def attempts(self, **equal: str) -> Found:
        wanted = [attempts.c[name] == value for name, value in equal.items()]
        return self._all(select(attempts).where(*wanted).order_by(attempts.c.committed_at))

    def cases(self, since: datetime) -> Found:
        return self._all(select(cases).where(cases.c.opened_at >= since).order_by(cases.c.opened_at))

    def visits(self, case: str) -> Found:
        return self._all(select(visits).where(visits.c.case_id == case))

    def campaign(self, key: str) -> Row[Any] | None:
        return next(iter(self._all(select(campaigns).where(campaigns.c.id == key))), None)

    def last_moment(self) -> datetime | None:
        """The latest instant of any fact: a new story begins after it."""
        facts = metadata.tables["facts"]
        found = self._all(select(facts.c.at).order_by(facts.c.at.desc()).limit(1))
        return found[0].at if found else None

    def _all(self, statement: Select[Any]) -> Found:
        with reading(self._engine) as conn:
            return conn.execute(statement).all()
