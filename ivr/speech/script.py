"""Which sentences does the exchange always say, and under which number? The one script that a person can record.

Numbers never change: a recording keeps its place. 100 to 699 are `phrases.py`; 700 + code a service's name, 800 + code
its first words of comfort; 900 on the comfort that all loops share, or that only one has.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from ivr.services import EMERGENCY, HOTLINE_SERVICE, Service
from ivr.speech.comfort import LOOP_END_MS, NAMED_LOOPS, PATIENCE, SERVICE, Loop
from ivr.speech.phrases import SCRIPT, SERVICE_NAME
from ivr.speech.said.phrase import PAUSE
from people.seniors import Language

END_MS: Final = 200
SERVICE_NAMES: Final = 700
SERVICE_COMFORT: Final = 800
_SHARED: Final = 901
_LOOPS: Final = {"emergency": 911, "next": 921, "staff": 931, "acceptor": 941}
"""Loop -> number of its first sentence; each has at most ten."""


@dataclass(frozen=True, kw_only=True)
class SiteName:
    """How the exchange names itself to the people it rings."""

    zh: str = "居家养老服务中心"
    en: str = "the neighbourhood care line"

    def text(self, language: Language) -> str:
        return self.zh if language is Language.CHINESE else self.en


@dataclass(frozen=True, kw_only=True)
class Line:
    """One sentence. `files`: every place it is played from, below a language's folder, without ending."""

    number: int
    id: str
    zh: str
    en: str
    files: tuple[str, ...]
    end_ms: int = END_MS

    def text(self, language: Language) -> str:
        return self.zh if language is Language.CHINESE else self.en

    def aloud(self, language: Language) -> str:
        """As a person reads it: `…` is a pause of a second."""
        return " ".join(self.text(language).replace(PAUSE, " … ").split())


def script(services: Sequence[Service], site: SiteName | None = None) -> tuple[Line, ...]:
    """Every line of a site with these services (the hotline is always one), by number."""
    known = (*services, HOTLINE_SERVICE)
    lines = [*_phrases(site or SiteName()), *_named(known), *_comfort(known)]
    return tuple(sorted(lines, key=lambda line: line.number))


def line_of(lines: Iterable[Line], wanted: str) -> Line | None:
    """By its number or its id."""
    return next((line for line in lines if wanted in (str(line.number), line.id)), None)


def _phrases(site: SiteName) -> Iterator[Line]:
    for phrase in SCRIPT:
        yield Line(
            number=phrase.number,
            id=phrase.id,
            zh=phrase.zh.replace("{site}", site.zh),
            en=phrase.en.replace("{site}", site.en),
            files=(phrase.id,),
        )


def _named(services: Iterable[Service]) -> Iterator[Line]:
    for service in services:
        name = f"service-{service.id}"
        zh, en = (_filled(SERVICE_NAME.text(language), service, language) for language in Language)
        yield Line(number=SERVICE_NAMES + int(service.code), id=name, zh=zh, en=en, files=(name,))


def _filled(text: str, service: Service, language: Language) -> str:
    return text.replace("{service}", service.name_zh if language is Language.CHINESE else service.name_en)


def _comfort(services: Iterable[Service]) -> Iterator[Line]:
    """The first words of each loop are its own; what says only "wait" is said once and played by all."""
    with_comfort = [service for service in services if service.id != EMERGENCY]
    for service in with_comfort:
        zh, en = (_filled(SERVICE.lines(language)[0], service, language) for language in Language)
        yield _loop_line(SERVICE_COMFORT + int(service.code), f"comfort-{service.id}", zh, en, _file(service.id, 0))
    for name, first in _LOOPS.items():
        for n, (zh, en) in enumerate(_own(NAMED_LOOPS[name])):
            yield _loop_line(first + n, f"comfort-{name}-{n + 1}", zh, en, _file(name, n))
    loops = {**{str(service.id): SERVICE for service in with_comfort}, **NAMED_LOOPS}
    for n, (zh, en) in enumerate(zip(PATIENCE.zh, PATIENCE.en, strict=True)):
        played = [_file(name, loop.zh.index(zh)) for name, loop in loops.items() if zh in loop.zh]
        yield _loop_line(_SHARED + n, f"comfort-wait-{n + 1}", zh, en, *played)


def _own(loop: Loop) -> list[tuple[str, str]]:
    return [(zh, en) for zh, en in zip(loop.zh, loop.en, strict=True) if zh not in PATIENCE.zh]


def _file(loop: str, position: int) -> str:
    return f"comfort/{loop}/{position + 1}"


def _loop_line(number: int, id: str, zh: str, en: str, *files: str) -> Line:
    return Line(number=number, id=id, zh=zh, en=en, files=files, end_ms=LOOP_END_MS)
