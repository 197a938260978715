"""Which days does a reader mean? The periods asked for most, and those beside the one that is shown."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from console.words import N_
from reports.periods import By, Period

_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Days:
    """From the first to the last, both included."""

    first: date
    last: date


def presets(today: date) -> Mapping[str, Days]:
    """By their names; the last may lie ahead of today: such a period is not finished."""
    monday, month = today - timedelta(days=today.weekday()), today.replace(day=1)
    return {
        N_("today"): Days(first=today, last=today),
        N_("yesterday"): yesterday(today),
        N_("last week"): Days(first=monday - 7 * _DAY, last=monday - _DAY),
        N_("28 days"): last_28(today),
        N_("this month"): Days(first=month, last=_end(month)),
        N_("last month"): last_month(today),
        N_("12 months"): Days(first=shifted(month, -12), last=month - _DAY),
    }


def yesterday(today: date) -> Days:
    return Days(first=today - _DAY, last=today - _DAY)


def last_month(today: date) -> Days:
    month = today.replace(day=1)
    return Days(first=shifted(month, -1), last=month - _DAY)


def last_28(today: date) -> Days:
    """Four whole weeks until yesterday: each weekday four times."""
    return Days(first=today - 28 * _DAY, last=today - _DAY)


def beside(shown: Days) -> tuple[Days, Days]:
    """As long, before and after it; whole months stay whole months."""
    first, last = shown.first, shown.last
    if first.day == 1 and (last + _DAY).day == 1:
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        after = shifted(first, months)
        return (Days(first=shifted(first, -months), last=first - _DAY),
                Days(first=after, last=shifted(after, months) - _DAY))  # fmt: skip
    length = last - first + _DAY
    return Days(first=first - length, last=first - _DAY), Days(first=last + _DAY, last=last + length)


def fitting(shown: Days) -> By:
    """Parts of which there are neither one nor hundreds."""
    days = (shown.last - shown.first).days + 1
    return By.DAY if days <= 62 else By.WEEK if days <= 400 else By.MONTH


def part(name: str, by: By, within: Period) -> Days:
    """The days of one line of a report: 2026-03-02, 2026-W10 or 2026-03, as far as they lie in the period."""
    first = last = within.first
    if by is By.TOTAL:
        last = within.last
    elif by is By.DAY:
        first = last = date.fromisoformat(name)
    elif by is By.WEEK:
        first = date.fromisocalendar(int(name[:4]), int(name[6:]), 1)
        last = first + 6 * _DAY
    else:
        first = date.fromisoformat(f"{name}-01")
        last = _end(first)
    return Days(first=max(first, within.first), last=min(last, within.last))


def shifted(first: date, months: int) -> date:
    """The first day of a month so many months on."""
    count = first.year * 12 + first.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def _end(first: date) -> date:
    return first.replace(day=monthrange(first.year, first.month)[1])
