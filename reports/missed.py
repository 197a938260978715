"""Why was an emergency not accepted in time? One cause, read from its timeline as far as its first acceptance.

C1. Nobody accepted it: that is the cause, whatever the telephones did.
C2. Else the first of these that is true of what came before the acceptance: no telephone rang in the time; a telephone
    was answered, but nobody pressed 1; a number could not be reached; one was engaged; one rang in vain.
C3. Else the one telephone that rang was only picked up late.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from reports.definitions import Words
from reports.emergency_rows import Emergency, Moment

CAUSES: Mapping[str, Words] = {
    "nobody": Words(zh="无人接受", en="nobody accepted it"),
    "rang_late": Words(zh="时限内没有电话振铃", en="no telephone rang in the time"),
    "not_accepted": Words(zh="有人接起但未按 1", en="answered, but nobody pressed 1"),
    "unreachable": Words(zh="号码不通", en="a number could not be reached"),
    "engaged": Words(zh="号码占线", en="a number was engaged"),
    "no_answer": Words(zh="振铃无人接", en="a telephone rang in vain"),
    "slow": Words(zh="接得太慢", en="picked up late"),
}  # fmt: skip
_ENDS = {
    "ANSWER": "not_accepted", "CHANUNAVAIL": "unreachable", "CONGESTION": "unreachable", "NOTARGET": "unreachable",
    "BUSY": "engaged", "NOANSWER": "no_answer",
}  # fmt: skip
"""What a leg that ended says; the ladder's other endings say nothing."""


def cause(one: Emergency, limit: timedelta, moments: Sequence[Moment]) -> str | None:
    """A key of CAUSES; None: it was accepted within the limit. `moments`: its own, in their order."""
    if one.accepted_at is None or one.wait_ms is None:
        return "nobody"
    if one.wait_ms <= limit / timedelta(milliseconds=1):
        return None
    before = [moment for moment in moments if moment.at <= one.accepted_at]
    rang = [moment.at for moment in before if moment.what in ("rang", "answered")]
    if rang and min(rang) > one.opened_at + limit:
        return "rang_late"
    return next((found for found in CAUSES if found in _told(before)), "slow")


def count(every: Iterable[Emergency], limit: timedelta, moments: Iterable[Moment]) -> dict[str, list[Emergency]]:
    """The missed ones by their cause; tests are left out."""
    of: dict[str, list[Moment]] = {}
    for moment in moments:
        of.setdefault(moment.incident, []).append(moment)
    found: dict[str, list[Emergency]] = {}
    for one in every:
        why = None if one.test else cause(one, limit, of.get(one.id, []))
        if why:
            found.setdefault(why, []).append(one)
    return {why: found[why] for why in CAUSES if why in found}


def _told(before: Iterable[Moment]) -> frozenset[str]:
    ended = (moment.detail.rpartition(" ")[2] for moment in before if moment.what == "ended")
    return frozenset(_ENDS[status] for status in ended if status in _ENDS)
