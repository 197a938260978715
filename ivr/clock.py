"""What time is it? The one place that asks; tests and the demonstration live on another morning by an offset."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]


class OffsetClock:
    """The machine's clock plus an offset, which is zero in service."""

    def __init__(self, offset: timedelta = timedelta()) -> None:
        self.offset = offset

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.offset
