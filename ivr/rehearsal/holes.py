"""At which hours of a week would a press reach nobody but, perhaps, her family?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from ivr.rungs import Rung
from ivr.site import Site
from ivr.tables.rows import NAMES, QUARTER, Scope, Week
from people.ids import ServiceId


@dataclass(frozen=True, kw_only=True)
class Hole:
    """From `starts` to `ends`, by the site's clocks, no provider and no desk with a telephone is rung."""

    scope: Scope
    service: ServiceId
    starts: datetime
    ends: datetime

    def __str__(self) -> str:
        return f"{self.starts:%A %Y-%m-%d %H:%M} to {self.ends:%A %Y-%m-%d %H:%M}"


def holes(week: Week, site: Site) -> tuple[Hole, ...]:
    """The holes of one week, joined where they touch. Her family is no cure: a home may have none."""
    empty = {
        name
        for name, rungs in zip(NAMES, week.variants, strict=False)
        if not any(_reaches_somebody(rung, site) for rung in rungs)
    }
    return tuple(_holes(week, empty, ZoneInfo(site.zone))) if empty else ()


def _reaches_somebody(rung: Rung, site: Site) -> bool:
    kind, _, name = rung.target.partition("-")
    desk = site.desk(name) if kind == "desk" else None
    return kind == "prov" or (desk is not None and bool(desk.endpoints))


def _holes(week: Week, empty: set[str], zone: ZoneInfo) -> Iterator[Hole]:
    quarter = 0
    for is_hole, run in groupby(week.grid, key=lambda name: name in empty):
        starts, quarter = quarter, quarter + len(list(run))
        if is_hole:
            begin, end = (datetime.fromtimestamp(week.base + n * QUARTER, zone) for n in (starts, quarter))
            yield Hole(scope=week.scope, service=week.service, starts=begin, ends=end)
