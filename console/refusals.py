"""What is wrong with the message, in the reader's language? The rules refuse in English; a form answers in hers."""

import re
from collections.abc import Sequence

from babel.support import Translations

from console import vocabulary
from console.watch import refusals as watch_refusals
from console.watch import vocabulary as watch_vocabulary
from console.words import N_

_KNOWN: Sequence[tuple[str, str]] = (
    (r"a message needs a title", N_("A message needs a title.")),
    (r"a message needs words", N_("A message needs words.")),
    (r"longer than (?P<n>[\d,]+) characters", N_("Longer than %(n)s characters.")),
    (r"(?P<n>[\d,]+) characters; a message has at most (?P<most>[\d,]+)",
     N_("%(n)s characters; a message has at most %(most)s.")),
    (r"(?P<n>[\d,]+) characters are longer than five minutes; at most (?P<most>[\d,]+)",
     N_("%(n)s characters are longer than five minutes; at most %(most)s.")),
    (r"(?P<word>.+) is not one of: (?P<all>.+)", N_("%(word)s is not one of: %(all)s.")),
    (r"has no time zone", N_("The time has no time zone.")),
    (r"is in the past", N_("This is in the past.")),
    (r"is not after the start", N_("The end is not after the start.")),
    (r"at least 1, or none for no limit", N_("At least 1, or nothing for no limit.")),
    (r"an age is a whole number of years from 0 to (?P<n>\d+)", N_("An age is a whole number from 0 to %(n)s.")),
    (r"the least age is above the greatest", N_("The least age is above the greatest.")),
    (r"(?P<text>.+) is no language: (?P<all>.+)", N_("%(text)s is no language: %(all)s.")),
    (r"the time is none of a day", N_("Name the time, like 09:30.")),
    (r"name the time, like 09:30", N_("Name the time, like 09:30.")),
    (r"name the day and time", N_("Name the day and time.")),
    (r"name the day", N_("Name the day.")),
    (r"name days of the week", N_("Choose days of the week.")),
    (r"name days of the month, 1 to 31", N_("Name days of the month, 1 to 31.")),
    (r"name days of the lunar calendar", N_("Choose a festival, or name days of the lunar calendar.")),
    (r"a run lasts from one minute to a day", N_("One run lasts from one minute to a day.")),
    (r"(?P<text>.+) is no window: write it like 09:00-11:30", N_("%(text)s is no window: write it like 09:00-11:30.")),
    (r"(?P<text>.+) has a time that no clock shows", N_("%(text)s has a time that no clock shows.")),
    (r"(?P<one>.+) and (?P<other>.+) overlap", N_("%(one)s and %(other)s overlap.")),
    (r"(?P<text>.+) is no whole number", N_("%(text)s is no whole number.")),
    (r"(?P<text>.+) is no day and time: write it like .+", N_("%(text)s is no day and time.")),
    (r"(?P<text>.+) is no day of the lunar calendar: write 8/15",
     N_("%(text)s is no day of the lunar calendar: write it like 8/15.")),
    (r"there is no slot (?P<slot>\{.*\}); there are: (?P<all>.+)",
     N_("There is no slot %(slot)s; there are: %(all)s.")),
    (r"a brace stands alone: a slot is written like \{name\}",
     N_("A brace stands alone: a slot is written like {name}.")),
    (r"\{\w+\} has no value; write it like (?P<like>.+)", N_("Give a value, like %(like)s.")),
    (r"['\"](?P<text>.*)['\"] is no \w+; write it like (?P<like>.+)",
     N_("%(text)s cannot be read aloud; write it like %(like)s.")),
    (r"no voice can say (?P<what>.+): write it in words, or leave it out",
     N_("No voice can say %(what)s: write it in words, or leave it out.")),
    (r"there is no word in it, only signs that no voice can say", N_("There is no word in it, only signs.")),
    (r"there is nothing to hear in it", N_("There is nothing to hear in it.")),
    (r"longer than (?P<n>\d+) minutes", N_("Longer than %(n)s minutes.")),
    (r"nobody here is called (?P<all>.+)", N_("Nobody here has the id %(all)s.")),
    (r"upload the recording again", N_("Choose the recording again.")),
    (r"choose a recording", N_("Choose a recording.")),
    (r"larger than (?P<n>\d+) MB", N_("Larger than %(n)s MB.")),
    (r"it is (?P<state>\w+) and cannot become (?P<to>\w+)",
     N_("That is not possible any more: the message is %(state)s.")),
    (r"it goes out by its schedule; a clone of it can be started now",
     N_("It goes out by its plan; a copy of it can be started now.")),
    (r"it has not been started", N_("It has not been started.")),
    (r"its schedule is \w+ and cannot be \w+", N_("Its plan does not allow that any more.")),
    (r"nobody would be rung: (?P<why>.+)", N_("Nobody would be rung. Count again: whom does it reach?")),
    (r"names no day that comes", N_("These days never come.")),
    (r"never opens: these windows and the quiet hours leave no moment to ring",
     N_("These hours and the quiet hours leave no moment to ring.")),
    (r"does not open between .+ and .+", N_("Between its start and its end no telephone may ring.")),
    (r"(?P<last>[\d-]+) is before (?P<first>[\d-]+): write the earlier day first",
     N_("%(last)s is before %(first)s: put the earlier day first.")),
    (r"nothing was kept before (?P<first>[\d-]+): begin there or later",
     N_("Nothing was kept before %(first)s: begin there or later.")),
    (r"(?P<first>[\d-]+) is still to come: today is (?P<today>[\d-]+)",
     N_("%(first)s is still to come: today is %(today)s.")),
    (r"(?P<n>[\d,]+) days are too many: ask for (?P<most>[\d,]+) at most",
     N_("%(n)s days are too many: ask for %(most)s at most.")),
    (r"(?P<text>.+) is no day: write it like 2026-03-02", N_("%(text)s is no day: write it like 2026-03-02.")),
    (r"(?P<area>.+) is not your area; yours: (?P<all>.*)", N_("%(area)s is not your area. Yours: %(all)s.")),
    (r"there is no (area|service|figure|sheet) '(?P<text>.*)'; there are: (?P<all>.+)",
     N_("There is no %(text)s. There are: %(all)s.")),
    (r"lists of people are not for your role; .+", N_("Lists of people are not for your role.")),
    (r"repeat callers are listed for (?P<n>\d+) days at most: ask for fewer",
     N_("Repeat callers are listed for %(n)s days at most: ask for fewer.")),
    (r"there is no (?P<what>area|tag|terminal|senior|campaign|audience) (?P<all>.+)", N_("There is no %(all)s.")),
    (r"an audience needs a name", N_("Give it a name.")),
    (r"another audience has this name", N_("Another choice has this name.")),
    (r"the file is empty", N_("The file is empty.")),
    (r"(?P<n>\d+) MB are more than the longest message needs; at most (?P<most>\d+)",
     N_("%(n)s MB are more than the longest message needs; at most %(most)s.")),
    (r"there is no sound in it", N_("There is no sound in it.")),
    (r"it is longer than (?P<n>[\d.]+) s", N_("It is longer than %(n)s seconds.")),
    (r"it is silent: .+", N_("It is silent. Record it closer to the microphone.")),
    (r"it is shorter than (?P<n>[\d.]+) s", N_("It is shorter than %(n)s seconds.")),
    (r"it is clipped: (?P<share>.+) of it is at full scale. Record it again, less loud",
     N_("It is too loud and distorted (%(share)s of it). Record it again, less loud.")),
    (r"this is no WAV, MP3 or M4A that can be read: .+", N_("This is no WAV, MP3 or M4A that can be read.")),
    (r"your account has neither a desk telephone nor a number: .+",
     N_("Your account has neither a desk telephone nor a number. An administrator imports one with the staff.")),
    (r"this console has no voice: .+", N_("This console has no voice. `bigbutton doctor` says what is missing.")),
    (r"there is no such message", N_("There is no such message.")),
)  # fmt: skip
_STATES = {
    "draft": N_("draft"), "running": N_("going out"), "paused": N_("paused"), "done": N_("finished"),
    "cancelled": N_("cancelled"), **vocabulary.CASES, **watch_vocabulary.OUTCOMES,
}  # fmt: skip
_READ = tuple((re.compile(pattern, re.DOTALL), said) for pattern, said in (*_KNOWN, *watch_refusals.KNOWN))


def reason_in(words: Translations, reason: str) -> str:
    """The reason in the reader's words; one that is not known, as it stands."""
    for pattern, said in _READ:
        found = pattern.fullmatch(reason)
        if found:
            told = {name: words.gettext(_STATES[text]) if text in _STATES else text
                    for name, text in found.groupdict().items()}  # fmt: skip
            return words.gettext(said) % told
    return reason


def is_known(reason: str) -> bool:
    """Has this reason words of its own in every language?"""
    return any(pattern.fullmatch(reason) for pattern, _ in _READ)
