"""What did the watch note on a task? It notes in English; here the reader's own words for it.

A note is a row of remarks between semicolons; a remark that is not known is shown as it stands.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime

from console import vocabulary as known
from console.second.words import SecondWords
from console.times import Times
from console.watch import vocabulary as watch
from console.way_words import WayWords
from console.words import N_

_REMARKS: Sequence[tuple[re.Pattern[str], str]] = (
    (re.compile(r"(?P<n>\d+) silent days, (?P<first>[\d-]{10}) to (?P<last>[\d-]{10})"),
     N_("%(n)s silent days, %(first)s to %(last)s")),
    (re.compile(r"last sign of life (?P<at>[\d-]{10} \d\d:\d\d) UTC \((?P<what>\w+)\)"),
     N_("last sign: %(what)s, %(at)s")),
    (re.compile(r"no sign of life on record"), N_("no sign of life on record")),
    (re.compile(r"wellness calls not answered"), N_("wellness calls not answered")),
    (re.compile(r"no telephone in service"), N_("no telephone in service")),
    (re.compile(r"nobody took the wellness call: is the hotline staffed\?"),
     N_("nobody took the wellness call: is the hotline staffed?")),
    (re.compile(r"not found at home"), N_("not found at home")),
    (re.compile(r"not found at home: key holder, police, supervisor"),
     N_("not found at home: key holder, police, supervisor")),
    (re.compile(r"no sign of life by (?P<clock>\d\d:\d\d) on (?P<first>[\d-]{10})"),
     N_("no sign of life by %(clock)s on %(first)s")),
    (re.compile(r"nobody could say how she is"), N_("nobody could say how she is")),
    (re.compile(r"not met at the visit of this month"), N_("not met at the visit of this month")),
    (re.compile(r"ask (?P<people>.+)"), N_("ask %(people)s")),
    (re.compile(r"sent by (?P<people>.+)"), N_("sent by %(people)s")),
    (re.compile(r"(?P<state>\w+) is overdue: (?P<people>.+)"), N_("%(state)s is overdue: %(people)s")),
    (re.compile(r"(?P<n>\d+) visitors were rung, nobody accepted"), N_("%(n)s visitors were rung, nobody accepted")),
    (re.compile(r"no visitor is on the rota for her area"), N_("no visitor is on the rota for her area")),
    (re.compile(r"away until (?P<last>[\d-]{10}) \((?P<reason>.+)\), not seen since"),
     N_("away until %(last)s (%(reason)s), not seen since")),
    (re.compile(r"telephone out of order or off the hook: (?P<telephone>\w+) since (?P<at>[\d-]{10} \d\d:\d\d) UTC"),
     N_("%(telephone)s since %(at)s")),
    (re.compile(r"(?P<n>\d+) silent at once"), N_("%(n)s silent at once")),
    (re.compile(r"(?P<n>\d) of 5 stars"), N_("%(n)s of 5 stars")),
    (re.compile(r"no link to the exchange \((?P<link>\w+)\): (?P<why>.+)"),
     N_("no link to the exchange (%(link)s): %(why)s")),
    (re.compile(r"(?P<n>\d+) MB free in (?P<place>.+)"), N_("%(n)s MB free in %(place)s")),
    (re.compile(r"the clock is not set by a time server"), N_("the clock is not set by a time server")),
    (re.compile(r"the clock jumped by (?P<n>[+-]\d+) s at (?P<at>[\d-]{10} \d\d:\d\d) UTC"),
     N_("the clock jumped by %(n)s s, %(at)s")),
    (re.compile(r"(?P<place>.+) cannot be read as a certificate"), N_("%(place)s cannot be read as a certificate")),
    (re.compile(r"(?P<place>.+) ends on (?P<last>[\d-]{10})"), N_("%(place)s ends on %(last)s")),
    (re.compile(r"nobody is on the rota for (?P<duty>\w+)"), N_("nobody is on the rota for %(duty)s")),
    (re.compile(r"the exchange could not start the ladder of an emergency that staff opened: ring the ambulance"),
     N_("the exchange could not start the ladder of an emergency that staff opened: ring the ambulance")),
    (re.compile(r"a visitor found an emergency in a home without a telephone in service: .+"),
     N_("a visitor found an emergency in a home without a telephone in service: ring the visitor and the ambulance")),
    (re.compile(r"no drill of the way out (?P<way>\w+) since (?P<at>[\d-]{10} \d\d:\d\d) UTC"),
     N_("%(way)s: no drill got through since %(at)s")),
    (re.compile(r"the second exchange carries the work: (?P<carried>.+)"), N_("%(carried)s")),
    (re.compile(r"the second exchange does not answer: (?P<why>.+)"), N_("it says: %(why)s")),
    (re.compile(r"drill of the way out (?P<way>\w+): (?P<fault>[\w.]+)"), N_("%(way)s: %(fault)s")),
)  # fmt: skip


def note(times: Times, text: str) -> str:
    """The whole note, days and clocks as this reader writes them."""
    return times.words.gettext("; ").join(_remark(times, part) for part in text.split("; ")) if text else ""


def _remark(times: Times, text: str) -> str:
    for pattern, said in _REMARKS:
        found = pattern.fullmatch(text)
        if found:
            told = {name: _READ.get(name, _as_it_is)(times, value) for name, value in found.groupdict().items()}
            return times.words.gettext(said) % told
    return text


def _as_it_is(_times: Times, value: str) -> str:
    return value


def _day(times: Times, value: str) -> str:
    return times.day(date.fromisoformat(value))


def _moment(times: Times, value: str) -> str:
    return times.moment(datetime.fromisoformat(value).replace(tzinfo=UTC))


def _sign(times: Times, value: str) -> str:
    return times.words.gettext(known.SIGNS[value]) if value in known.SIGNS else value.replace("_", " ")


def _state(times: Times, value: str) -> str:
    return times.words.gettext(known.CASES[value]) if value in known.CASES else value.replace("_", " ")


def _telephone(times: Times, value: str) -> str:
    return times.words.gettext(watch.TELEPHONES[value]) if value in watch.TELEPHONES else value.replace("_", " ")


def _reason(times: Times, value: str) -> str:
    return times.words.gettext(watch.HOLD_REASONS[value]) if value in watch.HOLD_REASONS else value


def _carried(times: Times, value: str) -> str:
    return SecondWords(times=times).reason(value)


def _fault(times: Times, value: str) -> str:
    return WayWords(times=times).fault(value)


_READ: Mapping[str, Callable[[Times, str], str]] = {
    "first": _day, "last": _day, "at": _moment, "what": _sign, "state": _state, "telephone": _telephone,
    "reason": _reason, "fault": _fault, "carried": _carried,
}  # fmt: skip
