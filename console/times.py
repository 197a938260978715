"""How are instants and lengths of time written? As the reader does: 11月21日 14:30, 21 Nov 14:30, 7 s."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.support import Translations

_LOCALES = {"zh": "zh_Hans_CN", "en": "en_GB"}
_DAY = {"zh": "M月d日", "en": "d MMM"}
_LONG_DAY = {"zh": "M月d日 EEEE", "en": "EEEE d MMMM"}


@dataclass(frozen=True, kw_only=True)
class Times:
    """For one reader: language, zone, and now."""

    language: str
    words: Translations
    zone: ZoneInfo
    now: datetime

    def clock(self, at: datetime, *, seconds: bool = False) -> str:
        return at.astimezone(self.zone).strftime("%H:%M:%S" if seconds else "%H:%M")

    def day(self, on: date, *, long: bool = False) -> str:
        pattern = (_LONG_DAY if long else _DAY)[self.language]
        return str(format_date(on, pattern, locale=_LOCALES[self.language]))

    def moment(self, at: datetime) -> str:
        """The clock alone today, with the day before it otherwise."""
        local = at.astimezone(self.zone)
        if local.date() == self.now.astimezone(self.zone).date():
            return self.clock(at)
        pattern = f"{_DAY[self.language]} HH:mm"
        return str(format_datetime(local.replace(tzinfo=None), pattern, locale=_LOCALES[self.language]))

    def ago(self, at: datetime) -> str:
        if self.now - at < timedelta(minutes=1):
            return self.words.gettext("just now")
        return self.words.gettext("%(time)s ago") % {"time": self.length(self.now - at)}

    def length(self, span: timedelta) -> str:
        """In the one unit that matters: seconds, minutes, hours, days."""
        seconds, said = max(0, int(span.total_seconds())), self.words
        if seconds < 60:
            return said.gettext("%(n)s s") % {"n": seconds}
        if seconds < 3600:
            return said.gettext("%(n)s min") % {"n": seconds // 60}
        if seconds < 48 * 3600:
            return said.gettext("%(n)s h") % {"n": seconds // 3600}
        days = seconds // 86400
        return said.ngettext("%(n)s day", "%(n)s days", days) % {"n": days}

    def took(self, ms: int) -> str:
        """A wait: tenths of a second below ten, minutes and seconds from one minute on."""
        if ms < 10_000:
            return self.words.gettext("%(n)s s") % {"n": f"{ms / 1000:.1f}"}
        minutes, seconds = divmod(round(ms / 1000), 60)
        if not minutes:
            return self.words.gettext("%(n)s s") % {"n": seconds}
        return self.words.gettext("%(m)s min %(s)s s") % {"m": minutes, "s": seconds}


def counted(span: timedelta) -> str:
    """A running clock: 0:07, 12:30, 1:02:03. `live.js` goes on in the same form."""
    seconds = max(0, int(span.total_seconds()))
    hours, minutes = seconds // 3600, seconds // 60 % 60
    return f"{hours}:{minutes:02d}:{seconds % 60:02d}" if hours else f"{minutes}:{seconds % 60:02d}"
