"""What may a site set about its telephones? Where they register, who should have one, when a first press is late."""

from datetime import timedelta

from pydantic import BaseModel, ConfigDict, Field, field_validator

from people.entitled import Entitlement
from people.numbers import Refused, normalise

RULE = Entitlement()
_HOST = r"^([A-Za-z0-9._-]+|\[[0-9A-Fa-f:]+\])(:[0-9]{1,5})?$|^$"


class TelephonesSection(BaseModel):
    """`[telephones]`."""

    model_config = ConfigDict(extra="forbid")

    registrar: str = Field(default="", pattern=_HOST)
    """Where telephones register, as they reach it: host or host:port. Empty: the exchange's own address and port."""
    second_registrar: str = Field(default="", pattern=_HOST)
    """Where they register when the first is gone; empty: nowhere."""
    hotlines: dict[str, str] = {}
    """Area -> number on its key cards; an area without one has that of the area it lies in, then `published`."""
    from_age: int = Field(default=RULE.from_age, ge=50, le=120)
    """Whoever is so old should have a telephone."""
    from_age_with_tags: int = Field(default=RULE.from_age_with_tags, ge=50, le=120)
    """And whoever is so old and has one of these tags."""
    tags: tuple[str, ...] = tuple(sorted(RULE.tags))
    first_press_within: timedelta = Field(default=timedelta(days=3), ge=timedelta(hours=1), le=timedelta(days=90))
    """How long a telephone that was given out may wait for its first press before somebody goes and tries it."""

    @field_validator("hotlines")
    @classmethod
    def _numbers(cls, hotlines: dict[str, str]) -> dict[str, str]:
        for area, number in hotlines.items():
            found = normalise(number, area_code="10")
            if isinstance(found, Refused):
                raise ValueError(f"{area}: {number!r} is no telephone number: {found.reason}")
        return hotlines

    @property
    def entitlement(self) -> Entitlement:
        return Entitlement(
            from_age=self.from_age, from_age_with_tags=self.from_age_with_tags, tags=frozenset(self.tags)
        )  # fmt: skip
