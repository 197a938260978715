"""Which sentences does a site need? The fixed script with its services, and a few words for each home."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ivr.services import EMERGENCY, HOTLINE_SERVICE, Service
from ivr.speech.comfort import LOOP_END_MS, NAMED_LOOPS, SERVICE, Loop
from ivr.speech.names import addressed, named
from ivr.speech.phrases import PAUSE, SCRIPT, SERVICE_NAME
from ivr.speech.rendering import END_MS, Job
from people.areas import Area
from people.ids import TerminalId
from people.seniors import Household, Language, Senior

BOTH: tuple[Language, ...] = (Language.CHINESE, Language.ENGLISH)
GREETING_END_MS = 600


@dataclass(frozen=True, kw_only=True)
class SiteName:
    """How the exchange names itself to the people it rings."""

    zh: str = "居家养老服务中心"
    en: str = "the neighbourhood care line"

    def text(self, language: Language) -> str:
        return self.zh if language is Language.CHINESE else self.en


@dataclass(frozen=True, kw_only=True)
class Home:
    """One terminal and who may press it: what has to be said to whoever takes a call."""

    terminal: TerminalId
    household: Household
    seniors: tuple[Senior, ...] = ()
    area: Area | None = None


def fixed_jobs(
    services: Iterable[Service], languages: Sequence[Language] = BOTH, *, site: SiteName | None = None
) -> Iterator[Job]:
    """Everything that depends on no person: `<id>`, `service-<id>` and `comfort/<service or loop>/…`."""
    known = (*services, HOTLINE_SERVICE)
    for language in languages:
        yield from _script_jobs(language, site or SiteName())
        for name, loop in NAMED_LOOPS.items():
            yield from _loop_jobs(name, loop, language)
        for service in known:
            yield from _service_jobs(service, language)


def _script_jobs(language: Language, site: SiteName) -> Iterator[Job]:
    for phrase in SCRIPT:
        text = phrase.text(language).replace("{site}", site.text(language))
        yield Job(path=f"{language}/{phrase.id}.sln", text=text, language=language)


def _service_jobs(service: Service, language: Language) -> Iterator[Job]:
    name = service.name_zh if language is Language.CHINESE else service.name_en
    asked = SERVICE_NAME.text(language).replace("{service}", name)
    yield Job(path=f"{language}/service-{service.id}.sln", text=asked, language=language)
    if service.id != EMERGENCY:
        yield from _loop_jobs(service.id, SERVICE, language, name)


def _loop_jobs(name: str, loop: Loop, language: Language, service: str = "") -> Iterator[Job]:
    for number, line in enumerate(loop.lines(language), start=1):
        path = f"{language}/comfort/{name}/{number}.sln"
        yield Job(path=path, text=line.replace("{service}", service), language=language, end_ms=LOOP_END_MS)


def person_jobs(homes: Iterable[Home], languages: Sequence[Language] = (Language.CHINESE,)) -> Iterator[Job]:
    """`who/` and `address/` of each home in the languages of those who take calls; `greet/` in her own."""
    for home in homes:
        for language in languages:
            yield _home_job("who", home, _who(home, language), language)
            yield _home_job("address", home, _address(home, language), language)
        for language in _own_languages(home):
            yield _home_job("greet", home, _greeting(home, language), language, GREETING_END_MS)


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
