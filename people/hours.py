"""When is a provider open, as people write it? `Mon-Fri 09:00-11:30 14:00-18:00; holidays closed`.

Entries are separated by `;`. Each names days (`Mon`, `Mon-Fri`, `Mon,Wed`, `daily`, `weekdays`, `weekend`,
`holidays`, a date; 周一至周五, 每天, 工作日, 周末, 节假日), then the hours,
`closed` (休息) or `24h` (全天). A day not named is closed; holidays not named are like any day.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from types import MappingProxyType

from people.providers import ALL_DAY, CLOSED, Hours, Span

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_CHINESE_DAYS = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6}
_GROUPS = {
    "daily": range(7), "每天": range(7), "每日": range(7),
    "weekdays": range(5), "工作日": range(5), "weekend": range(5, 7), "周末": range(5, 7),
}  # fmt: skip
_HOLIDAYS = frozenset({"holiday", "holidays", "节假日", "法定节假日"})
_CLOSED = frozenset({"closed", "休息", "关闭", "不营业"})
_ALL_DAY = frozenset({"24h", "24小时", "全天"})
_SPAN = re.compile(r"(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})")
_DATE = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
_DAY = re.compile(r"(?:周|星期|礼拜)([一二三四五六日天])|([a-z]{3,9})")

Spans = tuple[Span, ...]


class BadHours(ValueError):
    """The hours cannot be read; the text says what is wrong with which part."""


def parse_hours(text: str) -> Hours:
    """The hours the text means; raises BadHours."""
    week: dict[int, Spans] = {}
    days: dict[date, Spans] = {}
    holidays: list[Spans] = []
    for on, spans in _entries(text):
        if on in _HOLIDAYS:
            holidays.append(spans)
        elif _DATE.fullmatch(on):
            _once(days, _date(on), spans)
        else:
            for day in _days(on):
                _once(week, day, spans)
    if len(holidays) > 1:
        raise BadHours("holidays are given twice")
    return Hours(
        week=tuple(week.get(day, CLOSED) for day in range(7)),
        on_holidays=holidays[0] if holidays else None,
        days=MappingProxyType(days),
    )


def hours_text(hours: Hours) -> str:
    """The same hours written so that `parse_hours` reads them back."""
    entries = [f"{DAYS[day].title()} {_spans_text(spans)}" for day, spans in enumerate(hours.week) if spans]
    if hours.on_holidays is not None:
        entries.append(f"holidays {_spans_text(hours.on_holidays)}")
    entries += [f"{on.isoformat()} {_spans_text(spans)}" for on, spans in sorted(hours.days.items())]
    return "; ".join(entries) or "daily closed"


def _entries(text: str) -> Iterator[tuple[str, Spans]]:
    plain = re.sub(r"\s*[,、]\s*", ",", unicodedata.normalize("NFKC", text).lower())
    plain = re.sub(r"\s*[-–—~至到]\s*", "-", plain)
    for entry in filter(None, (part.strip() for part in re.split(r"[;\n]", plain))):
        on, _, rest = entry.partition(" ")
        if not rest.strip():
            raise BadHours(f"'{entry}' names no hours: write days, a space, then hours, `closed` or `24h`")
        yield on, _spans(re.split(r"[\s,]+", rest.strip()))


def _spans(words: Sequence[str]) -> Spans:
    if len(words) == 1 and words[0] in _CLOSED:
        return CLOSED
    if len(words) == 1 and words[0] in _ALL_DAY:
        return ALL_DAY
    spans = tuple(sorted(_span(word) for word in words))
    for before, after in pairwise(spans):
        if after.start < before.end:
            raise BadHours(f"{_spans_text((before,))} and {_spans_text((after,))} overlap")
    return spans


def _span(word: str) -> Span:
    found = _SPAN.fullmatch(word)
    if found is None:
        raise BadHours(f"'{word}' is not a span of hours like 09:00-11:30")
    start, end = _quarter(*found.group(1, 2)), _quarter(*found.group(3, 4))
    if start >= end:
        cure = "past midnight, write 22:00-24:00 and the next day's 00:00-06:00"
        raise BadHours(f"'{word}' does not run forward: {cure}")
    return Span(start, end)


def _quarter(hour: str, minute: str) -> int:
    h, m = int(hour), int(minute)
    if h > 24 or m > 59 or (h == 24 and m):
        raise BadHours(f"{hour}:{minute} is no time of day")
    if m % 15:
        raise BadHours(f"{hour}:{minute} is not on the quarter hour (:00, :15, :30 or :45)")
    return h * 4 + m // 15


def _days(text: str) -> Iterator[int]:
    for part in text.split(","):
        if part in _GROUPS:
            yield from _GROUPS[part]
            continue
        first, _, last = part.partition("-")
        start = _day(first)
        yield from ((start + step) % 7 for step in range((_day(last) - start) % 7 + 1 if last else 1))


def _day(text: str) -> int:
    found = _DAY.fullmatch(text)
    if found and found[1]:
        return _CHINESE_DAYS[found[1]]
    if found and found[2][:3] in DAYS:
        return DAYS.index(found[2][:3])
    raise BadHours(f"'{text}' is no day: write Mon, Mon-Fri, daily, holidays or a date like 2026-02-17")


def _date(text: str) -> date:
    try:
        return date(*(int(part) for part in text.split("-")))
    except ValueError as fault:
        raise BadHours(f"{text} is no date") from fault


def _once(into: dict[int, Spans] | dict[date, Spans], on: int | date, spans: Spans) -> None:
    if on in into:
        name = DAYS[on].title() if isinstance(on, int) else on.isoformat()
        raise BadHours(f"{name} is given twice: put all its hours into one entry")
    into[on] = spans  # type: ignore[index]


def _spans_text(spans: Spans) -> str:
    return " ".join(f"{_clock(span.start)}-{_clock(span.end)}" for span in spans) or "closed"


def _clock(quarter: int) -> str:
    return f"{quarter // 4:02d}:{quarter % 4 * 15:02d}"
