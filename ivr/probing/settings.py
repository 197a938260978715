"""What may a site set about finding dead numbers? How many a day, and at which hours somebody may be rung for it."""

from typing import Annotated, Protocol

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from ivr.probing.probing import POLITE, ProbeRules
from people.windows import parse_windows, windows_text

RULES = ProbeRules()


def _hours(text: str) -> str:
    parse_windows(text)
    return text


class ProbingSection(BaseModel):
    """`[probing]`. A carrier is asked where there is an account in `[twilio]`."""

    model_config = ConfigDict(extra="forbid")

    lookups: int = Field(default=RULES.lookups, ge=0, le=10_000)
    """Questions to the carrier a day; each may cost something. 0: none."""
    rings: int = Field(default=RULES.rings, ge=0, le=100)
    """Numbers a day that a person is asked to ring, of which nothing was heard for long. 0: none."""
    hours: Annotated[str, AfterValidator(_hours)] = windows_text(POLITE)
    """When people may be rung for that, from Monday to Friday, by the site's own clock."""


class _Account(Protocol):
    @property
    def account(self) -> str: ...
    @property
    def token(self) -> str: ...


class _Site(Protocol):
    """What of the site's settings counts here."""

    @property
    def probing(self) -> ProbingSection: ...
    @property
    def twilio(self) -> _Account: ...
    @property
    def zone(self) -> str: ...


def probe_rules(settings: _Site) -> ProbeRules:
    ours = settings.probing
    return ProbeRules(
        lookup=bool(settings.twilio.account and settings.twilio.token and ours.lookups),
        lookups=ours.lookups,
        rings=ours.rings,
        hours=parse_windows(ours.hours),
        zone=settings.zone,
    )
