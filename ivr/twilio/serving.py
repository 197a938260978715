"""How do the webhooks come up? One process of its own: `bigbutton serve --part webhooks`."""

import uvicorn

from ivr.settings import Settings, SettingsRefused
from ivr.twilio.webhooks import standing

NEEDED = {
    "account": "the account's id, AC…",
    "token": "the account's auth token: it signs what Twilio asks",
    "public": "how Twilio reaches the webhooks from outside, like https://care.example",
    "number": "a number of the account, E.164: our calls show it",
}


def check(settings: Settings) -> None:
    """Raises SettingsRefused where the webhooks could not answer."""
    empty = [f"twilio.{name} is empty: {what}" for name, what in NEEDED.items() if not getattr(settings.twilio, name)]
    if empty:
        raise SettingsRefused("the webhooks cannot work:\n  " + "\n  ".join(empty))


async def serve(settings: Settings) -> None:
    """Answer Twilio until cancelled. Raises SettingsRefused, OSError."""
    check(settings)
    async with standing(settings) as (app, _):
        config = uvicorn.Config(
            app, host=settings.twilio.host, port=settings.twilio.port, log_level="warning", log_config=None,
            access_log=False,            lifespan="off", timeout_graceful_shutdown=5,
        )  # fmt: skip
        await uvicorn.Server(config).serve()
