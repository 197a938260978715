"""What does a site set? `bigbutton.toml`, and over it the environment: `BIGBUTTON_…`, `__` between levels."""

import os
import tomllib
from contextvars import ContextVar
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, Field, ValidationError, model_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from ivr.drills.settings import DrillSection
from ivr.exchange_settings import DeskSettings, ExchangeSettings, Section, StepSettings, TrunkSettings
from ivr.probing.settings import ProbingSection
from ivr.queue.settings import QueueSection
from ivr.requests.settings import RequestsSection
from ivr.secret_files import EnvironmentWithFiles, SecretFileRefused
from ivr.supervision.settings import SupervisionSection
from ivr.telephones.settings import TelephonesSection
from ivr.twilio.settings import TwilioSettings
from ivr.validation.prefix import faults_of_prefix
from ivr.watch.settings import WatchSection
from people.staff import Role
from people.windows import parse_windows

CONFIG = "BIGBUTTON_CONFIG"
_NAMED: ContextVar[Path | None] = ContextVar("_NAMED", default=None)
"""The file that `load` was told to read, while it reads it."""
_WORDS = {"missing": "it has to be set", "extra_forbidden": "there is no setting of that name; look how it is written"}
"""What pydantic says in other words: kind of fault -> words for whoever wrote the file."""


class SettingsRefused(ValueError):
    """The settings cannot be used; the message names each field and what is wrong with it."""


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as fault:
        raise ValueError(f"there is no time zone {name!r}; write it like Asia/Shanghai") from fault
    return name


def _prefix(prefix: str) -> str:
    faults = faults_of_prefix(prefix)
    if faults:
        raise ValueError(f"{'; '.join(faults)}. Choose another one, like * or #")
    return prefix


def _windows(text: str) -> str:
    parse_windows(text)
    return text


class ConsoleSettings(Section):
    host: str = "127.0.0.1"
    port: int = 8080
    secret: str = ""
    session_life: timedelta = Field(default=timedelta(hours=12), gt=timedelta(), le=timedelta(days=7))
    """A sign-in ends after this at the latest."""
    session_idle: timedelta = Field(default=timedelta(hours=1), gt=timedelta())
    """Unused for so long it ends, except for whoever is on duty by the rota."""
    second_factor_for: tuple[Role, ...] = (Role.ADMINISTRATOR,)
    """Roles that must sign in with a second factor."""
    requests_per_minute: int = Field(default=1200, ge=1)
    """What one program may ask of the API."""
    public_address: str = Field(default="", pattern=r"^(https?://[^\s?#]+/)?$")
    """What the console is called from outside, with a slash at its end: the plates at the doors lead there. Empty: as
    whoever prints them calls it."""
    metrics_token: str = Field(default="", pattern=r"^([!-~]{32,})?$")
    """What a Prometheus server on another machine sends; empty: `/metrics` answers this machine alone."""
    photos: Path = Path(".run/photos")
    """Where visitors' pictures are kept: back it up with the database."""
    scripts: Path = Path(".run/js")
    """Where the set-up put the JavaScript of others; without it there are no charts and no browser telephone."""
    demonstration: str = ""
    """Of the demonstration alone: the file by which its town is reached. `/demo` is there only with it, without a
    sign-in, so the console must listen on this machine alone."""

    @model_validator(mode="after")
    def _demonstrated_here(self) -> "ConsoleSettings":
        if self.demonstration and self.host not in ("127.0.0.1", "::1", "localhost"):
            reason = "demonstration: /demo asks for no sign-in, so the console must listen on 127.0.0.1 alone"
            raise ValueError(f'{reason}. Set host = "127.0.0.1", or leave demonstration out')
        return self


class InHandSettings(Section):
    """Calls while an operator has them."""

    records: bool = False
    """Whether an operator may record a call. The law of the place decides; so does what she was told."""
    announced: bool = True
    """She is told before a recording begins."""
    map_url: str = Field(default="", pattern=r"^(https?://[^\s]*\{address\}[^\s]*)?$")
    """Where a home is shown on a map, with `{address}` in it; empty: no link, and no address leaves the console."""


class CareSettings(Section):
    """When silence counts, and how soon we ring."""

    silent_after_days: int = Field(default=5, ge=1)
    missed_press_after: timedelta = timedelta(seconds=20)
    """How long after a press that reached nobody we ring her."""
    wellness_retry: timedelta = timedelta(hours=2)
    staff_again_after: timedelta = timedelta(minutes=2)
    """How soon staff are rung again who did not take a wellness call."""
    ring_her: int = Field(default=45, ge=5)
    """Seconds her telephone rings in a wellness or missed-press call."""
    message_rings: int = Field(default=35, ge=5)
    """Seconds her telephone rings for a message."""
    broadcast_channels: int = Field(default=10, ge=1)
    """Calls with messages at a time; each trunk's own limit and reserve hold beside it."""
    calls_per_second: float = Field(default=10, ge=0.1, le=1000)
    """How fast calls with messages begin."""
    message_windows: Annotated[str, AfterValidator(_windows)] = "09:00-11:30 14:30-18:00"
    """When messages ring people without windows of their own."""
    quiet_hours: Annotated[str, AfterValidator(_windows)] = "21:00-08:00"
    """When only urgent messages ring."""
    rings_on_holidays: bool = True
    """Whether messages ring on public holidays."""


