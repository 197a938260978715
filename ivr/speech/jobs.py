"""Which sentences does a site need? The fixed script with its services, and a few words for each home."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ivr.services import Service
from ivr.speech.names import addressed, named
from ivr.speech.said.phrase import PAUSE
from ivr.speech.script import END_MS, Line, SiteName, script
from ivr.speech.source import Job
from people.areas import Area
from people.ids import TerminalId
from people.seniors import Household, Language, Senior

BOTH: tuple[Language, ...] = (Language.CHINESE, Language.ENGLISH)
GREETING_END_MS = 600


@dataclass(frozen=True, kw_only=True)
class Home:
    """One terminal and who may press it: what has to be said to whoever takes a call."""

    terminal: TerminalId
    household: Household
    seniors: tuple[Senior, ...] = ()
    area: Area | None = None


def fixed_jobs(
    services: Iterable[Service],
    languages: Sequence[Language] = BOTH,
    *,
    site: SiteName | None = None,
    recordings: Mapping[tuple[str, str], Path] | None = None,
) -> Iterator[Job]:
    """Everything that depends on no person: `<id>`, `service-<id>` and `comfort/<service or loop>/…`.

    `recordings`: (language, id of the line) -> what a person said for it.
    """
    lines = script(tuple(services), site)
    for language in languages:
        for line in lines:
            yield from line_jobs(line, language, (recordings or {}).get((language, line.id)))


def line_jobs(line: Line, language: Language, recording: Path | None = None) -> Iterator[Job]:
    """One sentence at every place it is played from."""
    for file in line.files:
        yield Job(
            path=f"{language}/{file}.sln",
            text=line.text(language),
            language=language,
            end_ms=line.end_ms,
            recording=recording,
        )


def person_jobs(homes: Iterable[Home], languages: Sequence[Language] = (Language.CHINESE,)) -> Iterator[Job]:
    """`who/` and `address/` of each home in the languages of those who take calls; `greet/` in her own."""
    for home in homes:
        for language in languages:
            yield _home_job("who", home, _who(home, language), language)
            yield _home_job("address", home, _address(home, language), language)
        for language in _own_languages(home):
            yield _home_job("greet", home, _greeting(home, language), language, GREETING_END_MS)


def area_jobs(areas: Iterable[Area], languages: Sequence[Language] = (Language.CHINESE,)) -> Iterator[Job]:
    """`area/` of each area, for visitors, who hear no more of a home before they accept."""
    for area in areas:
        for language in languages:
            name = area.name if language is Language.CHINESE else area.name_en or area.name
            end = "。" if language is Language.CHINESE else "."
            yield Job(path=f"{language}/area/{area.id}.sln", text=f"{name}{end}", language=language, end_ms=END_MS)


def _home_job(kind: str, home: Home, text: str, language: Language, end_ms: int = END_MS) -> Job:
    path = f"{language}/{kind}/{home.terminal}.sln"
    return Job(path=path, text=text, language=language, end_ms=end_ms)


def message_job(name: str, text: str, language: Language) -> Job:
    """What somebody wrote for a broadcast: `message/<name>`."""
    return Job(path=f"{language}/message/{name}.sln", text=text, language=language)


def _own_languages(home: Home) -> tuple[Language, ...]:
    return tuple(dict.fromkeys(senior.language for senior in home.seniors)) or (Language.CHINESE,)


def _who(home: Home, language: Language) -> str:
    """李桂兰奶奶，鲁谷街道。"""
    chinese = language is Language.CHINESE
    people = ("和" if chinese else " and ").join(named(senior, language) for senior in home.seniors)
    where = (home.area.name if chinese else home.area.name_en or home.area.name) if home.area else ""
    said = [part for part in (people or _nobody_known(language), where) if part]
    return f"{'，'.join(said)}。" if chinese else f"{', '.join(said)}."


def _nobody_known(language: Language) -> str:
    return "没有登记姓名的老人" if language is Language.CHINESE else "a home without a registered name"


def _address(home: Home, language: Language) -> str:
    """The address twice with a pause between, then once how to get in."""
    address, note = home.household.address.strip(), home.household.access_note.strip()
    if language is Language.CHINESE:
        said = [f"地址，{address or '没有登记'}。", f"再说一遍，{address or '没有登记'}。"]
    else:
        said = [f"The address is {address or 'not registered'}.", f"Again, {address or 'not registered'}."]
    return PAUSE.join([*said, *([note] if note else [])])


def _greeting(home: Home, language: Language) -> str:
    """李奶奶，您好。"""
    if language is Language.CHINESE:
        return "".join(f"{addressed(senior, language)}，" for senior in home.seniors) + "您好。"
    names = " and ".join(addressed(senior, language) for senior in home.seniors)
    return f"Hello, {names}." if names else "Hello."
