"""`bigbutton drill`: does each way out reach a person? The controller dials; what came of each is told here."""

import time
from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta

import typer
from sqlalchemy import Engine

from db import drills as rows
from db.engine import reading, writing
from ivr import settings as site_settings
from ivr.cli.database import site_database
from ivr.cli.refusals import refuse
from ivr.drills.drill import Drill, DrillEnd, DrillState, unknown_ways
from ivr.drills.drilling import SYSTEM, drill_rules, want
from ivr.running.heartbeat import last_beat, now_of
from ivr.settings import Settings

ALIVE = timedelta(seconds=5)
LOOKS_EVERY = 0.5
EACH_TAKES = timedelta(minutes=4)
"""At most: what is in somebody's hands already, two minutes of ringing and talking, two of patience."""


def register(app: typer.Typer) -> None:
    app.command()(drill)


def drill(
    way: list[str] = typer.Option([], help="Only this way out; may be given several times. Without it: every one."),
) -> None:
    """Send an emergency that is none through each way out, one after the other, to whoever takes the drills.

    Whoever answers hears that it is a drill and presses 1. Ends with 1 where a way did not get through.
    """
    settings = site_settings.load()
    ways = _asked(settings, way)
    with site_database(settings) as engine:
        with writing(engine) as conn:
            want(conn, now_of(settings.heartbeat), ways, by=SYSTEM)
            asked = [one for one in rows.standing(conn) if one.way in ways]
        ended = _follow(engine, [one.id for one in asked], EACH_TAKES * len(asked))
    missing = len(asked) - len(ended)
    if missing:
        refuse(f"{missing} drills have not ended", "They go on: /ways on the console shows what becomes of them")
    if any(one.outcome != DrillEnd.ACCEPTED for one in ended):
        raise typer.Exit(1)


def report(one: Drill) -> str:
    """One line: the way, what came of it, and how long each step took from the dial."""
    steps = [
        (word, at - one.dialled_at) for word, at in (("answered", one.answered_at), ("accepted", one.accepted_at))
        if at is not None and one.dialled_at is not None
    ]  # fmt: skip
    rang = [f"rang after {one.ring_ms / 1000:.1f} s"] if one.ring_ms is not None else []
    timed = [*rang, *(f"{word} after {took / timedelta(seconds=1):.1f} s" for word, took in steps)]
    why = [one.fault] if one.fault else []
    return f"{one.way}: {', '.join([str(one.outcome), *why, *timed])}"


def _asked(settings: Settings, asked: Sequence[str]) -> Sequence[str]:
    rules = drill_rules(settings)
    if not rules.number:
        refuse("nobody takes drills", "Set drill.number, or drill.desk, in bigbutton.toml (.env.example explains them)")
    if not rules.ways:
        refuse("this site has no way out", "Its trunks are set in bigbutton.toml")
    unknown = unknown_ways(rules, asked)
    if unknown:
        refuse(f"there is no way out {unknown[0]}", f"This site has {', '.join(rules.ways)}")
    beat = last_beat(settings.heartbeat)
    if beat is None or datetime.now(UTC) - beat > ALIVE:
        refuse("the controller does not run: it is what dials", "Start it with `bigbutton serve`")
    return asked or rules.ways


def _follow(engine: Engine, ids: Collection[str], patience: timedelta) -> list[Drill]:
    """Tell each one as it ends; those that ended within `patience`."""
    told, until = dict[str, Drill](), time.monotonic() + patience / timedelta(seconds=1)
    while len(told) < len(ids) and time.monotonic() < until:
        with reading(engine) as conn:
            known = rows.load(conn, ids)
        for key, one in sorted(known.items()):
            if key not in told and one.state == DrillState.ENDED:
                typer.echo(report(one))
                told[key] = one
        time.sleep(LOOKS_EVERY)
    return list(told.values())
