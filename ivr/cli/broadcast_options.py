"""How are an audience and a repetition typed? `--to tag=very_old --to age=80-`, `--again 'weekly 1,5 09:30'`."""

import json
import re
from collections.abc import Mapping, Sequence

import typer
from sqlalchemy import Connection

from broadcasts.campaign import Refused
from broadcasts.filters import EVERYBODY, Filter
from broadcasts.lunar import FESTIVALS
from broadcasts.recurrence import Days, Recurrence, Repeat
from broadcasts.recurrence_json import BadRecurrence, from_json
from broadcasts.service import load_audiences
from ivr.cli import moments
from people.seniors import Language

TO_HELP = (
    "Whom: area=ID, tag=lives_alone, age=80-95 (or 80-, -95), senior=ID, terminal=ID, language=zh, not_reached_by=ID, "
    "audience=NAME (a saved choice), everybody. May be given again; different ones must all fit. "
    "Default: whoever the site's messages are for (who lives alone)."
)
AGAIN_HELP = (
    "Repeat: 'daily 09:30', 'weekly 1,5 09:30' (1 is Monday), 'monthly 1,15 09:30' (31: the last day), "
    f"'lunar mid_autumn,8/15 09:30' ({', '.join(FESTIVALS)}); add workdays or not_holidays."
)
ID = typer.Argument(help="A message's id, as `broadcast list` shows it.")
TITLE = typer.Argument(help="For the staff; it is not said.")
WORDS = typer.Argument("", help="What is said. Numbers and times are read out as people say them.")
TO = typer.Option([], "--to", help=TO_HELP)
LANGUAGE = typer.Option(Language.CHINESE, help="Which voice speaks it.")
RECORDED = typer.Option(None, "--recording", exists=True, dir_okay=False, help="A WAV, MP3 or M4A instead of words.")
AT = typer.Option(None, formats=moments.FORMATS, metavar=moments.METAVAR, help="Nobody is rung before.")
UNTIL = typer.Option(None, formats=moments.FORMATS, metavar=moments.METAVAR, help="Nobody is rung after.")
WINDOWS = typer.Option("", help="When telephones may ring, like '09:00-11:30 14:30-18:00'. Default: each one's own.")
URGENT = typer.Option(False, "--urgent", help="Ring at any hour, also at night.")
CHANNELS = typer.Option(None, help="Calls of it at a time, at most.")
PER_MINUTE = typer.Option(None, help="Dials of it in a minute, at most.")
REPLY = typer.Option(False, "--spoken-reply", help="Listen for a word after the message.")
AGAIN = typer.Option("", "--again", help=AGAIN_HELP)
_NAMES = frozenset({"area", "tag", "age", "senior", "terminal", "language", "not_reached_by", "audience"})
_AGE = re.compile(r"(\d{1,3})?-(\d{1,3})?|(\d{1,3})")
_AGAIN = re.compile(r"(?P<repeat>[a-z]+)(?: +(?P<which>[\w/,]+?))??(?: +(?P<at>\d{1,2}:\d{2}))(?: +(?P<days>[a-z_]+))?")


def audience_of(conn: Connection, to: Sequence[str], tags: frozenset[str]) -> Filter | Refused:
    """`tags`: the site's own choice, where nothing is named. What cannot be read was typed wrongly."""
    if not to:
        return Filter(tags=tags)
    if "everybody" in to:
        return EVERYBODY
    found = [_pair(one) for one in to]
    saved = next((value for name, value in found if name == "audience"), None)
    return _saved(conn, saved) if saved is not None else _filter(found)


def recurrence_of(again: str) -> Recurrence | None:
    """None: once. What cannot be read was typed wrongly."""
    if not again:
        return None
    found = _AGAIN.fullmatch(again.strip())
    if found is None:
        raise _wrong(f"{again!r} cannot be read. {AGAIN_HELP}", "--again")
    asked: dict[str, object] = {"repeat": found["repeat"], "at": found["at"], "days": found["days"] or Days.ANY}
    asked |= _which(found["repeat"], found["which"] or "")
    try:
        return from_json(json.dumps(asked))
    except BadRecurrence as fault:
        raise _wrong(str(fault), "--again") from fault


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not value or name not in _NAMES:
        raise _wrong(f"{text!r} names nobody. {TO_HELP}", "--to")
    return name, value


def _filter(pairs: Sequence[tuple[str, str]]) -> Filter:
    def named(name: str) -> frozenset[str]:
        return frozenset(value for one, value in pairs if one == name)

    def last(name: str) -> str:
        return next((value for one, value in reversed(pairs) if one == name), "")

    least, most = _ages(last("age")) if named("age") else (None, None)
    return Filter(
        areas=named("area"), tags=named("tag"), seniors=named("senior"), terminals=named("terminal"),
        language=last("language"), not_reached_by=last("not_reached_by"), min_age=least, max_age=most,
    )  # fmt: skip


def _ages(text: str) -> tuple[int | None, int | None]:
    found = _AGE.fullmatch(text)
    if found is None or text == "-":
        raise _wrong(f"{text!r} is no age: write 80-95, 80- or -95", "--to")
    least, most, exactly = (int(part) if part else None for part in found.groups())
    return (exactly, exactly) if exactly is not None else (least, most)


def _saved(conn: Connection, name: str) -> Filter | Refused:
    kept = {one.name: one.filter for one in load_audiences(conn)}
    if name in kept:
        return kept[name]
    return Refused(field="audience", reason=f"there is no audience {name}; there are: {', '.join(kept) or 'none'}")


def _which(repeat: str, named: str) -> Mapping[str, object]:
    parts = [part for part in named.split(",") if part]
    if repeat == Repeat.LUNAR:
        return {"lunar_days": parts}
    if repeat not in (Repeat.WEEKLY, Repeat.MONTHLY):
        return {}
    if not all(part.isdecimal() for part in parts):
        raise _wrong(f"{named!r} are no days: write numbers with commas between", "--again")
    days = [int(part) for part in parts]
    return {"weekdays": [day - 1 for day in days]} if repeat == Repeat.WEEKLY else {"month_days": days}


def _wrong(text: str, option: str) -> typer.BadParameter:
    return typer.BadParameter(text, param_hint=option)
