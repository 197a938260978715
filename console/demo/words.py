"""What is said on the demonstration's page that no other page says?"""

from collections.abc import Mapping

from console.words import N_

REFUSALS: Mapping[str, str] = {
    "story": N_("The town still tells its story. The keys work already; switches and mornings in a minute."),
    "unknown": N_("The town does not know that home, key or day. Reload the page."),
    "busy": N_("That is being done already. Wait until it is over."),
    "plug_out": N_("The controller’s plug is out: push it back in first. The watch is kept by the controller."),
    "talking": N_("Somebody is on this telephone already. Put the handset down, or choose another home."),
    "failed": N_("The town tried and could not. What it said stands in the window in which it was started."),
    "token": N_("This console belongs to a town that has ended. Start it again: make run"),
    "not_up": N_("The town is not up yet, or has ended. It is started by: make run"),
    "nobody": N_("The demonstration’s account is not there. Sign in as the window says in which it was started."),
}  # fmt: skip
WHY: Mapping[str, str] = {
    "open": N_("nearest, and open now"),
    "next": N_("the one before did not answer"),
    "closed": N_("the ones near her are closed"),
    "holiday": N_("the ones near her keep the holiday"),
    "none": N_("nobody near her offers it"),
    "busy": N_("all lines of the one before are engaged"),
    "hotline": N_("the hotline takes what nobody else took"),
    "family": N_("her own family"),
    "override": N_("chosen by hand for her"),
}
STATUS: Mapping[str, str] = {
    "rang": N_("rings"),
    "answered": N_("picked up; is asked to take it"),
    "joined": N_("is with her"),
    "NOANSWER": N_("did not answer"),
    "BUSY": N_("engaged"),
    "FULL": N_("no free line"),
    "CONGESTION": N_("could not be reached"),
    "CHANUNAVAIL": N_("could not be reached"),
    "NOTARGET": N_("has no number"),
    "CANCEL": N_("no longer needed"),
    "quicker": N_("somebody else was quicker"),
    "was": N_("was with her"),
    "ANSWER": N_("picked up, nobody accepted"),
}
PLUG: Mapping[str, str] = {
    "in": N_("plugged in: it records, shows and rings"),
    "coming": N_("comes back, and reads what it missed …"),
    "out": N_("pulled out: killed on the spot. Press a key now"),
}
DINING: Mapping[str, str] = {
    "open": N_("open as on every day"),
    "night": N_("shut at this hour, as every night: the hotline answers"),
    "closed": N_("closed today: the exchange knows it"),
    "closing": N_("closed today: the exchange is being told …"),
    "opening": N_("open again: the exchange is being told …"),
    "waits_closed": N_("closed today; the exchange learns it when the plug is back in"),
    "waits_open": N_("open again; the exchange learns it when the plug is back in"),
}
DESK: Mapping[str, str] = {
    "answers": N_("somebody sits there"),
    "silent": N_("nobody picks up: press the red key"),
}
DAYS: Mapping[str, str] = {
    "silent": N_("silent"),
    "sign_of_life": N_("a sign of life"),
    "hold": N_("on hold"),
    "not_measured": N_("not measured"),
    "not_over": N_("today"),
}
CALLS: Mapping[str, str] = {
    "spoke": N_("answered"),
    "no_answer": N_("rang in vain"),
    "staff_unavailable": N_("nobody of the staff was free"),
}
YEAR: Mapping[str, str] = {
    "waiting": N_("A simulated year moves in after the story."),
    "filling": N_("A simulated year is moving in: the charts fill up."),
    "done": N_("The pages hold a simulated year of this neighbourhood."),
    "failed": N_("The simulated year could not be filled in; .run/demo/year.log says why."),
}
