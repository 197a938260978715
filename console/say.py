"""How is a page's content put into words for one reader? What templates call; each answer is short."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from babel.support import Translations

from console import reasons
from console import vocabulary as known
from console.access.masking import number_for
from console.book import Book, Name, age
from console.notes import note
from console.times import Times, counted
from console.today import Dialled, Silence
from console.words import catalogues
from db.calls import CallRow
from db.incidents import IncidentEvent, IncidentRow
from db.tasks import TaskRow
from db.watch import WatchRow
from people.ids import StaffId
from people.seniors import Senior
from people.staff import Role


@dataclass(frozen=True, kw_only=True)
class Say:
    """`now` is the moment the page was read."""

    language: str
    book: Book
    zone: str
    now: datetime
    role: Role = Role.OPERATOR
    """Whose eyes it is for; the pages of the desk are one for everybody who may open them."""

    @cached_property
    def words(self) -> Translations:
        return catalogues()[self.language]

    @cached_property
    def times(self) -> Times:
        return Times(language=self.language, words=self.words, zone=ZoneInfo(self.zone), now=self.now)

    def name(self, name: Name) -> str:
        return name.of(self.language)

    def other_name(self, name: Name) -> str:
        """The Chinese name beside an English one; nothing where there is only one."""
        return name.zh if self.language == "en" and name.en and name.en != name.zh else ""

    def person(self, senior: Senior) -> Name:
        return Name(zh=senior.name, en=senior.name_en)

    def age(self, senior: Senior) -> str:
        years = age(senior, self.now.astimezone(ZoneInfo(self.zone)).date())
        return "" if years is None else self.words.gettext("aged %(n)s") % {"n": years}

    def whom(self, target: str, terminal: str | None) -> str:
        return reasons.whom(self.words, self.book, self.language, target, terminal)

    def reason(self, call: Dialled) -> str:
        return reasons.reason(self.words, self.book, self.language, call)

    def taker(self, call: Dialled) -> str:
        """Who took it, or who is rung now; empty where nobody."""
        row, last = call.line.call, call.legs[-1].target if call.legs else ""
        if call.incident is not None and call.incident.accepted_by:
            return self.whom(call.incident.accepted_by, row.terminal_id)
        target = row.target or (last if row.state == "ringing" else "")
        return self.whom(target, row.terminal_id) if target else ""

    def outcome(self, call: Dialled) -> tuple[str, str]:
        """The badge: its look and its word."""
        look, word = known.OUTCOMES[outcome_key(call.line.call, call.incident)]
        return look, self.words.gettext(word)

    def masked(self, number: str) -> str:
        """A number as this reader may see it."""
        return number_for(self.role, number)

    def task(self, task: TaskRow) -> str:
        return self._known(known.TASKS, task.kind)

    def note(self, task: TaskRow) -> str:
        return note(self.times, task.note)

    def due(self, task: TaskRow) -> str:
        if task.due_at is None:
            return ""
        left = task.due_at - self.now
        form = (
            self.words.gettext("due in %(time)s") if left > timedelta() else self.words.gettext("overdue by %(time)s")
        )
        return form % {"time": self.times.length(abs(left))}

    def happened(self, event: IncidentEvent, incident: IncidentRow) -> str:
        return reasons.happened(self.words, self.book, self.language, event, incident.terminal_id)

    def since(self, at: datetime, start: datetime) -> str:
        """`+0:07` behind the start."""
        return f"+{counted(at - start)}"

    def counted(self, start: datetime) -> str:
        return counted(self.now - start)

    def last_sign(self, silence: Silence) -> str:
        return self.sign(silence.watch)

    def sign(self, watch: WatchRow | None) -> str:
        """When somebody was last proven well, and by what."""
        if watch is None or watch.last_sign_at is None:
            return self.words.gettext("no sign of life on record")
        what = self._known(known.SIGNS, watch.last_sign_kind) or self.words.gettext("sign of life")
        said = {
            "what": what,
            "when": self.times.moment(watch.last_sign_at),
            "ago": self.times.ago(watch.last_sign_at),
        }
        return self.words.gettext("last sign: %(what)s, %(when)s (%(ago)s)") % said

    def followed(self, silence: Silence) -> str:
        """What is being done about it."""
        visit = silence.visit
        if visit is None:
            return self._known(known.CASES, silence.case.state)
        person = self.book.staff.get(StaffId(visit.visitor_id or ""))
        who = person.name if person else visit.visitor_id or self.words.gettext("somebody")
        return reasons.told(self.words, known.VISITS, visit.state, who)

    def owner(self, task: TaskRow) -> str:
        person = self.book.staff.get(StaffId(task.owner_id or ""))
        return person.name if person else task.owner_id or ""

    def _known(self, table: "reasons.Vocabulary", word: str) -> str:
        return reasons.known_word(self.words, table, word)


def outcome_key(call: CallRow, incident: IncidentRow | None) -> str:
    """An emergency is as its incident stands; another call as it ended, or where it is."""
    if incident is not None:
        untaken = incident.state == "closed" and incident.accepted_at is None
        return "incident_closed_untaken" if untaken else f"incident_{incident.state}"
    if call.state == "reached":
        return "talking"
    return (call.outcome or "unknown") if call.state == "ended" else call.state
