"""Which secrets does the doctor miss? Each by the name under which it is set."""

from console.settings import LEAST_SECRET
from ivr.doctor.wanting import secrets
from ivr.exchange_settings import DeskSettings, ExchangeSettings, PhoneSettings, TrunkSettings
from ivr.settings import ConsoleSettings, Settings
from ivr.twilio.settings import TwilioSettings

ACCOUNT = f"AC{'0' * 32}"


def site(secret: str, console: str) -> Settings:
    """Everything that has a secret, with this one."""
    phones = (PhoneSettings(id="desk1", secret="told"), PhoneSettings(id="desk2", secret=secret))
    return Settings(
        exchange=ExchangeSettings(call_secret=secret, fill_secret=secret),
        console=ConsoleSettings(secret=console),
        trunks=(TrunkSettings(name="open", host="h"), TrunkSettings(name="shut", host="h", user="u", secret=secret)),
        desks=(DeskSettings(name="hotline", number="13800138000"), DeskSettings(name="emergency", phones=phones)),
        twilio=TwilioSettings(account=ACCOUNT, token=secret),
    )


def test_each_secret_that_is_missing_is_named_with_what_makes_one():
    found = secrets(site("", "short"))

    assert not found.ok and "openssl rand" in found.cure
    assert found.seen == (
        "not set: exchange.call_secret, exchange.fill_secret, trunks.2.secret, desks.2.phones.2.secret, twilio.token, "
        "console.secret"
    )


def test_what_has_no_user_and_no_telephone_wants_none():
    assert secrets(site("told", "s" * LEAST_SECRET)).ok
