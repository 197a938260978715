"""Does the exchange itself say whether an emergency's call and ladder are over? Asked while they are up, and after."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from db import facts
from db.engine import open_engine, writing
from db.incidents import IncidentRow, save
from ivr import events as e
from ivr.findings.closing import Look
from ivr.findings.looking import LookingAtIncidents
from ivr.findings.told import look_told
from tests.contract.homes import new_database, settle_in
from tests.exchange.conftest import Play
from tests.exchange.world import World

NOW = datetime(2026, 3, 2, 1, tzinfo=UTC)


def kept(engine: Engine, incident: str, terminal: str) -> None:
    with writing(engine) as conn:
        row = IncidentRow(
            id=incident, terminal_id=terminal, state="accepted", opened_at=NOW, accepted_at=NOW, accepted_by="desk"
        )
        save(conn, [row])


def test_what_is_up_is_seen_up_and_what_is_over_is_seen_quiet_since_then(play: Play, tmp_path: Path) -> None:
    engine, file = open_engine(new_database(tmp_path)), tmp_path / "heartbeat"
    with writing(engine) as conn:
        settle_in(conn)
    times = iter(NOW + timedelta(seconds=n) for n in range(100))

    async def scene(world: World) -> None:
        looking = LookingAtIncidents(
            exchange="exchange", engine=engine, ami=world.ami, clock=lambda: next(times), heartbeat=file
        )

        async def seen(*keys: str) -> list[Look | None]:
            await looking.look_at_incidents()
            return [look_told(file, key) for key in keys]

        await world.pair.behave("desk3", "accepts", 0.3, "2")
        await world.pair.press("t1001", "*01", stay=15)
        pressed = await world.fact(e.Pressed, terminal="t1001", service="emergency")
        await world.fact(e.IncidentAccepted, terminal="t1001")
        ours = str(pressed.incident) if isinstance(pressed, e.Pressed) else ""
        kept(engine, ours, "t1001")
        kept(engine, "exchange-1.9", "t1002")

        up, other = await seen(ours, "exchange-1.9")
        kept(engine, ours, "")
        without_home = (await seen(ours))[0]
        kept(engine, ours, "t1001")
        await world.quiet()
        with writing(engine) as conn:
            facts.save_cursor(conn, facts.CursorRow(node="north", inode=1, offset=0))
        kept(engine, "north-1.9", "t1002")
        elsewhere, over = await seen("north-1.9", ours)
        still = (await seen(ours))[0]

        assert up == Look(at=NOW, quiet_since=None) and other == Look(at=NOW, quiet_since=NOW)
        assert without_home is not None and without_home.quiet_since is None
        assert elsewhere is None and over is not None and still is not None
        assert still.quiet_since == over.quiet_since == over.at < still.at

    play(scene)
    engine.dispose()
