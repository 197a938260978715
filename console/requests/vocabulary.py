"""What do the short words of requests and tasks mean to a reader?"""

from collections.abc import Mapping

from console.words import N_

STATES: Mapping[str, tuple[str, str]] = {  # the look (css) and the word
    "open": ("waiting", N_("waits for the provider")),
    "accepted": ("going", N_("accepted")),
    "done": ("reached", N_("done")),
    "asked": ("reached", N_("done, she was asked")),
    "rated": ("reached", N_("done, she answered")),
    "withdrawn": ("quiet", N_("withdrawn")),
}
SHOWN: Mapping[str, str] = {
    "undone": N_("To be brought"),
    "late": N_("Late"),
    "few": N_("Two stars and fewer"),
    "done": N_("Done"),
}
TASKS_SHOWN: Mapping[str, str] = {
    "all": N_("All"),
    "free": N_("Nobody’s"),
    "mine": N_("Mine"),
    "overdue": N_("Overdue"),
}
OUTCOMES: Mapping[str, str] = {
    "done": N_("done"),
    "spoken_with": N_("spoken with"),
    "passed_on": N_("passed on"),
    "not_needed": N_("not needed any more"),
}
SNOOZE: Mapping[int, str] = {
    15: N_("15 minutes"),
    60: N_("1 hour"),
    240: N_("4 hours"),
    1440: N_("a day"),
}
"""Minutes."""
REFUSALS = (
    (r"there is no such request", N_("There is no such request.")),
    (r"there is no such task", N_("There is no such task.")),
    (r"there is no such provider", N_("There is no such provider.")),
    (r"there is no such missed press", N_("There is no such missed press.")),
    (r"nobody has accepted it yet: accept it first", N_("Nobody has accepted it yet: accept it first.")),
    (r"(?P<who>.+) has accepted it already", N_("%(who)s has accepted it already.")),
    (r"it was withdrawn", N_("It was withdrawn.")),
    (r"it is done already", N_("It is done already.")),
    (r"somebody was faster: see what stands", N_("Somebody was faster. What stands is below.")),
    (r"choose what is asked for", N_("Choose what is asked for.")),
    (r"nobody has this number: find her first", N_("Nobody has this id: find her by name first.")),
    (r"it is closed for today already", N_("You are closed for today already.")),
    (r"it was not closed for today: its usual hours hold", N_("You were not closed for today: the usual hours hold.")),
    (r"nobody knows this caller: the hotline rings back", N_("Nobody knows this caller: the hotline rings back.")),
    (r"nobody has it", N_("Nobody has it.")),
    (r"done already: (?P<outcome>.+)", N_("It is done already: %(outcome)s.")),
    (r"why it is put off is not said", N_("Write why it is put off.")),
    (r"name a time within (?P<n>\d+) days from now", N_("Name a time within %(n)s days.")),
    (r"it ends by itself when the matter is closed: open it there",
     N_("It ends by itself when the matter is closed: open it there.")),
    (r".+ is no outcome of a task", N_("Choose an outcome.")),
    (r"write what is complained of", N_("Write what is complained of.")),
)  # fmt: skip
