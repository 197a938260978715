"""What of a site would the second exchange not carry? Said before it has to, each with its cure.

V1. A public emergency number never goes through it: that rung of the ladder goes to staff.
V2. A desk that presses or the ladder ring, and that nobody's mobile stands for, rings nowhere.
V3. A home whose telephones have no number is not rung at all.
"""

from collections.abc import Iterator, Mapping
from itertools import chain

from ivr.emergency import is_ambulance
from ivr.problems import Problem, Severity
from ivr.site import Site
from ivr.twilio.fallback import missing_desks, usable

SETTING = "BIGBUTTON_TWILIO__DESKS"
AMBULANCE, EMERGENCY = "ambulance", "emergency"


def second_problems(site: Site, desks: Mapping[str, tuple[str, ...]]) -> tuple[Problem, ...]:
    """Warnings alone: our own exchange works without any of this. `desks`: mobiles (E.164) of each desk."""
    return tuple(chain(_short_numbers(site, desks), _desks(site, desks), _homes(site)))


def _short_numbers(site: Site, desks: Mapping[str, tuple[str, ...]]) -> Iterator[Problem]:
    staff = next((name for name in (AMBULANCE, EMERGENCY) if usable(desks.get(name, ()))), "")
    for step in site.ladder.steps:
        if not is_ambulance(step.target):
            continue
        number = step.target.removeprefix("amb-")
        what = f"its rung at {step.seconds} s, {number}, is never dialled through the second exchange; "
        what += f"the desk {staff} is rung there instead" if staff else "no mobile is there to be rung instead"
        cure = f"Tell them: whoever accepts rings {number} from another telephone" if staff else f"Set {SETTING} for it"
        yield _warned("the emergency ladder", what, cure)


def _desks(site: Site, desks: Mapping[str, tuple[str, ...]]) -> Iterator[Problem]:
    for name in missing_desks(site, desks):
        yield _warned(f"desk {name}", "rings nowhere while the second exchange carries", f"Set {SETTING} for it")


def _homes(site: Site) -> Iterator[Problem]:
    having = {one.household for one in site.terminals if one.active}
    without = having - {one.household for one in site.terminals if one.active and one.number}
    if without:
        what = f"{len(without)} of {len(having)} have no number: the second exchange cannot ring them"
        yield _warned("homes", what, "Enter a fixed line or mobile for each; until then staff get a task")


def _warned(where: str, what: str, cure: str) -> Problem:
    return Problem(where=where, what=what, cure=cure, severity=Severity.WARNING)
