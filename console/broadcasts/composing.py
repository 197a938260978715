"""What message does a filled-in form mean? The draft, and what of the form could not be read at all."""

import re
from dataclasses import dataclass
from datetime import time

from broadcasts.campaign import Refused
from broadcasts.drafts import SPOKEN, TEXT, Draft
from broadcasts.filters import Filter
from broadcasts.lunar import LunarDay
from broadcasts.recurrence import Days, Recurrence, Repeat
from broadcasts.recurrence_json import lunar_day
from console.forms.filling import filled
from console.forms.typed import Typed
from people.seniors import Language

NOW, AT = "now", "at"
WHENS = (NOW, AT, Repeat.DAILY.value, Repeat.WEEKLY.value, Repeat.MONTHLY.value, Repeat.LUNAR.value)
_BETWEEN = re.compile(r"[\s,;，；、]+")


@dataclass(frozen=True, kw_only=True)
class Composed:
    """`draft` is whole only where nothing was refused."""

    draft: Draft
    refused: tuple[Refused, ...] = ()


def composed(form: Typed, zone: str, people: frozenset[str] = frozenset()) -> Composed:
    """`people`: the seniors whom the pasted list means, already looked up."""
    faults = list[Refused]()
    when = form.one("when", NOW)
    starts = form.moment("starts_at", zone, faults) if when == AT else None
    if when == AT and not form.one("starts_at"):
        faults.append(Refused(field="starts_at", reason="name the day and time"))
    source = form.one("source", TEXT)
    draft = Draft(
        title=form.one("title"),
        text=_words(form, faults) if source == TEXT else form.one("text"),
        language=form.one("language", Language.CHINESE.value),
        source=source,
        template=form.one("template"),
        audience=chosen(form, people, faults),
        starts_at=starts,
        ends_at=form.moment("ends_at", zone, faults),
        windows=form.one("windows"),
        urgent=form.has("urgent", "yes"),
        channels=form.number("channels", faults),
        per_minute=form.number("per_minute", faults),
        reply=SPOKEN if form.has("reply", SPOKEN) else "",
        recurrence=_recurrence(form, when, faults),
    )
    return Composed(draft=draft, refused=tuple(faults))


def chosen(form: Typed, people: frozenset[str], faults: list[Refused]) -> Filter:
    """Whom the form names. Nothing named is everybody."""
    return Filter(
        areas=frozenset(form.all("areas")),
        tags=frozenset(form.all("tags")),
        min_age=form.number("min_age", faults),
        max_age=form.number("max_age", faults),
        seniors=people,
        language=form.one("speaks"),
        not_reached_by=form.one("not_reached_by"),
    )


def listed(text: str) -> tuple[str, ...]:
    """The ids of a pasted list, each once, whatever stands between them."""
    return tuple(dict.fromkeys(part for part in _BETWEEN.split(text) if part))


def _words(form: Typed, faults: list[Refused]) -> str:
    found = filled(form)
    if isinstance(found, str):
        return found
    faults.extend(found)
    return form.one("text")


def _recurrence(form: Typed, when: str, faults: list[Refused]) -> Recurrence | None:
    if when in (NOW, AT):
        return None
    if when not in WHENS:
        faults.append(Refused(field="when", reason=f"{when} is not one of: {', '.join(WHENS)}"))
        return None
    return Recurrence(
        repeat=Repeat(when),
        minute=_minute(form, faults),
        weekdays=frozenset(_small_numbers(form, "weekdays", form.all("weekdays"), faults)),
        month_days=frozenset(_small_numbers(form, "month_days", listed(form.one("month_days")), faults)),
        lunar_days=frozenset(_lunar(form, faults)),
        days=Days(form.one("days")) if form.one("days") in set(Days) else Days.ANY,
        lasts=form.number("lasts", faults),
    )


def _minute(form: Typed, faults: list[Refused]) -> int:
    try:
        at = time.fromisoformat(form.one("at"))
    except ValueError:
        faults.append(Refused(field="at", reason="name the time, like 09:30"))
        return 0
    return at.hour * 60 + at.minute


def _small_numbers(form: Typed, name: str, texts: tuple[str, ...], faults: list[Refused]) -> list[int]:
    wrong = [text for text in texts if not (text.isdecimal() and len(text) < 3)]
    if wrong:
        faults.append(Refused(field=name, reason=f"{wrong[0]} is no whole number"))
    return [int(text) for text in texts if text not in wrong]


def _lunar(form: Typed, faults: list[Refused]) -> list[LunarDay]:
    days = list[LunarDay]()
    for text in (*form.all("lunar_days"), *listed(form.one("lunar_other"))):
        try:
            days.append(lunar_day(text))
        except ValueError:
            faults.append(Refused(field="lunar_days", reason=f"{text} is no day of the lunar calendar: write 8/15"))
    return days


def form_of(audience: Filter, form: Typed) -> Typed:
    """The form with this choice of people in it."""
    kept = {name: values for name, values in form.fields.items() if name not in _AUDIENCE}
    chosen = {
        "areas": tuple(sorted(audience.areas)), "tags": tuple(sorted(audience.tags)),
        "people": ("\n".join(sorted(audience.seniors | audience.terminals)),), "speaks": (audience.language,),
        "min_age": (_text(audience.min_age),), "max_age": (_text(audience.max_age),),
        "not_reached_by": (audience.not_reached_by,),
    }  # fmt: skip
    return Typed(fields={**kept, **chosen})


_AUDIENCE = frozenset({"areas", "tags", "people", "speaks", "min_age", "max_age", "not_reached_by"})


def _text(number: int | None) -> str:
    return "" if number is None else str(number)
