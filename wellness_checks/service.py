"""What can be asked of the watch? Every use case, in the order of a silence.

Each takes a connection inside the caller's transaction; what is to be dialled is dialled after its commit.
"""

from wellness_checks.after_outage import may_have_pressed_in_vain
from wellness_checks.case import Refused
from wellness_checks.checking_in import away_until, check_in, set_deadline
from wellness_checks.climbing import climb, take_case
from wellness_checks.explaining import Explanation, explain
from wellness_checks.guarding import end_outage, record_outage, release, release_due
from wellness_checks.history import Happening, history
from wellness_checks.holding import end_hold, flag_overdue_returns, put_on_hold
from wellness_checks.minding_telephones import report_broken_telephones, telephone_is
from wellness_checks.offering import decline_visit, offer_visits
from wellness_checks.others import note_call, others_answered, stop_asking
from wellness_checks.ringing import Intent, ring_due
from wellness_checks.settings import WatchSettings, fast
from wellness_checks.settling import settle_attempt
from wellness_checks.signs import Sign, sign_of
from wellness_checks.sweeping import Swept, sweep
from wellness_checks.visiting import accept_visit, arrive, close_visit, give_back, send_visitor, set_out, sign_in
from wellness_checks.watching import offer, record_sign

__all__ = [
    "Explanation", "Happening", "Intent", "Refused", "Sign", "Swept", "WatchSettings", "accept_visit",
    "arrive", "away_until", "check_in", "climb", "close_visit", "decline_visit", "end_hold", "end_outage",
    "explain", "fast", "flag_overdue_returns", "give_back", "history", "may_have_pressed_in_vain",
    "note_call", "offer", "offer_visits", "others_answered", "put_on_hold", "record_outage", "record_sign",
    "release", "release_due", "report_broken_telephones", "ring_due", "send_visitor", "set_deadline",
    "set_out", "settle_attempt", "sign_in", "sign_of", "stop_asking", "sweep", "take_case", "telephone_is",
]  # fmt: skip
