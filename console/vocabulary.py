"""What do the short words of the tables mean to a reader? A word that is not here is shown as it stands."""

from collections.abc import Mapping

from console.words import N_

DESKS: Mapping[str, str] = {
    "desk-hotline": N_("hotline desk"),
    "desk-emergency": N_("emergency desk"),
    "desk-community": N_("community desk"),
    "desk-centre": N_("civil affairs centre"),
    "amb-120": N_("ambulance 120"),
    "amb-999": N_("ambulance 999"),
}
FAILED: Mapping[str, str] = {
    "rang": N_("%(who)s rings"),
    "answered": N_("%(who)s picked up"),
    "NOANSWER": N_("%(who)s did not answer"),
    "BUSY": N_("%(who)s was engaged"),
    "FULL": N_("%(who)s had no free line"),
    "CONGESTION": N_("%(who)s could not be reached"),
    "CHANUNAVAIL": N_("%(who)s could not be reached"),
    "CANCEL": N_("%(who)s was no longer needed"),
    "ANSWER": N_("%(who)s picked up and was gone"),
    "NOTARGET": N_("%(who)s has no number"),
}
WHY: Mapping[str, str] = {
    "open": N_("the nearest one open"),
    "closed": N_("closed now, so %(who)s"),
    "holiday": N_("closed for the holiday, so %(who)s"),
    "none": N_("nobody offers this here, so %(who)s"),
    "busy": N_("all lines engaged, so %(who)s"),
    "override": N_("chosen by hand for this telephone: %(who)s"),
    "public": N_("public emergency number: %(who)s"),
}
AFTER_FAILURE = N_("so %(who)s")
DIRECT = N_("%(who)s, as asked for")
KINDS: Mapping[str, str] = {
    "missed_press": N_("we rang back: her press had reached nobody"),
    "wellness": N_("wellness call by us"),
    "family": N_("family rang her"),
}
OUTCOMES: Mapping[str, tuple[str, str]] = {  # the look (css) and the word
    "pressed": ("waiting", N_("ringing")),
    "ringing": ("waiting", N_("ringing")),
    "talking": ("reached", N_("talking")),
    "reached": ("reached", N_("reached")),
    "nobody": ("missed", N_("reached nobody")),
    "gave_up": ("missed", N_("hung up first")),
    "blocked": ("quiet", N_("not allowed")),
    "unknown": ("missed", N_("unknown")),
    "incident_open": ("emergency", N_("emergency open")),
    "incident_accepted": ("reached", N_("accepted")),
    "incident_closed": ("reached", N_("accepted, closed")),
    "incident_closed_untaken": ("quiet", N_("closed")),
}
TASKS: Mapping[str, str] = {
    "missed_press": N_("Ring her: her press reached nobody"),
    "was_she_served": N_("Ask her: was she served? The call ended within seconds"),
    "wellness_call": N_("Ring her: she has been silent"),
    "visit": N_("Go to her door"),
    "incident_open": N_("Emergency: see it to its end"),
    "not_well": N_("She is not well: look after her"),
    "not_found": N_("Nobody at the door: look for her"),
    "late_request": N_("A promise was not kept: what she asked for is late"),
    "few_stars": N_("She was not content: ask her why"),
    "complaint": N_("A complaint: see to it"),
    "staff_unavailable": N_("Nobody takes the wellness calls"),
    "file_missing": N_("Her message has no sound: start it again"),
    "ask_others": N_("Ask her family or neighbours: she does not answer"),
    "case_overdue": N_("Overdue: take this silence in hand"),
    "nobody_answerable": N_("Overdue, and no supervisor is on the rota"),
    "no_visitor": N_("No visitor accepts: find somebody who goes"),
    "overdue_return": N_("She should be back: nothing seen of her yet"),
    "no_first_press": N_("Try her telephone with her: it was given out and never pressed"),
    "telephone_out": N_("Her telephone is out of order or off the hook"),
    "outage": N_("Many silent at once: is it an outage of ours?"),
    "after_outage": N_("After an outage: who may have pressed in vain?"),
    "drill_failed": N_("A drill did not get through: look at this way out"),
    "drill_overdue": N_("A way out is unproven: drill it"),
    "number_dead": N_("A number leads nowhere: ask for the right one"),
    "number_untried": N_("Nobody knows whether a number still works: ring it once"),
    "not_met": N_("Not met at her visit: go again or ring her"),
    "second_exchange": N_("The second exchange carries the calls: bring ours back"),
    "second_silent": N_("The second exchange does not answer"),
    "home_out_of_reach": N_("Only our exchange reaches her, and it is gone: ring a neighbour or go"),
    "emergency_out_of_reach": N_("Emergency, and she cannot be rung back: send somebody"),
    "ami_silent": N_("The controller has no link to the exchange"),
    "disk_full": N_("The disk is nearly full"),
    "clock_wrong": N_("The machine's clock may be wrong"),
    "certificate_expiring": N_("A certificate ends soon"),
    "queue_unmanned": N_("Nobody takes the hotline’s calls: ask somebody to sit down in the queue"),
    "message_left": N_("She left a message: listen to it, and ring her"),
    "rota_empty": N_("Nobody is on duty: fill the rota"),
}
TIMELINE: Mapping[str, str] = {
    "pressed": N_("she pressed"),
    "pressed_again": N_("she pressed again"),
    "rang": N_("%(who)s rings"),
    "answered": N_("%(who)s picked up"),
    "accepted": N_("%(who)s accepted"),
    "resumed": N_("nobody has it any more: ringing goes on"),
    "rings_her_back": N_("she is rung back"),
    "closed": N_("closed by %(who)s"),
    "closed_by_hand": N_("closed in the console by %(who)s: its end had not been written"),
}
RING_BACK: Mapping[str, str] = {
    "ANSWER": N_("she picked up the ring-back"),
    "NOANSWER": N_("she did not answer the ring-back"),
    "BUSY": N_("her line was engaged at the ring-back"),
}
SIGNS: Mapping[str, str] = {
    "press": N_("pressed a key"),
    "key": N_("pressed a key"),
    "listen": N_("listened to a broadcast"),
    "next": N_("listened to a broadcast"),
    "ordinary_call": N_("used the telephone"),
    "pressed": N_("pressed a key"),
    "heard": N_("listened to a broadcast"),
    "broadcast": N_("listened to a broadcast"),
    "listened": N_("listened to a broadcast"),
    "well": N_("reported to be well"),
    "call": N_("spoke on the telephone"),
    "spoke": N_("spoke with us"),
    "ordinary": N_("used the telephone"),
    "wellness": N_("spoke with us"),
    "visit": N_("was seen at the door"),
    "checked_in": N_("somebody says she is well"),
    "confirmed": N_("pressed a key when we rang"),
}
VISITS: Mapping[str, str] = {
    "due": N_("a visit is to be made"),
    "accepted": N_("%(who)s is on the way"),
    "arrived": N_("%(who)s is at the door"),
}
CASES: Mapping[str, str] = {
    "silent": N_("to be rung"),
    "wellness_call_due": N_("to be rung"),
    "not_answered": N_("rung, no answer"),
    "visit_due": N_("to be visited"),
    "spoke": N_("spoken with"),
    "open": N_("to be rung"),
    "opened": N_("to be rung"),
    "calling": N_("being rung"),
    "ringing": N_("being rung"),
    "called": N_("rung, no answer"),
    "no_answer": N_("rung, no answer"),
    "visit": N_("to be visited"),
    "visiting": N_("to be visited"),
    "others_due": N_("rung in vain, her family is asked"),
    "searching": N_("not found at her door, searched for"),
    "closed": N_("closed"),
}
