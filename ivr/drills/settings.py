"""What may a site set about drills? Who takes them, how often each way out is drilled, and at which hours."""

from datetime import timedelta
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from ivr.drills.drill import DrillRules
from people.windows import parse_windows, windows_text

RULES = DrillRules()


def _hours(text: str) -> str:
    if not parse_windows(text):
        raise ValueError("no drill could ever begin: write it like 09:00-17:00")
    return text


class DrillSection(BaseModel):
    """`[drill]`. Without a number and a desk nothing is drilled."""

    model_config = ConfigDict(extra="forbid")

    number: str = Field(default="", pattern=r"^(\+[1-9][0-9]{6,14})?$")
    """E.164: it must be reached from outside, through each way out."""
    desk: str = Field(default="", pattern=r"^[a-z0-9]{0,16}$")
    """Instead: a desk of the site that has a number."""
    every: timedelta = Field(default=RULES.every, ge=timedelta(hours=1))
    """How often each way is drilled."""
    hours: Annotated[str, AfterValidator(_hours)] = windows_text(RULES.hours)
    """When somebody is there to take them, by the site's own clock."""

    @model_validator(mode="after")
    def _one_of_them(self) -> "DrillSection":
        if self.number and self.desk:
            raise ValueError("a number and a desk are set: leave one of them empty")
        return self
