"""What follows from what visitors, contacts and supervisors key? The use case of the watch, and a word for their ears.

The word is the end of a phrase's name: `verdict-<word>`, and `visit_<word>` for a visit code
(ivr/speech/said/watch.py).
"""

from collections.abc import Callable

from sqlalchemy import Connection

from ivr import events as e
from ivr.book import Book
from ivr.controller import Listener
from ivr.verdicts import Verdict
from wellness_checks import service as watch
from wellness_checks.service import Refused, WatchSettings
from wellness_checks.visit import UNKNOWN_CODE

YOURS, DECLINED, TAKEN, OVER, CASE = "yours", "declined", "taken", "over", "case"
SEEN, UNSEEN, AWAY, REFUSED = "seen", "unseen", "away", "refused"
WORDS = (YOURS, DECLINED, TAKEN, OVER, CASE, SEEN, UNSEEN, AWAY, REFUSED)
NOTED, WRONG, USED, ELSEWHERE = "noted", "wrong", "used", "elsewhere"
ARRIVALS = (NOTED, WRONG, USED, ELSEWHERE)


def listener(rules: WatchSettings, say: Callable[[Verdict], None]) -> Listener:
    """`say`: told the word for whoever waits for it; it counts only after the commit."""

    def listen(conn: Connection, _: Book, event: e.Event) -> None:
        word = _heard(conn, event, rules)
        if word:
            say(Verdict(channel=event.channel, word=word, at=event.at))

    return listen


def _heard(conn: Connection, event: e.Event, rules: WatchSettings) -> str:
    match event:
        case e.VisitAnswered():
            return _visit(conn, event)
        case e.CaseTaken():
            taken = watch.take_case(conn, event.case, event.at, by=event.by, settings=rules)
            return _of_refusal(taken) if isinstance(taken, Refused) else CASE
        case e.ContactTold(key="1" | "3"):
            return _seen(conn, event)
        case e.ContactTold(key="2"):
            return _away(conn, event)
        case e.KeyPressed(key="visit"):
            return _arrival(conn, event)
        case _:
            return ""


def _visit(conn: Connection, event: e.VisitAnswered) -> str:
    if event.key == "1":
        mine = watch.accept_visit(conn, event.visit, event.at, by=event.by)
        return _of_refusal(mine) if isinstance(mine, Refused) else YOURS
    watch.decline_visit(conn, event.visit, event.at, by=event.by)
    return DECLINED


def _of_refusal(refused: Refused) -> str:
    """Whoever has it is named with the field `by`; everything else is over."""
    return TAKEN if refused.field == "by" else OVER


def _seen(conn: Connection, event: e.ContactTold) -> str:
    seen = event.key == "1"
    if event.case:
        told = watch.others_answered(conn, event.case, event.at, by=event.by, seen=seen)
        return _told(told, SEEN if seen else UNSEEN, field="state")
    if not seen:
        return REFUSED
    return _told(watch.seen_at_home(conn, event.terminal, event.at, by=event.by), SEEN)


def _away(conn: Connection, event: e.ContactTold) -> str:
    if event.case:
        return _told(watch.away_told(conn, event.case, event.at, by=event.by, days=event.days), AWAY)
    return _told(watch.away_from_home(conn, event.terminal, event.at, by=event.by, days=event.days), AWAY)


def _told(answer: object, word: str, *, field: str = "") -> str:
    """`field`: a refusal that does not concern them: what they said is kept though the case goes on or is over."""
    return REFUSED if isinstance(answer, Refused) and answer.field not in (field, "outcome") else word


def _arrival(conn: Connection, event: e.KeyPressed) -> str:
    there = watch.arrive(conn, event.terminal, event.code, event.at)
    if not isinstance(there, Refused):
        return NOTED
    if there == UNKNOWN_CODE:
        return WRONG
    return ELSEWHERE if there.field == "terminal" else USED
