"""What do the short words of the watch mean to a reader? A word that is not here is shown as it stands."""

from collections.abc import Mapping

from console.words import N_

OUTCOMES: Mapping[str, str] = {
    "spoke": N_("spoke with her"),
    "confirmed": N_("she pressed a key when we rang"),
    "seen_by_contact": N_("somebody who knows her has seen her"),
    "found_elsewhere": N_("she is elsewhere: hospital, family, or she has died"),
    "found_well": N_("found well"),
    "needs_care": N_("found: needs care"),
    "emergency": N_("emergency"),
    "not_found": N_("nobody found at the door"),
    "sign_of_life": N_("she gave a sign of life herself"),
}
HOW: Mapping[str, str] = {
    "well": N_("she is well"),
    "poorly": N_("she is poorly: look after her today"),
    "needs_help": N_("she needs help now"),
}
CALLS: Mapping[str, str] = {  # how one wellness call ended
    "": N_("under way"),
    "spoke": N_("staff spoke with her"),
    "confirmed": N_("she pressed a key when we rang"),
    "not_spoke": N_("picked up, but staff did not speak with her"),
    "answered": N_("somebody picked up; nothing was reported"),
    "no_answer": N_("she did not answer"),
    "busy": N_("her line was engaged"),
    "staff_unavailable": N_("no member of staff took it"),
    "taken": N_("staff took it, she was not reached"),
    "refused": N_("it could not be placed"),
    "rejected": N_("her telephone refused it"),
    "unallocated": N_("her number does not exist"),
    "congestion": N_("no line was free"),
    "failed": N_("it failed"),
    "unknown": N_("nobody can tell how it ended"),
}
ACTIONS: Mapping[str, str] = {  # lines of the audit that belong to a case, a visit or a person
    "case_opened": N_("the silence is followed"),
    "case_taken": N_("%(who)s took the case"),
    "case_climbed": N_("overdue: sent to the next rank"),
    "case_closed": N_("%(who)s closed the case"),
    "rung_at_once": N_("%(who)s rings her"),
    "call_noted": N_("%(who)s noted how she is"),
    "contact_has_not_seen_her": N_("%(who)s has not seen her either"),
    "visitor_sent": N_("%(who)s sends a visitor"),
    "emergency_opened": N_("%(who)s opened the emergency"),
    "visit_opened": N_("a visit is to be made"),
    "visit_begun": N_("%(who)s began a visit of the rota"),
    "visit_accept": N_("%(who)s accepted the visit"),
    "visit_set_out": N_("%(who)s is on the way"),
    "visit_give_back": N_("%(who)s gave the visit back"),
    "visit_arrived": N_("%(who)s is at the door"),
    "visit_closed": N_("%(who)s closed the visit"),
    "visit_code_refused": N_("a wrong visit code was dialled"),
    "photo_kept": N_("%(who)s took a photograph"),
    "hold": N_("%(who)s put her on hold"),
    "hold_ended": N_("%(who)s ended her hold"),
    "checked_in": N_("%(who)s says that she is well"),
    "deadline_set": N_("%(who)s set her daily hour"),
    "viewed": N_("%(who)s looked at her page"),
}
KINDS: Mapping[str, str] = {  # what stands in the history of a person
    "press": N_("press"),
    "emergency": N_("emergency, opened for her"),
    "message": N_("broadcast"),
    "sign": N_("sign of life"),
    "case": N_("silence"),
    "wellness_call": N_("wellness call"),
    "visit": N_("visit"),
    "hold": N_("hold"),
    "audit": N_("record"),
}
VISITS: Mapping[str, tuple[str, str]] = {  # the look (css) and the word
    "due": ("missed", N_("waits for a visitor")),
    "offered": ("waiting", N_("being offered")),
    "accepted": ("waiting", N_("accepted")),
    "on_the_way": ("going", N_("on the way")),
    "arrived": ("going", N_("at the door")),
    "closed": ("calm", N_("closed")),
}
LADDER: Mapping[str, str] = {
    "call": N_("Call"),
    "others": N_("Ask her family"),
    "visit": N_("Go to the door"),
    "search": N_("Search"),
    "end": N_("How she is"),
}
"""The ladder's rungs as a reader sees them, in order."""
RUNGS: Mapping[str, str] = {
    "silent": "call", "wellness_call_due": "call", "calling": "call", "not_answered": "call", "spoke": "end",
    "others_due": "others", "visit_due": "visit", "searching": "search", "closed": "end",
}  # fmt: skip
PLACES: Mapping[str, str] = {
    "exchange": N_("the whole exchange"),
    "trunk": N_("all fixed lines"),
    "line": N_("one exchange line"),
    "area": N_("one area"),
    "building": N_("one building"),
}
TELEPHONES: Mapping[str, str] = {
    "reachable": N_("rings, but nobody can be reached on it"),
    "unregistered": N_("not connected"),
    "refusing": N_("refuses calls"),
    "in_use": N_("off the hook"),
}
RHYTHMS: Mapping[str, str] = {"monthly": N_("once a month"), "weekly": N_("once a week")}
TURNS: Mapping[str, tuple[str, str]] = {
    "made": ("reached", N_("visited")),
    "due": ("waiting", N_("to be visited")),
    "excused": ("calm", N_("away")),
}
HOLD_REASONS: Mapping[str, str] = {
    "hospital": N_("in hospital"),
    "family": N_("with the family"),
    "travel": N_("on a journey"),
    "care_home": N_("in a care home for a while"),
    "told by family": N_("told by the family"),
}
