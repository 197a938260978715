"""What must be known before a site can answer its first press? The questions, and which answers will not do.

S1. Every question has an answer that can be used, or a default; otherwise each fault is told with its field and cure.
S2. A desk rings telephones (ids) or one number behind the trunk.
S3. No password of the demonstration, and none that everybody tries first.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ivr.inside import is_ours
from people.areas import AreaKind
from people.ids import is_token
from people.numbers import Refused, normalise

Answers = Mapping[str, str]
"""Field of a question -> what was answered."""
DESKS = ("hotline", "emergency", "community", "centre")
"""Those that the routes and the ladder ring where a site sets nothing else."""
LEAST_SECRET = 8
_EVERYBODYS = re.compile(
    r"password|passwort|passw|bigbutton|demo|administrator|admin|root|welcome|changeme|secret|letmein|qwerty|asdf|abc|"
    r"iloveyou|test|mima|guest|user|演示|密码"
)
_FIGURES = "0123456789012345678909876543210987654321"
_AREA_CODE = re.compile(r"[1-9][0-9]{1,3}")
_PHONE = re.compile(r"[a-z][a-z0-9]{0,23}")
_TRUNK = re.compile(r"[a-z][a-z0-9]{0,15}")
_HOST = re.compile(r"[A-Za-z0-9.:-]{1,253}")
_LEET = str.maketrans("014357@$!", "oiaestasi")


@dataclass(frozen=True, kw_only=True)
class Question:
    """`default` None: it must be answered. `hidden`: not shown while it is typed. `fault`: why an answer will not do.

    `with_others`: whether no answer can be wrong too, by what was answered before it.
    """

    field: str
    ask: str
    default: str | None = None
    hidden: bool = False
    with_others: bool = False
    fault: Callable[[str, Answers], str] = lambda _text, _answers: ""


@dataclass(frozen=True, kw_only=True)
class Fault:
    field: str
    what: str
    cure: str


def faults(answers: Answers, demonstration: frozenset[str] = frozenset()) -> tuple[Fault, ...]:
    """All of them, in the order of the questions. `demonstration`: passwords that were shown on a screen."""
    return tuple(_faults(answers, demonstration))


def fault_of(question: Question, text: str, answers: Answers, demonstration: frozenset[str] = frozenset()) -> str:
    """Why this cannot be the answer; empty: it can. `answers`: those before it."""
    if not text and question.default is None:
        return "it has no answer"
    if not text.isprintable():
        return "it has a line end or a hidden sign in it"
    if question.hidden and text and is_everybodys(text, demonstration):
        return "everybody would try that one first, or it is the demonstration's"
    return question.fault(text, answers) if text or question.with_others else ""


def is_everybodys(secret: str, demonstration: frozenset[str] = frozenset()) -> bool:
    """Whether it is a well-known word with figures around it, figures in a row, or the demonstration's."""
    plain = secret.casefold()
    word = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", plain)
    spelled = (re.sub(r"[\W\d_]+", "", form) for form in (word, word.translate(_LEET)))
    known = bool(word) and any(not _EVERYBODYS.sub("", form) for form in spelled)
    return known or secret in demonstration or plain in _FIGURES or len(set(plain)) < 4


def completed(answers: Answers) -> dict[str, str]:
    """With the default of every question that was left open; desks not named ring whom the hotline rings."""
    whole = {one.field: answers.get(one.field) or one.default or "" for one in QUESTIONS}
    return whole | {f"desks.{desk}": whole[f"desks.{desk}"] or whole["desks.hotline"] for desk in DESKS}


def phones_in(text: str) -> tuple[str, ...]:
    """The ids of a desk's telephones; none where it is a number."""
    words = tuple(dict.fromkeys(word.strip() for word in text.split(",") if word.strip()))
    return words if all(map(_PHONE.fullmatch, words)) else ()


def _faults(answers: Answers, demonstration: frozenset[str]) -> Iterator[Fault]:
    known = {one.field: one for one in QUESTIONS}
    for field in answers.keys() - known.keys():
        yield Fault(field=field, what="nobody asks for that", cure=f"Take it out; there are: {', '.join(known)}")
    for question in QUESTIONS:
        what = fault_of(question, answers.get(question.field, ""), answers, demonstration)
        if what:
            yield Fault(field=question.field, what=what, cure=question.ask)


def _desk_fault(text: str, answers: Answers) -> str:
    if phones_in(text):
        return ""
    return _number_fault(text, answers) and "it is neither telephones (desk1, desk2) nor one number that can be dialled"