class SpeechSettings(Section):
    """Voices and ears beside those that are always there; an empty path: none."""

    neural_zh: str = ""
    """A neural voice for Mandarin: its folder, or its .onnx file (docs/voice.md)."""
    neural_en: str = ""
    neural_speed: float = Field(default=0.9, ge=0.5, le=2.0)
    """1: as the model was trained."""
    neural_speaker: int = Field(default=0, ge=0)
    """Of a model with several."""
    recogniser_zh: str = ""
    """A Vosk model for spoken replies: its folder."""
    recogniser_en: str = ""
    recordings: Path = Path(".run/recordings")
    """What people have said for the fixed phrases: keep it with the database."""
    processes: int = Field(default=0, ge=0, le=64)
    """Sentences spoken side by side; 0: one for each processor."""


class Settings(BaseSettings):
    """Everything. `.env.example` lists each name with its default."""

    model_config = SettingsConfigDict(env_prefix="BIGBUTTON_", env_nested_delimiter="__", extra="forbid")

    site_name: str = "Bigbutton"
    database_url: str = "sqlite:///.run/bigbutton.sqlite"
    language: Literal["zh", "en"] = "zh"
    zone: Annotated[str, AfterValidator(_zone)] = "Asia/Shanghai"
    area_code: str = "10"
    """Of the site's fixed lines, without its 0."""
    published: str = ""
    """The one number our calls show."""
    prefix: Annotated[str, AfterValidator(_prefix)] = Field(default="*", pattern=r"^[*#0-9]{1,3}$")
    announce: bool = True
    trunk_reserve: int = Field(default=2, ge=0)
    exchange: ExchangeSettings = ExchangeSettings()
    trunks: tuple[TrunkSettings, ...] = ()
    desks: tuple[DeskSettings, ...] = ()
    ladder: tuple[StepSettings, ...] = ()
    access_numbers: dict[str, str] = {}
    """Number as the trunk delivers it -> service id."""
    console: ConsoleSettings = ConsoleSettings()
    care: CareSettings = CareSettings()
    in_hand: InHandSettings = InHandSettings()
    watch: WatchSection = WatchSection()
    supervision: SupervisionSection = SupervisionSection()
    drill: DrillSection = DrillSection()
    probing: ProbingSection = ProbingSection()
    queue: QueueSection = QueueSection()
    requests: RequestsSection = RequestsSection()
    speech: SpeechSettings = SpeechSettings()
    telephones: TelephonesSection = TelephonesSection()
    twilio: TwilioSettings = TwilioSettings()
    speech_cache: Path = Path(".run/speech-cache")
    heartbeat: Path = Path(".run/controller.alive")

    @model_validator(mode="after")
    def _overflow_desks(self) -> "Settings":
        odd = [name for name in self.queue.overflow if name not in {desk.name for desk in self.desks}]
        if odd:
            raise ValueError(f"queue.overflow: there is no desk {odd[0]}. Name one of [[desks]], or add it there")
        return self

    @model_validator(mode="after")
    def _drill_desk(self) -> "Settings":
        if self.drill.desk and not any(desk.name == self.drill.desk and desk.number for desk in self.desks):
            reason = f"drill.desk: no desk {self.drill.desk} has a number: a way out leads nowhere without one"
            raise ValueError(f"{reason}. Give that desk its number, or set drill.number")
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        file = _NAMED.get() or Path(os.environ.get(CONFIG, "bigbutton.toml"))
        return init_settings, EnvironmentWithFiles(settings_cls), TomlConfigSettingsSource(settings_cls, file)


def load(named: Path | None = None) -> Settings:
    """The settings of this process, or those in the file `named`. Raises SettingsRefused."""
    file = named or os.environ.get(CONFIG)
    if file and not Path(file).is_file():
        raise SettingsRefused(f"{CONFIG} names {file}, which is not there" if not named else f"{named} is not there")
    reading = _NAMED.set(named)
    try:
        return Settings()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise SettingsRefused(f"{file or 'bigbutton.toml'} is no TOML: {wrong}") from wrong
    except SecretFileRefused as wrong:
        raise SettingsRefused(str(wrong)) from wrong
    except ValidationError as wrong:
        lines = [
            f"{'.'.join(str(part) for part in fault['loc'])}: {_WORDS.get(fault['type'], fault['msg'])}"
            for fault in wrong.errors()
        ]
        raise SettingsRefused("these settings cannot be used:\n  " + "\n  ".join(lines)) from wrong
    finally:
        _NAMED.reset(reading)
