"""What does a site set? `bigbutton.toml`, and over it the environment: `BIGBUTTON_…`, `__` between levels."""

import os
import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

CONFIG = "BIGBUTTON_CONFIG"


class SettingsRefused(ValueError):
    """The settings cannot be used; the message names each field and what is wrong with it."""


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as fault:
        raise ValueError(f"there is no time zone {name!r}; write it like Asia/Shanghai") from fault
    return name


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class ExchangeSettings(_Part):
    """One Asterisk: where it lives and how it is reached."""

    name: str = "exchange"
    root: Path = Path(".run/exchange")
    modules: Path = Path("/usr/lib/x86_64-linux-gnu/asterisk/modules")
    data: Path = Path("/usr/share/asterisk")
    sounds: Path = Path(".run/sounds")
    address: str = "127.0.0.1"
    sip_port: int = 5060
    ami_port: int = 5038
    rtp_first: int = 10000
    rtp_last: int = 19999
    call_secret: str = ""
    fill_secret: str = ""
    clock_offset: int = 0
    """Seconds; 0 in service, another morning in tests and the demonstration."""


class TrunkSettings(_Part):
    name: str = Field(pattern=r"^[a-z][a-z0-9]{0,15}$")
    host: str
    port: int = 5060
    limit: int = Field(default=30, ge=1)
    takes_emergency_numbers: bool = True


class PhoneSettings(_Part):
    """A SIP telephone on a desk."""

    id: str = Field(pattern=r"^[a-z][a-z0-9]{0,23}$")
    secret: str


class DeskSettings(_Part):
    """A ring group: its telephones, or one number behind a trunk."""

    name: str = Field(pattern=r"^[a-z][a-z0-9]{0,15}$")
    phones: tuple[PhoneSettings, ...] = ()
    number: str = ""
    accepts: Literal["answer", "press-1"] = "answer"


class StepSettings(_Part):
    seconds: int
    target: str


class ConsoleSettings(_Part):
    host: str = "127.0.0.1"
    port: int = 8080
    secret: str = ""


class CareSettings(_Part):
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
    prefix: str = Field(default="*", pattern=r"^[*#0-9]{1,3}$")
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
    speech_cache: Path = Path(".run/speech-cache")
    heartbeat: Path = Path(".run/controller.alive")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        file = Path(os.environ.get(CONFIG, "bigbutton.toml"))
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, file)


def load() -> Settings:
    """The settings of this process. Raises SettingsRefused."""
    file = os.environ.get(CONFIG)
    if file and not Path(file).is_file():
        raise SettingsRefused(f"{CONFIG} names {file}, which is not there")
    try:
        return Settings()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise SettingsRefused(f"{file or 'bigbutton.toml'} is no TOML: {wrong}") from wrong
    except ValidationError as wrong:
        lines = [f"{'.'.join(str(part) for part in fault['loc'])}: {fault['msg']}" for fault in wrong.errors()]
        raise SettingsRefused("these settings cannot be used:\n  " + "\n  ".join(lines)) from wrong
