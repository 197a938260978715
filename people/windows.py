"""When may she be rung, as people write it? `09:00-11:30 14:30-18:00`; a window may cross midnight (`20:00-01:00`)."""

import re
from dataclasses import dataclass

DAY = 24 * 60
_WINDOW = re.compile(r"(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})")
_BETWEEN = re.compile(r"[\s,;，；、]+")


class BadWindows(ValueError):
    """The windows cannot be read; the text says which part and why."""


@dataclass(frozen=True, kw_only=True, order=True)
class Window:
    """From `start` up to but not at `end`, minutes after midnight of her own day; `end` ≤ `start`: past midnight."""

    start: int
    end: int

    @property
    def minutes(self) -> int:
        return (self.end - self.start) % DAY or DAY


def parse_windows(text: str) -> tuple[Window, ...]:
    """Those of the text, in order of their start; raises BadWindows. An empty text: none of her own."""
    windows = sorted(_window(part) for part in _BETWEEN.split(text.strip().replace("：", ":")) if part)
    for index, window in enumerate(windows):
        following = windows[(index + 1) % len(windows)]
        gap = (following.start - window.start) % DAY or DAY
        if gap < window.minutes:
            raise BadWindows(f"{window_text(window)} and {window_text(following)} overlap")
    return tuple(windows)


def windows_text(windows: tuple[Window, ...]) -> str:
    """Written so that `parse_windows` reads them back."""
    return " ".join(window_text(window) for window in windows)


def window_text(window: Window) -> str:
    return f"{_clock(window.start)}-{_clock(window.end)}"


def _window(part: str) -> Window:
    found = _WINDOW.fullmatch(part)
    if found is None:
        raise BadWindows(f"{part} is no window: write it like 09:00-11:30")
    start_hour, start_minute, end_hour, end_minute = (int(number) for number in found.groups())
    if start_minute > 59 or end_minute > 59 or start_hour > 23 or end_hour * 60 + end_minute > DAY:
        raise BadWindows(f"{part} has a time that no clock shows")
    return Window(start=start_hour * 60 + start_minute, end=(end_hour * 60 + end_minute) % DAY)


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
