"""Which settings and which first area do the answers make? What machines need as secrets is made, not asked."""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ivr.founding.questions import DESKS, QUESTIONS, Answers, phones_in
from people.areas import Area, AreaKind
from people.ids import AreaId
from people.numbers import normalise, to_dial


class AnswersUnreadable(ValueError):
    """The file of answers is no TOML, or holds something that is no answer."""


def answers_in(text: str) -> Answers:
    """A file of answers: tables are the parts of a field before its dot. Raises AnswersUnreadable."""
    try:
        return dict(_flat(tomllib.loads(text), ""))
    except tomllib.TOMLDecodeError as fault:
        raise AnswersUnreadable(f"it is no TOML: {fault}") from fault


def template() -> str:
    """A file of answers to be filled in."""
    lines: list[str] = []
    part = ""
    for question in QUESTIONS:
        before, _, name = question.field.rpartition(".")
        if before != part:
            lines += ["", f"[{before}]"]
            part = before
        lines += [f"# {question.ask}", f'{name} = "{question.default or ""}"']
    return "\n".join(lines) + "\n"


def settings_of(answers: Answers, secret: Callable[[], str]) -> dict[str, Any]:
    """What bigbutton.toml says. `answers`: completed, without a fault. `secret`: another one whenever it is called."""
    folder = answers["folder"].rstrip("/")
    return {
        **{name: answers[name] for name in ("site_name", "language", "zone", "area_code")},
        "published": to_dial(_number(answers, "published"), area_code=answers["area_code"]),
        "database_url": answers["database_url"] or f"sqlite:///{folder}/bigbutton.sqlite",
        "heartbeat": f"{folder}/controller.alive", "speech_cache": f"{folder}/speech-cache",
        "exchange": {
            "address": answers["exchange.address"], "root": f"{folder}/exchange", "sounds": f"{folder}/sounds",
            "call_secret": secret(), "fill_secret": secret(),
        },
        "console": {"secret": secret(), "photos": f"{folder}/photos"},
        "speech": {"recordings": f"{folder}/recordings"},
        "twilio": {"folder": f"{folder}/twilio"},
        "trunks": [_trunk(answers)],
        "desks": list(_desks(answers, secret)),
    }  # fmt: skip


def area_of(answers: Answers) -> Area:
    """The first one: whatever comes later lies in it, or beside it."""
    return Area(id=AreaId(answers["area.id"]), name=answers["area.name"], kind=AreaKind(answers["area.kind"]))


def _flat(values: Mapping[str, Any], before: str) -> Iterator[tuple[str, str]]:
    for name, value in values.items():
        if isinstance(value, Mapping) and not before:
            yield from _flat(value, f"{name}.")
        elif isinstance(value, list) and all(isinstance(one, str) for one in value):
            yield f"{before}{name}", ", ".join(value)
        elif isinstance(value, str | int) and not isinstance(value, bool):
            yield f"{before}{name}", str(value).strip()
        else:
            raise AnswersUnreadable(f"{before}{name} is neither a text nor a number nor a list of texts")


def _trunk(answers: Answers) -> dict[str, Any]:
    told = {
        "name": answers["trunk.name"], "host": answers["trunk.host"], "port": int(answers["trunk.port"]),
        "limit": int(answers["trunk.limit"]),
    }  # fmt: skip
    user = {"user": answers["trunk.user"], "secret": answers["trunk.secret"]}
    return told | user if answers["trunk.user"] else told


def _desks(answers: Answers, secret: Callable[[], str]) -> Iterator[dict[str, Any]]:
    """The hotline is taken by answering, whatever else rings by pressing 1. One telephone has one secret everywhere."""
    secrets: dict[str, str] = {}
    for desk in DESKS:
        phones = phones_in(answers[f"desks.{desk}"])
        if phones:
            told = [{"id": phone, "secret": _of(secrets, phone, secret)} for phone in phones]
            yield {"name": desk, "accepts": "answer" if desk == "hotline" else "press-1", "phones": told}
        else:
            yield {"name": desk, "accepts": "press-1", "number": _number(answers, f"desks.{desk}")}


def _of(secrets: dict[str, str], phone: str, secret: Callable[[], str]) -> str:
    if phone not in secrets:
        secrets[phone] = secret()
    return secrets[phone]


def _number(answers: Answers, field: str) -> str:
    return str(normalise(answers[field], area_code=answers["area_code"]))