def _number_fault(text: str, answers: Answers) -> str:
    code = answers.get("area_code", "")
    found = normalise(text, area_code=code if _AREA_CODE.fullmatch(code) else "10")
    return found.reason if isinstance(found, Refused) else ""


def _zone_fault(text: str, _: Answers) -> str:
    try:
        ZoneInfo(text)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return "there is no such time zone"
    return ""


def _secret_fault(text: str, answers: Answers) -> str:
    if not answers.get("trunk.user"):
        return "there is no user that it could be of: answer trunk.user too" if text else ""
    return "" if len(text) >= LEAST_SECRET else f"a user needs one of {LEAST_SECRET} characters or more"


def _like(pattern: re.Pattern[str], what: str) -> Callable[[str, Answers], str]:
    return lambda text, _: "" if pattern.fullmatch(text) else what


def _one_of(*words: str) -> Callable[[str, Answers], str]:
    return lambda text, _: "" if text in words else f"it is none of {', '.join(words)}"


def _whole(least: int, most: int) -> Callable[[str, Answers], str]:
    fits = re.compile(r"[0-9]{1,9}")
    return lambda text, _: "" if fits.fullmatch(text) and least <= int(text) <= most else f"it is not {least} to {most}"


QUESTIONS: tuple[Question, ...] = (
    Question(field="site_name", ask="The site's name, as people know it"),
    Question(field="language", ask="The language of those who take calls: zh or en", default="zh",
             fault=_one_of("zh", "en")),
    Question(field="zone", ask="The time zone, like Asia/Shanghai", default="Asia/Shanghai", fault=_zone_fault),
    Question(field="area_code", ask="The area code of the site's fixed lines, without its 0 (10, 755)", default="10",
             fault=_like(_AREA_CODE, "it is not two to four digits without a 0 in front")),
    Question(field="published", ask="The one number that our calls show", fault=_number_fault),
    Question(field="folder", ask="The folder for everything the site keeps", default="/var/lib/bigbutton",
             fault=_like(re.compile(r"/[^\0]+"), "it does not begin with /")),
    Question(field="database_url", ask="A PostgreSQL database, or nothing for SQLite in that folder", default="",
             fault=_like(re.compile(r"(postgresql|sqlite)://.+"), "it is not like postgresql://user@host/name")),
    Question(field="exchange.address",
             ask="This machine's address where telephones reach it (`hostname -I` shows it); 0.0.0.0: each that it has",
             fault=lambda text, _: "" if is_ours(text) else "it is no IPv4 address like 192.168.1.10"),
    Question(field="trunk.name", ask="A short name for the line to the carrier", default="trunka",
             fault=_like(_TRUNK, "it is not up to 16 small letters and digits, a letter first")),
    Question(field="trunk.host", ask="The carrier's address: a name or an IP address",
             fault=_like(_HOST, "it is neither a name nor an address")),
    Question(field="trunk.port", ask="The carrier's SIP port", default="5060", fault=_whole(1, 65535)),
    Question(field="trunk.limit", ask="How many calls that line holds at once", default="30", fault=_whole(1, 10_000)),
    Question(field="trunk.user", ask="The user the carrier gave you, or nothing", default="",
             fault=_like(re.compile(r"[A-Za-z0-9._@+-]{1,64}"), "it is not letters, digits and . _ @ + -")),
    Question(field="trunk.secret", ask="That user's secret, or nothing", default="", hidden=True, with_others=True,
             fault=_secret_fault),
    Question(field="desks.hotline", ask="Who answers the hotline: telephones (desk1, desk2), or one number",
             fault=_desk_fault),
    *(Question(field=f"desks.{desk}", ask=f"The same for the {desk} desk; nothing: the hotline's", default="",
               fault=_desk_fault) for desk in DESKS[1:]),
    Question(field="area.id", ask="A short id for the first area (gucheng)",
             fault=lambda text, _: "" if is_token(text) else "it is not small letters and digits, a letter first"),
    Question(field="area.name", ask="That area's name"),
    Question(field="area.kind", ask="What it is: district, street or community", default="street",
             fault=_one_of(*AreaKind)),
    Question(field="administrator.login", ask="What the first administrator types to sign in"),
    Question(field="administrator.name", ask="Their name, as colleagues write it"),
    Question(field="administrator.password", ask="Their password: 10 characters or more", hidden=True),
)  # fmt: skip
