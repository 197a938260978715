"""How is a broadcast put into words for one reader? What its templates call; each answer is short."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from babel.support import Translations

from broadcasts.lunar import FESTIVALS, LunarDay
from broadcasts.recurrence import Days, Recurrence, Repeat
from broadcasts.service import PersonLine
from console.broadcasts import vocabulary as known
from console.broadcasts.campaign_lines import CampaignLine
from console.reasons import known_word
from console.refusals import reason_in
from console.times import Times
from console.words import catalogues

_BY_DAY = {day: name for name, day in FESTIVALS.items()}


@dataclass(frozen=True, kw_only=True)
class MessageWords:
    """`now` is the moment the page was read."""

    language: str
    zone: str
    now: datetime

    @cached_property
    def words(self) -> Translations:
        return catalogues()[self.language]

    @cached_property
    def times(self) -> Times:
        return Times(language=self.language, words=self.words, zone=ZoneInfo(self.zone), now=self.now)

    def known(self, table: str, word: str) -> str:
        """`table`: a mapping of console/broadcasts/vocabulary.py by its name."""
        return known_word(self.words, getattr(known, table), word)

    def state(self, line: CampaignLine) -> tuple[str, str]:
        """The badge: its look and its word."""
        row = line.campaign
        later = row.state == "running" and row.starts_at is not None and row.starts_at > self.now
        if row.state == "draft" and line.schedule:
            look, word = known.SCHEDULES[line.schedule]
        else:
            look, word = known.SCHEDULES["active"] if later else known.STATES[row.state]
        return look, self.words.gettext(word)

    def evidence(self, word: str) -> tuple[str, str]:
        look, said = known.EVIDENCE.get(word, ("quiet", word))
        return look, self.words.gettext(said)

    def person_evidence(self, line: PersonLine) -> tuple[str, str]:
        return self.evidence(evidence_of(line))

    def name(self, line: PersonLine) -> str:
        """As the reader writes names: hers in Latin letters where the records have it."""
        return (self.language == "en" and line.name_en) or line.name

    def why(self, line: PersonLine) -> str:
        """Why she is not rung now; empty where nothing prevents it."""
        return self.known("WHY", line.why) if line.why else ""

    def when(self, line: CampaignLine) -> str:
        row = line.campaign
        if line.recurrence:
            return self.recurrence(line.recurrence)
        return self.times.moment(row.starts_at or row.created_at)

    def recurrence(self, recurrence: Recurrence) -> str:
        """`weekly: Monday, Friday, 08:30; on working days only`"""
        named = self.words.gettext(", ").join(self._days(recurrence))
        at = f"{recurrence.minute // 60:02}:{recurrence.minute % 60:02}"
        what = self.known("WHENS", recurrence.repeat.value)
        told = [what, *([named] if named else []), at]
        if recurrence.days is not Days.ANY:
            told.append(self.known("DAYS", recurrence.days.value))
        return " · ".join(told)

    def refused(self, reason: str) -> str:
        return reason_in(self.words, reason)

    def clock_left(self, at: datetime) -> str:
        """`14:52 (in 12 min)`"""
        left = self.words.gettext("in %(time)s") % {"time": self.times.length(max(at - self.now, timedelta()))}
        return self.words.gettext("%(at)s (%(left)s)") % {"at": self.times.moment(at), "left": left}

    def seconds(self, ms: int) -> str:
        return self.times.took(ms)

    def _days(self, recurrence: Recurrence) -> Iterable[str]:
        match recurrence.repeat:
            case Repeat.WEEKLY:
                return [self.words.gettext(known.WEEKDAYS[day]) for day in sorted(recurrence.weekdays)]
            case Repeat.MONTHLY:
                days = sorted(recurrence.month_days)
                return [self.words.gettext("on the %(day)s.") % {"day": day} for day in days]
            case Repeat.LUNAR:
                return [self._lunar(day) for day in sorted(recurrence.lunar_days)]
            case Repeat.ONCE if recurrence.on:
                return [self.times.day(recurrence.on)]
            case _:
                return []

    def _lunar(self, day: LunarDay) -> str:
        if day in _BY_DAY:
            return self.known("FESTIVALS", _BY_DAY[day])
        return self.words.gettext("lunar %(month)s/%(day)s") % {"month": day.month, "day": day.day}


def evidence_of(line: PersonLine) -> str:
    """The grade; empty before the first dial, where nothing prevents it."""
    untried = line.evidence == "not_dialled" and not line.why and line.state in ("waiting", "due", "trying")
    return "" if untried else line.evidence
