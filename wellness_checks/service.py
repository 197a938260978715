"""What can be asked of the watch? Every use case, in the order of a silence.

Each takes a connection inside the caller's transaction; what is to be dialled is dialled after its commit.
"""

from wellness_checks.after_outage import may_have_pressed_in_vain, service_holes, work_through
from wellness_checks.case import Refused
from wellness_checks.checking_in import away_until, check_in, set_deadline
from wellness_checks.climbing import climb, take_case
from wellness_checks.explaining import Explanation, explain
from wellness_checks.guarding import end_outage, record_outage, release, release_due
from wellness_checks.history import Happening, history, history_of
from wellness_checks.holding import end_hold, flag_overdue_returns, put_on_hold
from wellness_checks.minding_telephones import report_broken_telephones, telephone_is
from wellness_checks.monthly_visits import Rota, begin_visit, rota
from wellness_checks.offering import decline_visit, offer_visits
from wellness_checks.others import away_told, note_call, others_answered, stop_asking
from wellness_checks.reporting import ask_for_visit, open_emergency, outcomes_now, report_outcome
from wellness_checks.ringing import Intent, ring_due
from wellness_checks.ringing_at_once import ring_at_once, ring_before_visit
from wellness_checks.settings import WatchSettings, fast
from wellness_checks.settling import settle_attempt
from wellness_checks.signs import Sign, sign_of
from wellness_checks.stopping import no_longer_wanted
from wellness_checks.sweeping import Swept, sweep
from wellness_checks.told_by_family import away_from_home, seen_at_home
from wellness_checks.visit_outcome import close_visit
from wellness_checks.visiting import accept_visit, arrive, give_back, send_visitor, set_out, sign_in
from wellness_checks.watching import offer, record_sign

__all__ = [
    "Explanation", "Happening", "Intent", "Refused", "Rota", "Sign", "Swept", "WatchSettings", "accept_visit",
    "arrive", "ask_for_visit", "away_from_home", "away_told", "away_until", "begin_visit", "check_in", "climb",
    "close_visit", "decline_visit", "end_hold", "end_outage", "explain", "fast", "flag_overdue_returns",
    "give_back", "history", "history_of", "may_have_pressed_in_vain", "no_longer_wanted", "note_call", "offer",
    "offer_visits", "open_emergency", "others_answered", "outcomes_now", "put_on_hold", "record_outage",
    "record_sign", "release", "release_due", "report_broken_telephones", "report_outcome", "ring_at_once",
    "ring_before_visit", "ring_due", "rota", "seen_at_home", "send_visitor", "service_holes", "set_deadline",
    "set_out", "settle_attempt", "sign_in", "sign_of", "stop_asking", "sweep", "take_case", "telephone_is",
    "work_through",
]  # fmt: skip
