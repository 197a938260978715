"""Which skill does a call need? Of its service, else of her home; as rows of Asterisk's own tables.

N1. The service's skill goes before her home's: a nurse is needed more than the dialect.
N2. Of her home: the dialect of anybody who lives there goes before the area.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ivr.site import Site
from ivr.tables.rows import Key, Row

SERVICE, HOME = "need-service", "need-home"


@dataclass(frozen=True, kw_only=True)
class Skill:
    name: str
    services: frozenset[str] = frozenset()
    dialects: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()


def need_rows(site: Site, skills: Sequence[Skill]) -> tuple[Row, ...]:
    """N1, N2. Of two skills for the same thing the first counts."""
    of_services = {service: skill.name for skill in reversed(skills) for service in skill.services}
    rows = [Row(Key(SERVICE, service), skill) for service, skill in sorted(of_services.items())]
    return (*rows, *(Row(Key(HOME, terminal), skill) for terminal, skill in sorted(_homes(site, skills).items())))


def _homes(site: Site, skills: Sequence[Skill]) -> Mapping[str, str]:
    dialects = {dialect: skill.name for skill in reversed(skills) for dialect in skill.dialects}
    areas = {area: skill.name for skill in reversed(skills) for area in skill.areas}
    if not dialects and not areas:
        return {}
    spoken = _spoken((str(one.household), dialects.get(one.dialect, "")) for one in site.seniors)
    found = {
        str(terminal.id): spoken.get(str(terminal.household)) or areas.get(str(site.area_of(terminal.id) or ""), "")
        for terminal in site.terminals
    }
    return {terminal: skill for terminal, skill in found.items() if skill}


def _spoken(homes: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    return {household: skill for household, skill in homes if skill}
