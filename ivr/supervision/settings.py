"""What may a site set about its own supervision? How much room there has to be, which certificates, which duties."""

from datetime import timedelta
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from ivr.supervision.judging import Rules

RULES = Rules()


class SupervisionSection(BaseModel):
    """`[supervision]`. Durations as ISO 8601."""

    model_config = ConfigDict(extra="forbid")

    disk_free_mb: int = Field(default=RULES.disk_free // 1_000_000, ge=1)
    """Less free than this where the exchange or the controller writes is an alarm."""
    certificates: tuple[Path, ...] = ()
    """PEM files of the console's door and the webhooks'; whoever renews them is told in time."""
    certificate_ahead: timedelta = Field(default=RULES.certificate_ahead, gt=timedelta())
    clock_set: bool = RULES.clock_set
    """Whether a time server has to keep the clock; false where the machine's host does it."""
    duties: tuple[str, ...] = ("hotline", "emergency")
    """Duties of the rota that must never be without anybody."""


def supervision_rules(section: SupervisionSection) -> Rules:
    return Rules(
        disk_free=section.disk_free_mb * 1_000_000,
        certificate_ahead=section.certificate_ahead,
        clock_set=section.clock_set,
    )
