"""Which secrets does this site still want? A back-up leaves them out, and a file written by hand forgets them."""

from collections.abc import Iterator

from console.settings import LEAST_SECRET
from ivr.doctor.examining import Finding
from ivr.settings import Settings

CURE = (
    "Write them into bigbutton.toml: those of before, or new ones (`openssl rand -hex 24` prints one); "
    "then `bigbutton dialplan render`, and restart Asterisk"
)


def secrets(settings: Settings) -> Finding:
    missing = (*of_the_exchange(settings), *of_the_console(settings))
    if missing:
        return Finding(what="secrets", ok=False, seen=f"not set: {', '.join(missing)}", cure=CURE)
    return Finding(what="secrets", ok=True, seen="all are set")


def of_the_exchange(settings: Settings) -> tuple[str, ...]:
    """Without them anybody on the network could be a desk, or nobody could log in. Named as a back-up names them."""
    return tuple(_of_the_exchange(settings))


def of_the_console(settings: Settings) -> tuple[str, ...]:
    """Sessions are signed with it; a short one is none."""
    return () if len(settings.console.secret) >= LEAST_SECRET else ("console.secret",)


def _of_the_exchange(settings: Settings) -> Iterator[str]:
    for name in ("call_secret", "fill_secret"):
        if not getattr(settings.exchange, name):
            yield f"exchange.{name}"
    for n, trunk in enumerate(settings.trunks, 1):
        if trunk.user and not trunk.secret:
            yield f"trunks.{n}.secret"
    for n, desk in enumerate(settings.desks, 1):
        yield from (f"desks.{n}.phones.{m}.secret" for m, phone in enumerate(desk.phones, 1) if not phone.secret)
    if settings.twilio.account and not settings.twilio.token:
        yield "twilio.token"
