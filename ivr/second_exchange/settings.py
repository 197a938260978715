"""What does the controller need to know of its second exchange? From the site's settings, as the rules want it."""

from ivr.second_exchange.orders import Ground
from ivr.settings import Settings
from ivr.twilio.settings import TwilioSettings
from ivr.ways.switching import SwitchRules
from people.seniors import Language


def is_there(settings: Settings) -> bool:
    """Whether there is a second exchange at all."""
    return bool(settings.twilio.account and settings.twilio.token and settings.twilio.number)


def inside_address(settings: TwilioSettings) -> str:
    """Where our own controller reaches the webhooks."""
    return settings.inside or f"http://{settings.host}:{settings.port}"


def switch_rules(settings: Settings) -> SwitchRules:
    ours = settings.twilio
    return SwitchRules(over_after=ours.over_after, back_after=ours.back_after)


def ground_of(settings: Settings) -> Ground:
    return Ground(
        site=settings.site_name,
        language=Language(settings.language),
        number=settings.twilio.number,
        desks=settings.twilio.desks,
        message_rings=settings.care.message_rings,
    )
