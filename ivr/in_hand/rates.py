"""How often does each provider take the calls that reach it? From what the reports have counted of thirty days."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from db.schema.reports import report_rungs
from ivr.rungs import provider_of
from people.ids import ProviderId, TargetId

SPAN = timedelta(days=30)


def answer_rates(conn: Connection, now: datetime, only: Collection[str] | None = None) -> Mapping[ProviderId, int]:
    """Of a hundred calls that rang there; providers that nobody rang are not in it. `only`: of these targets alone."""
    counted = (
        select(report_rungs.c.target, func.sum(report_rungs.c.took), func.sum(report_rungs.c.tried))
        .where(report_rungs.c.grain == "d", report_rungs.c.start >= f"{now - SPAN:%Y-%m-%d}")
        .group_by(report_rungs.c.target)
    )
    if only is not None:
        counted = counted.where(report_rungs.c.target.in_(only))
    took: dict[ProviderId, int] = {}
    tried: dict[ProviderId, int] = {}
    for target, taken, rung in conn.execute(counted):
        provider = provider_of(TargetId(target))
        if provider is not None:
            took[provider] = took.get(provider, 0) + taken
            tried[provider] = tried.get(provider, 0) + rung
    return {provider: round(100 * took[provider] / of) for provider, of in tried.items() if of}
