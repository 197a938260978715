"""What may an audience be chosen from, and whom does a pasted list of ids mean?"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from broadcasts.campaign import Refused
from db.areas import load_areas
from db.records import batches
from db.tables import households, senior_tags, seniors, terminals
from people.areas import Area
from people.ids import AreaId
from people.seniors import Tag

NAMED = 5
"""Ids told in a refusal; more are counted."""


@dataclass(frozen=True, kw_only=True)
class Branch:
    """An area and how deep in the tree it lies, from 0."""

    area: Area
    depth: int


def area_tree(conn: Connection) -> tuple[Branch, ...]:
    """Every area, each under the one it lies in."""
    known = load_areas(conn)
    below: defaultdict[AreaId | None, list[Area]] = defaultdict(list)
    for area in sorted(known.values(), key=lambda area: area.id):
        below[area.parent if area.parent in known else None].append(area)
    return tuple(_walk(below, None, 0))


def tags_in_use(conn: Connection) -> tuple[str, ...]:
    """The fixed ones in their order, then the site's own."""
    fixed = [tag.value for tag in Tag]
    own = set(conn.scalars(select(senior_tags.c.tag).distinct())) - set(fixed)
    return (*fixed, *sorted(own))


def people_of(conn: Connection, ids: Sequence[str]) -> frozenset[str] | Refused:
    """The seniors of these ids, and those who live at these terminals. An id that nobody has refuses the list."""
    found, known = set[str](), set[str]()
    for part in batches(ids):
        by_id = set(conn.scalars(select(seniors.c.id).where(seniors.c.id.in_(part))))
        living = (
            select(terminals.c.id, seniors.c.id)
            .join(households, households.c.id == terminals.c.household_id)
            .join(seniors, seniors.c.household_id == households.c.id)
            .where(terminals.c.id.in_(part))
        )
        at_home = [(terminal, senior) for terminal, senior in conn.execute(living)]
        found |= by_id | {senior for _, senior in at_home}
        known |= by_id | {terminal for terminal, _ in at_home}
    unknown = [one for one in ids if one not in known]
    if unknown:
        more = f" +{len(unknown) - NAMED}" if len(unknown) > NAMED else ""
        return Refused(field="people", reason=f"nobody here is called {', '.join(unknown[:NAMED])}{more}")
    return frozenset(found)


def _walk(below: Mapping[AreaId | None, Sequence[Area]], parent: AreaId | None, depth: int) -> Iterator[Branch]:
    for area in below.get(parent, ()):
        yield Branch(area=area, depth=depth)
        yield from _walk(below, area.id, depth + 1)
