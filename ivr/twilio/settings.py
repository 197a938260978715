"""What may a site set about its second exchange? `[twilio]`: the account, its numbers, where the webhooks stand."""

from datetime import timedelta
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field


class TwilioSettings(BaseModel):
    """The account that is the way out behind the trunks, and a second exchange when ours is gone; empty: none."""

    model_config = ConfigDict(extra="forbid")

    account: str = Field(default="", pattern=r"^(AC[0-9a-fA-F]{32})?$")
    token: str = ""
    """The account's auth token: signs what Twilio asks of us, and opens its REST interface."""
    api: str = Field(default="https://api.twilio.com", pattern=r"^(https://[^/?#]+|http://127\.[0-9.]+(:[0-9]+)?)$")
    number: str = Field(default="", pattern=r"^(\+[1-9][0-9]{6,14})?$")
    """The number of the account that our calls show."""
    numbers: dict[str, str] = {}
    """Number of the account as Twilio writes it -> service id: what a press there asks for."""
    desks: dict[str, tuple[str, ...]] = {}
    """Desk -> mobiles (E.164) that stand for its telephones."""
    public: str = Field(default="", pattern=r"^(https?://[^?#]+[^/?#])?$")
    """How Twilio reaches our webhooks from outside, proxy included, without a slash at its end."""
    host: str = "127.0.0.1"
    port: int = Field(default=8090, ge=1, le=65535)
    folder: Path = Path(".run/twilio")
    """The compiled routes and what the webhooks remember: on the disk of the machine they run on."""
    calls_per_second: float = Field(default=1, gt=0, le=100)
    """What the account may begin."""
    day_cap: float = Field(default=0, ge=0)
    """Of spending in the account's currency; never binds emergencies and presses. 0: no cap."""
    minute_cost: float = Field(default=0.05, ge=0)
    """What a begun minute of a call is expected to cost."""
    timeout: float = Field(default=10, gt=0, le=60)
    """Seconds for an answer of the REST interface."""
    inside: str = Field(default="", pattern=r"^(https?://[^?#]+[^/?#])?$")
    """How our controller reaches the webhooks; empty: at `host` and `port`, on this machine."""
    channels: int = Field(default=10, ge=1)
    """Calls with messages at a time while the work is carried there."""
    over_after: timedelta = Field(default=timedelta(seconds=10), gt=timedelta())
    """How long nothing of the exchange has to answer before the work goes over."""
    back_after: timedelta = Field(default=timedelta(minutes=5), gt=timedelta())
    """How long it has to answer again before the work comes back."""
    voice_zh: str = "Polly.Zhiyu"
    voice_en: str = "Polly.Amy"
