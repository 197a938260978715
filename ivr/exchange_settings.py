"""What does a site set of its exchange? Where it is, its ways out, and which telephones ring on which desk."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from ivr.inside import is_ours


class Section(BaseModel):
    """A name that is not known is refused."""

    model_config = ConfigDict(extra="forbid")


def _ipv4(address: str) -> str:
    if not is_ours(address):
        raise ValueError(f"{address!r} is no IPv4 address: `hostname -I` shows this machine's; 0.0.0.0 is each of them")
    return address


class ExchangeSettings(Section):
    """One Asterisk: where it lives and how it is reached."""

    name: str = "exchange"
    root: Path = Path(".run/exchange")
    modules: Path = Path("/usr/lib/x86_64-linux-gnu/asterisk/modules")
    data: Path = Path("/usr/share/asterisk")
    sounds: Path = Path(".run/sounds")
    address: Annotated[str, AfterValidator(_ipv4)] = "127.0.0.1"
    """This machine's, where telephones and trunks reach it; 0.0.0.0: each that it has. AMI stays on the loopback."""
    sip_port: int = 5060
    ami_port: int = 5038
    web_port: int = Field(default=8088, ge=1, le=65535)
    """SIP over WebSocket for operators' browsers, on this machine alone: they come by the console."""
    rtp_first: int = 10000
    rtp_last: int = 19999
    call_secret: str = ""
    fill_secret: str = ""
    clock_offset: int = 0
    """Seconds; 0 in service, another morning in tests and the demonstration."""


class TrunkSettings(Section):
    """A way out. A carrier in the cloud: `e164`, `tls`, a user and its secret, and no short emergency numbers."""

    name: str = Field(pattern=r"^[a-z][a-z0-9]{0,15}$")
    host: str
    port: int = 5060
    limit: int = Field(default=30, ge=1)
    takes_emergency_numbers: bool = True
    e164: bool = False
    """Numbers leave as `+861066660001`."""
    transport: Literal["udp", "tls"] = "udp"
    user: str = Field(default="", pattern=r"^[A-Za-z0-9._@+-]{0,64}$")
    secret: str = ""
    registers: bool = False
    """Whether this carrier wants the exchange to register with it."""

    @model_validator(mode="after")
    def _fits_together(self) -> "TrunkSettings":
        if self.e164 and self.takes_emergency_numbers:
            raise ValueError("a trunk with e164 takes no short numbers: set takes_emergency_numbers = false as well")
        if (self.registers or self.secret) and not self.user:
            raise ValueError("registers and secret need a user")
        return self


class PhoneSettings(Section):
    """A SIP telephone on a desk."""

    id: str = Field(pattern=r"^[a-z][a-z0-9]{0,23}$")
    secret: str


class DeskSettings(Section):
    """A ring group: its telephones, or one number behind a trunk."""

    name: str = Field(pattern=r"^[a-z][a-z0-9]{0,15}$")
    phones: tuple[PhoneSettings, ...] = ()
    number: str = ""
    staff: tuple[Annotated[str, Field(pattern=r"^[a-z][a-z0-9]{0,23}$")], ...] = ()
    """Members of staff whose browsers ring with it: their ids."""
    accepts: Literal["answer", "press-1"] = "answer"


class StepSettings(Section):
    seconds: int
    target: str
