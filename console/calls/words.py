"""How is a call at the desk put into words for one reader? What its templates call; each answer is short."""

from collections.abc import Mapping
from dataclasses import dataclass

from console.calls.card import Card
from console.reasons import known_word
from console.watch.words import WatchWords
from console.words import N_
from db.in_hand import ActRow
from people.hours import hours_text
from people.providers import ALL_DAY, Hours, Span

ACTS: Mapping[str, str] = {
    "blind": N_("passed on to"),
    "attended": N_("asked first:"),
    "conference": N_("called in:"),
    "join": N_("all together"),
    "leave": N_("left them together"),
    "hold": N_("let her wait"),
    "silent": N_("nobody spoke: line kept open"),
    "record": N_("recording"),
    "pause": N_("recording paused"),
    "close": N_("line closed"),
}
STATES: Mapping[str, str] = {
    "asked": N_("asked for"),
    "ringing": N_("rings there"),
    "joined": N_("speaking"),
    "failed": N_("did not come about"),
    "done": N_("done"),
}
STATUSES: Mapping[str, str] = {
    "BUSY": N_("engaged; she is back with you"),
    "NOANSWER": N_("nobody answered; she is back with you"),
    "NOTTAKEN": N_("nobody pressed 1; she is back with you"),
    "CHANUNAVAIL": N_("the number is dead; she is back with you"),
    "CONGESTION": N_("the number is dead; she is back with you"),
    "CANCEL": N_("she hung up meanwhile"),
}
REFUSALS: Mapping[str, str] = {
    "there is no such call": N_("there is no such call"),
    "this is being done already": N_("this is being done already"),
    "there is nobody of that id": N_("there is nobody of that id"),
    "choose how the call ended": N_("choose how the call ended"),
    "choose who is to be rung": N_("choose who is to be rung"),
    "nobody has taken the call yet: answer it first": N_("nobody has taken the call yet: answer it first"),
    "a desk may not ring abroad: give the number to the supervisor": N_("a desk may not ring abroad"),
    "this is not offered any more: choose again": N_("this is not offered any more: choose again"),
    "it is recorded already": N_("it is recorded already"),
    "it is not recorded now": N_("it is not recorded now"),
    "this cannot be done with a call that is over": N_("the call is over"),
    "this cannot be done with a call that is passed on": N_("the call was passed on"),
    "this cannot be done with a call that is on hold": N_("she is on hold: bring her back first"),
    "this cannot be done with a call that is a conference already": N_("all are speaking together already"),
    "this cannot be done with a call that is only just joined": N_("nobody waits, and nobody else is in the call"),
}
TAGS: Mapping[str, str] = {
    "lives_alone": N_("lives alone"),
    "empty_nest": N_("children far away"),
    "very_old": N_("very old"),
    "disabled": N_("needs care"),
    "dementia": N_("dementia"),
    "bereaved_parent": N_("lost an only child"),
    "hardship": N_("in hardship"),
    "high_risk": N_("high risk"),
}


@dataclass(frozen=True, kw_only=True)
class CallWords(WatchWords):
    def act(self, kind: str) -> str:
        return known_word(self.words, ACTS, kind)

    def act_state(self, act: ActRow) -> str:
        if act.state == "failed" and act.status in STATUSES:
            return self.words.gettext(STATUSES[act.status])
        return known_word(self.words, STATES, act.state)

    def target(self, card: Card, target: str) -> str:
        """Whoever was rung, by name where they are still offered."""
        found = next((one for one in card.offered.targets if one.id == target), None)
        if found is not None:
            return found.name_en if self.language == "en" and found.name_en else found.name
        return self.whom(target, card.row.terminal_id) if target else ""

    def refusal(self, reason: str) -> str:
        return known_word(self.words, REFUSALS, reason) if reason in REFUSALS else reason

    def tag(self, tag: str) -> str:
        return known_word(self.words, TAGS, tag)

    def hours(self, hours: Hours | None) -> str:
        """A week in few words: those days alike are said together."""
        if hours is None:
            return ""
        week = [self._spans(spans) for spans in hours.week]
        if len(set(week)) == 1:
            return self.words.gettext("every day %(hours)s") % {"hours": week[0]}
        if len(set(week[:5])) == 1 and len(set(week[5:])) == 1:
            return self.words.gettext("Mon–Fri %(week)s, Sat–Sun %(weekend)s") % {"week": week[0], "weekend": week[6]}
        return hours_text(hours)

    def _spans(self, spans: tuple[Span, ...]) -> str:
        if spans == ALL_DAY:
            return self.words.gettext("day and night")
        if not spans:
            return self.words.gettext("closed")
        return ", ".join(f"{_clock(one.start)}–{_clock(one.end)}" for one in spans)


def _clock(quarter: int) -> str:
    return f"{quarter // 4:02d}:{quarter % 4 * 15:02d}"
