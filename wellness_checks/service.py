"""What can be asked of the watch? Every use case, in the order of a silence.

Each takes a connection inside the caller's transaction; what is to be dialled is dialled after its commit.
"""

from wellness_checks.case import Refused
from wellness_checks.explaining import Explanation, explain
from wellness_checks.ringing import Intent, ring_due
from wellness_checks.settings import WatchSettings
from wellness_checks.settling import settle_attempt
from wellness_checks.signs import Sign, sign_of
from wellness_checks.sweeping import Swept, sweep
from wellness_checks.visiting import accept_visit, arrive, close_visit, send_visitor
from wellness_checks.watching import offer, record_sign

__all__ = [
    "Explanation", "Intent", "Refused", "Sign", "Swept", "WatchSettings", "accept_visit", "arrive",
    "close_visit", "explain", "offer", "record_sign", "ring_due", "send_visitor", "settle_attempt",
    "sign_of", "sweep",
]  # fmt: skip
