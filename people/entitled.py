"""Who should have a telephone of ours? The very old, and the old who live in need of one.

W1. Whoever is 80 and over (the site may choose).
W2. Whoever is 75 and over and has one of the site's tags.
W3. Whoever is tagged as very old and whose birthday nobody knows.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from people.seniors import Tag


class Because(StrEnum):
    """Why somebody should have one."""

    AGE = "age"
    TAGS = "tags"
    TOLD = "told"
    """Tagged as very old, without a day of birth."""


@dataclass(frozen=True, kw_only=True)
class Entitlement:
    """Ages in years."""

    from_age: int = 80
    from_age_with_tags: int = 75
    tags: frozenset[str] = frozenset({Tag.LIVES_ALONE, Tag.EMPTY_NEST, Tag.DISABLED, Tag.BEREAVED_PARENT, Tag.HARDSHIP})

    def because(self, born: date | None, tags: frozenset[str], today: date) -> Because | None:
        """None: not yet."""
        if born is None:
            return Because.TOLD if Tag.VERY_OLD in tags else None
        if born <= latest_birth(self.from_age, today):
            return Because.AGE
        old = born <= latest_birth(self.from_age_with_tags, today)
        return Because.TAGS if old and tags & self.tags else None


def latest_birth(age: int, today: date) -> date:
    """Who was born then is so old today; who was born a day later is not yet."""
    year = today.year - age
    if (today.month, today.day) == (2, 29) and not _leap(year):
        return date(year, 2, 28)
    return today.replace(year=year)


def _leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
