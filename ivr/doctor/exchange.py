"""Does Asterisk answer both of our users, and does it live at the right hour? Asked by AMI, side by side."""

import asyncio
from datetime import UTC, timedelta

from ivr.asterisk.ami import Ami
from ivr.asterisk.ami_line import Account
from ivr.asterisk.ami_wire import AmiDown, LoginRefused, ReplyUnknown
from ivr.doctor.examining import Finding
from ivr.exchange_settings import ExchangeSettings
from ivr.inside import inside
from ivr.settings import Settings

PATIENCE = timedelta(seconds=1.5)
DIFFER = "Render the dialplan again and restart Asterisk: the secrets differ"
CLOCK = "Set clock_offset = 0 and restart Asterisk: calls would be routed for another hour"


async def exchange(settings: Settings) -> list[Finding]:
    found = await asyncio.gather(_calling(settings.exchange), _filling(settings.exchange))
    return [finding for group in found for finding in group]


async def _calling(exchange: ExchangeSettings) -> list[Finding]:
    """As the user that calls."""
    where = f"{inside(exchange.address)}:{exchange.ami_port}"
    try:
        async with Ami(_account(exchange, "bb", exchange.call_secret)) as ami:
            await ami.until_ready(PATIENCE)
            status = await ami.core_status()
            offset = await ami.get_global("CLOCK_OFFSET")
    except LoginRefused as why:
        return [_bad("exchange", f"{where}: {why}", DIFFER)]
    except (AmiDown, ReplyUnknown) as why:
        cure = f"Start Asterisk: asterisk -C {exchange.root.absolute()}/etc/asterisk.conf -f"
        return [_bad("exchange", f"nothing answers at {where} ({why})", cure)]
    seen = f"Asterisk at {where}, up since {status.started_at.astimezone(UTC):%F %T}Z"
    moved = offset not in ("", "0")
    clock = Finding(what="clock", ok=not moved, seen=f"offset {offset or 0} s", cure=CLOCK if moved else "")
    return [Finding(what="exchange", ok=True, seen=seen), clock]


async def _filling(exchange: ExchangeSettings) -> list[Finding]:
    """As the user that fills Asterisk's tables: its secret is another one."""
    try:
        async with Ami(_account(exchange, "fill", exchange.fill_secret)) as fill:
            await fill.until_ready(PATIENCE)
    except LoginRefused as why:
        return [_bad("tables", str(why), DIFFER)]
    except (AmiDown, ReplyUnknown):
        return [_bad("tables", "the user that fills them cannot log in either", "Mend `exchange` first")]
    return [Finding(what="tables", ok=True, seen="the user that fills them may log in")]


def _account(exchange: ExchangeSettings, user: str, secret: str) -> Account:
    at = inside(exchange.address)
    return Account(host=at, port=exchange.ami_port, user=user, secret=secret, hears=user == "bb")


def _bad(what: str, seen: str, cure: str) -> Finding:
    return Finding(what=what, ok=False, seen=seen, cure=cure)
