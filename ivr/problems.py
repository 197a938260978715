"""What is a fault of a site, told so that somebody can mend it?"""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    ERROR = "error"  # the site is refused
    WARNING = "warning"


@dataclass(frozen=True, kw_only=True)
class Problem:
    where: str
    """The thing at fault: `provider canteen7`, `area laoshan`, `the ladder`."""
    what: str
    cure: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        return f"{self.severity}: {self.where}: {self.what}. {self.cure}"
