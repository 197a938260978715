"""Does anything answer where each trunk should be? Asked at once by SIP, before the controller has ever looked.

Any answer will do, a refusal too: whether calls are taken is for a drill to prove. TLS is left to Asterisk.
"""

import asyncio

from ivr.doctor.examining import Finding
from ivr.exchange_settings import TrunkSettings
from ivr.second_exchange.sip_ping import answers_sip
from ivr.settings import Settings

CURE = "Compare host and port with the carrier's letter; is the line up, does a firewall let SIP (UDP) through?"


async def examine_trunks(settings: Settings) -> list[Finding]:
    """One finding a trunk that speaks UDP, all asked side by side; about a second."""
    asked = [trunk for trunk in settings.trunks if trunk.transport == "udp"]
    answered = await asyncio.gather(*(answers_sip(trunk.host, trunk.port) for trunk in asked))
    return [_finding(trunk, answers=answers) for trunk, answers in zip(asked, answered, strict=True)]


def _finding(trunk: TrunkSettings, *, answers: bool) -> Finding:
    where = f"{trunk.host}:{trunk.port}"
    if answers:
        return Finding(what=f"trunk {trunk.name}", ok=True, seen=f"{where} answers")
    return Finding(what=f"trunk {trunk.name}", ok=False, seen=f"nothing answers at {where}", cure=CURE)
