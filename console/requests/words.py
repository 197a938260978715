"""How are requests and tasks put into words for one reader? What their templates call; each answer is short."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from console import vocabulary
from console.book import Book, Name
from console.frame import Frame
from console.reasons import known_word
from console.requests import vocabulary as known
from console.watch.words import WatchWords
from db.tasks import TaskRow
from ivr.requests.kinds import Kind, kind_of
from people.ids import ProviderId


@dataclass(frozen=True, kw_only=True)
class RequestWords(WatchWords):
    kinds: Sequence[Kind] = field(default=())

    def kind(self, id_: str) -> str:
        found = kind_of(id_, self.kinds)
        return found.name(self.language) if found else id_.replace("_", " ")

    def request_state(self, state: str) -> tuple[str, str]:
        look, word = known.STATES[state]
        return look, self.words.gettext(word)

    def word(self, table: str, key: str | int) -> str:
        """`table`: a mapping of console/requests/vocabulary.py by its name."""
        return self.words.gettext(getattr(known, table)[key])

    def provider(self, id_: str | None) -> str:
        named = self.book.providers.get(ProviderId(id_ or ""))
        return self.name(named) if named else id_ or ""

    def by(self, at: datetime, now: datetime) -> str:
        """`by 11:30 (in 2 h)`, `11:30 (2 h late)`."""
        form = (
            self.words.gettext("%(when)s, in %(time)s") if at > now else self.words.gettext("%(when)s, %(time)s late")
        )
        return form % {"when": self.times.moment(at), "time": self.times.length(abs(at - now))}

    def hidden(self, name: Name) -> str:
        """A name as a provider reads it before it has accepted: the surname alone."""
        chinese = name.zh[:1]
        return f"{chinese}＊＊" if chinese else ""

    def refused(self, reason: str) -> str:
        for pattern, said in known.REFUSALS:
            found = re.fullmatch(pattern, reason)
            if found:
                told = {key: self.who(value) if key == "who" else value for key, value in found.groupdict().items()}
                return self.words.gettext(said) % told
        return WatchWords.refused(self, reason)

    def task_kind(self, kind: str) -> str:
        return known_word(self.words, vocabulary.TASKS, kind)

    def overdue(self, task: TaskRow) -> bool:
        """Its time has come, and nobody has put it off until later."""
        later = task.snoozed_until is not None and task.snoozed_until > self.now
        return task.due_at is not None and task.due_at <= self.now and not later


def words_of(frame: Frame, language: str, book: Book, people: Mapping[str, str]) -> RequestWords:
    settings = frame.settings
    return RequestWords(
        language=language, book=book, zone=settings.zone, now=settings.clock(), people=people,
        kinds=settings.requests,
    )  # fmt: skip
