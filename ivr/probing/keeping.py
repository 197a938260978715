"""How are numbers kept known? What calls said is taken down, what the carrier said is kept, and people are told.

Every step is one commit and may come late or twice. What is given to a person to ring is written down as rung, so that
no kill, and no second look, asks for it again.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection

from db import probes, tasks
from db.tasks import TaskRow
from db.ulid import new_ulid
from ivr.probing import probing as rule
from ivr.probing.probing import Destination, Means, ProbeRules, Verdict, Word

DEAD_TASK, RING_TASK = "number_dead", "number_untried"
LOOKS_BACK = timedelta(hours=3)
"""A call longer than that says nothing new of a number."""
KEPT = timedelta(days=400)
DUE = timedelta(days=2)


def keep_probing(conn: Connection, now: datetime, rules: ProbeRules, answers: Sequence[Word] = ()) -> int:
    """What the carrier and the calls said, the numbers to be rung by a person, and the dead ones. How many tasks were
    opened."""
    take_answers(conn, answers)
    probes.from_calls(conn, now - LOOKS_BACK)
    probes.forget(conn, now - KEPT)
    everybody, words = rule.destinations(probes.everybody(conn)), probes.learnt(conn)
    rung = rule.to_ring(everybody, words, now, rules)
    for one in rung:
        probes.learn(conn, Word(number=one.number, at=now, means=Means.RING, leads=None), new_ulid(now))
        _open(conn, RING_TASK, f"{one.subject}/{now:%Y-%m-%d}", now, f"{one.subject}: ring this number once")
    return len(rung) + _tell_dead(conn, now, everybody, words)


def numbers_to_ask(conn: Connection, now: datetime, rules: ProbeRules) -> tuple[Destination, ...]:
    """About which the carrier is to be asked now."""
    return rule.to_look_up(rule.destinations(probes.everybody(conn)), probes.learnt(conn), now, rules)


def take_answers(conn: Connection, answers: Sequence[Word]) -> int:
    """What the carrier said. How many."""
    for word in answers:
        probes.learn(conn, word, f"lookup/{word.number}/{word.at:%Y-%m-%d}")
    return len(answers)


def _tell_dead(
    conn: Connection, now: datetime, everybody: Sequence[Destination], words: Mapping[str, Sequence[Word]]
) -> int:
    """A task for each that has died, closed again by the next good word (N7)."""
    known = {task.subject: task for task in tasks.open_tasks(conn, DEAD_TASK)}
    told = 0
    for one in everybody:
        stands = rule.standing(words.get(one.number, ()))
        if stands.verdict is Verdict.DEAD and stands.since is not None:
            subject = f"{one.subject}/{stands.since:%Y-%m-%dT%H:%M}"
            told += subject not in known
            known.pop(subject, None)
            _open(conn, DEAD_TASK, subject, now, f"{one.subject}: {stands.detail}")
    for task in known.values():  # it leads somewhere again, or is nobody's any more
        tasks.finish(conn, task.id, None, at=now, outcome="the number leads somewhere again", note=task.note)
    return told


def _open(conn: Connection, kind: str, subject: str, at: datetime, note: str) -> None:
    task = TaskRow(id=new_ulid(at), kind=kind, subject=subject, opened_at=at, due_at=at + DUE, note=note)
    tasks.open_task(conn, task)
