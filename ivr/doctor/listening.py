"""May Asterisk listen where the settings say, and who reaches it there?"""

import socket

from ivr.doctor.examining import Finding
from ivr.settings import Settings

CURE = "`hostname -I` shows this machine's addresses: set exchange.address to one of them, or to 0.0.0.0; then render"


def listening(settings: Settings) -> Finding:
    """Where the machine does not have the address, Asterisk starts without a word and no telephone registers."""
    address = settings.exchange.address
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as tried:
        try:
            tried.bind((address, 0))
        except OSError:
            return Finding(what="address", ok=False, seen=f"{address} is none of this machine's", cure=CURE)
    alone = "; no telephone of another machine reaches it there" if address.startswith("127.") else ""
    return Finding(what="address", ok=True, seen=f"SIP at {address}:{settings.exchange.sip_port}{alone}")
