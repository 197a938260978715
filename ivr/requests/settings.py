"""What may a site set about requests? Which kinds there are, how soon each is promised, and how calls may end."""

from datetime import timedelta

from pydantic import BaseModel, ConfigDict, Field, model_validator

from ivr.requests.kinds import KINDS, OUTCOMES, Kind, Outcome, doubled

ID = r"^[a-z][a-z0-9_]{0,31}$"


class KindSettings(BaseModel):
    """One kind of request. `services`: whose presses open it; none: opened by hand alone."""

    model_config = ConfigDict(extra="forbid")

    id: str = Field(pattern=ID)
    name_zh: str = Field(min_length=1)
    name_en: str = Field(min_length=1)
    services: tuple[str, ...] = ()
    within: timedelta = Field(gt=timedelta(), le=timedelta(days=366))
    asks: bool = True

    def kind(self) -> Kind:
        return Kind(**self.model_dump())


class OutcomeSettings(BaseModel):
    model_config = ConfigDict(extra="forbid")

    id: str = Field(pattern=ID)
    name_zh: str = Field(min_length=1)
    name_en: str = Field(min_length=1)

    def outcome(self) -> Outcome:
        return Outcome(**self.model_dump())


class RequestsSection(BaseModel):
    """`[requests]`. Both lists replace ours as a whole; empty: ours."""

    model_config = ConfigDict(extra="forbid")

    kinds: tuple[KindSettings, ...] = ()
    outcomes: tuple[OutcomeSettings, ...] = ()
    """What an operator chooses from when a call is over."""

    @model_validator(mode="after")
    def _each_once(self) -> "RequestsSection":
        for name, ids in (("kinds", [one.id for one in self.kinds]), ("outcomes", [one.id for one in self.outcomes])):
            twice = doubled(ids)
            if twice:
                raise ValueError(f"{name}: {twice} is there twice. Give each an id of its own")
        services = [service for one in self.kinds for service in one.services]
        if doubled(services):
            raise ValueError(f"kinds: two of them are opened by {doubled(services)}. Leave it with one of them")
        return self


def kinds_of(section: RequestsSection) -> tuple[Kind, ...]:
    return tuple(one.kind() for one in section.kinds) or KINDS


def outcomes_of(section: RequestsSection) -> tuple[Outcome, ...]:
    return tuple(one.outcome() for one in section.outcomes) or OUTCOMES
