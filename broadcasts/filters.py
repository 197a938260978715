"""Whom is a message for? A filter: what it names must fit, and a filter that names nothing is everybody.

Fields are joined by "and", the values of one field by "or": an area, whatever lies below it; one of the tags; an age
in whole years by her own calendar; a home with one of the telephones; one of the seniors; her language; and
nobody who has heard the campaign `not_reached_by` already.
"""

import json
from dataclasses import dataclass, fields
from typing import Any

from people.seniors import Language

OLDEST = 150
_LISTS = ("areas", "tags", "terminals", "seniors")
_AGES = ("min_age", "max_age")
_WORDS = ("language", "not_reached_by")


class BadFilter(ValueError):
    """The filter cannot be read; the text says what is wrong with which field."""


@dataclass(frozen=True, kw_only=True)
class Filter:
    """Ids are texts as the site chose them; ages are whole years, both included."""

    areas: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()
    min_age: int | None = None
    max_age: int | None = None
    terminals: frozenset[str] = frozenset()
    seniors: frozenset[str] = frozenset()
    language: str = ""
    not_reached_by: str = ""
    """A campaign: whoever has heard it is left out, and told apart from who was not chosen."""

    @property
    def by_age(self) -> bool:
        return self.min_age is not None or self.max_age is not None


EVERYBODY = Filter()


def to_json(chosen: Filter) -> str:
    """Only what it names, in a fixed order: two equal filters are one text."""
    named = {field.name: getattr(chosen, field.name) for field in fields(chosen)}
    kept = {name: value for name, value in named.items() if value not in (None, "", frozenset())}
    return json.dumps({name: _plain(value) for name, value in kept.items()}, ensure_ascii=False)


def from_json(text: str) -> Filter:
    """The filter of the text, an empty text being everybody; raises BadFilter."""
    try:
        found = json.loads(text or "{}")
    except ValueError as fault:
        raise BadFilter("the filter is no JSON") from fault
    if not isinstance(found, dict):
        raise BadFilter("the filter is no JSON object")
    chosen = Filter(**{name: _read(name, value) for name, value in found.items()})
    wrong = fault_of(chosen)
    if wrong:
        raise BadFilter(wrong)
    return chosen


def fault_of(chosen: Filter) -> str:
    """What is wrong with it by itself (whether its ids exist is asked elsewhere); empty: nothing."""
    ages = [age for age in (chosen.min_age, chosen.max_age) if age is not None]
    if any(not 0 <= age <= OLDEST for age in ages):
        return f"an age is a whole number of years from 0 to {OLDEST}"
    if len(ages) == 2 and ages[0] > ages[1]:
        return "the least age is above the greatest"
    if chosen.language not in ("", *Language):
        return f"{chosen.language} is no language: {', '.join(Language)}"
    return ""


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, frozenset) else value


def _read(name: str, value: Any) -> Any:
    if name in _LISTS and isinstance(value, list) and all(isinstance(one, str) for one in value):
        return frozenset(value)
    if name in _AGES and isinstance(value, int) and not isinstance(value, bool):
        return value
    if name in _WORDS and isinstance(value, str):
        return value
    raise BadFilter(f"{name} is not what a filter holds there" if name in _KNOWN else f"a filter has no {name}")


_KNOWN = frozenset((*_LISTS, *_AGES, *_WORDS))
