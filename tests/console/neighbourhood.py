"""What stands in the database for the console's tests? The street (street.py) and its busy morning; all fictional."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine

from console.access.accounts import add_user
from console.settings import ConsoleSettings
from db import campaigns, cases, incidents, tasks, visits, watch
from db.engine import open_engine, writing
from people.staff import Staff
from tests.console.pressing import NOW, Rang, press
from tests.console.street import AREA, PEOPLE, PROVIDERS, people
from tests.template import copied

__all__ = [
    "AREA", "LOGIN", "NOW", "PASSWORD", "PEOPLE", "PROVIDERS", "Rang", "add_operator", "busy_morning", "empty",
    "people", "press", "settings",
]  # fmt: skip

LOGIN, PASSWORD = "wangfang", "a quiet night 7"


def empty(folder: Path) -> Engine:
    """Tables and nothing in them but the services."""
    return open_engine(copied(folder / "bigbutton.db"))


def settings(**more: object) -> ConsoleSettings:
    chosen = {
        "secret": "only for tests: 0123456789abcdef0123",
        "site": "古城大按钮",
        "clock": lambda: NOW,
        **more,
    }
    return ConsoleSettings(**chosen)  # type: ignore[arg-type]


def add_operator(engine: Engine, role: str = "operator", login: str = LOGIN, **more: str) -> None:
    """`more`: area, senior, provider."""
    made = add_user(engine, login, "王芳", role, PASSWORD, at=NOW, **more)
    assert isinstance(made, Staff)


def busy_morning(engine: Engine) -> None:
    """Everything the Today page can show, at once."""
    people(engine)
    _presses(engine)
    _emergency(engine)
    _tasks_and_silences(engine)
    _broadcast(engine)


def _presses(engine: Engine) -> None:
    canteen, hotline = "prov-canteen7-1", "desk-hotline"
    press(engine, 2, 192, "committee", Rang(target=hotline, why="closed"), wait=6.1)
    press(engine, 7, 160, "clinic", Rang(target="prov-clinic1-1"), wait=3.4)
    press(engine, 1, 131, "meals", Rang(target=canteen), wait=2.8)
    press(engine, 10, 118, "housekeeping", Rang(target="prov-home5-1"), wait=8.9)
    tried = Rang(target="prov-repair3-1", status="NOANSWER")
    press(engine, 9, 97, "repairs", tried, Rang(target=hotline, why="hotline"), wait=24.6)
    press(engine, 5, 82, "carestation", Rang(target="prov-station2-1"), wait=5.0)
    press(engine, 8, 63, "family", Rang(target="own-1", why="family"), wait=9.7)
    press(engine, 6, 41, "meals", Rang(target=canteen, status="BUSY"), Rang(target=hotline, why="hotline"), wait=12.3)
    press(engine, 4, 22, "repairs", tried, Rang(target=hotline, why="hotline", status="NOANSWER"))
    press(engine, 7, 9, "clinic", Rang(target="prov-clinic1-1"), wait=3.1)
    now: dict[str, Any] = {"outcome": None, "ended_at": None}
    press(engine, 1, 1.2, "meals", Rang(target=canteen), state="reached", talk_ms=None, **now)
    press(engine, 10, 0.2, "property", Rang(target=hotline, why="none", status="rang"), state="ringing", **now)


def _emergency(engine: Engine) -> None:
    at = NOW - timedelta(seconds=38)
    first = press(
        engine, 3, 38 / 60, "emergency", Rang(target="", status=""),
        state="ringing", outcome=None, ended_at=None, incident_id="e1",
    )  # fmt: skip
    told = [
        (0, "pressed", "terminal"),
        (0.05, "rang", "desk-emergency"),
        (10, "rang", "own-1"),
        (17, "answered", "own-1"),
        (20, "rang", "desk-community"),
        (25, "ended", "desk-emergency NOANSWER"),
        (30, "rang", "desk-centre"),
    ]
    with writing(engine) as conn:
        incidents.save(conn, [incidents.IncidentRow(id="e1", terminal_id="t1003", opened_at=at)])
        for seconds, what, detail in told:
            incidents.note(conn, "e1", at=at + timedelta(seconds=seconds), what=what, detail=detail)
        tasks.open_task(conn, tasks.TaskRow(
            id="task1", kind="incident_open", subject="e1", terminal_id="t1003", call_id=first, opened_at=at, due_at=at,
        ))  # fmt: skip


def _tasks_and_silences(engine: Engine) -> None:
    with writing(engine) as conn:
        _two_tasks(conn)
        for number, days, state in ((5, 6, "visit_due"), (9, 5, "calling")):
            _silent(conn, number, days, state)
        visits.open_visit(conn, visits.VisitRow(
            id="visit1", case_id="case5", senior_id="s5", state="accepted", visitor_id="liuqiang",
            opened_at=NOW - timedelta(minutes=30), due_at=NOW + timedelta(minutes=50),
        ))  # fmt: skip


def _two_tasks(conn: Connection) -> None:
    for n, (kind, number, minutes) in enumerate((("missed_press", 4, -4), ("was_she_served", 9, 12)), 2):
        tasks.open_task(conn, tasks.TaskRow(
            id=f"task{n}", kind=kind, subject=f"call{n}", terminal_id=f"t{1000 + number}",
            opened_at=NOW - timedelta(minutes=20), due_at=NOW + timedelta(minutes=minutes),
            state="taken" if n == 3 else "open", owner_id="liuqiang" if n == 3 else None,
        ))  # fmt: skip


def _silent(conn: Connection, number: int, days: int, state: str) -> None:
    her, opened = f"s{number}", NOW - timedelta(hours=2)
    cases.open_case(conn, cases.CaseRow(id=f"case{number}", senior_id=her, state=state, opened_at=opened))
    last = NOW - timedelta(days=days, minutes=47)
    watch.save_watch(conn, [watch.WatchRow(senior_id=her, last_sign_at=last, last_sign_kind="heard")])


def _broadcast(engine: Engine) -> None:
    with writing(engine) as conn:
        campaigns.save_campaign(
            conn,
            campaigns.CampaignRow(id="winter", title="冬季用电安全提醒", text="…", created_at=NOW, state="running"),
        )
        campaigns.add_deliveries(conn, [
            campaigns.DeliveryRow(
                id=f"d{n}", campaign_id="winter", senior_id=f"s{n}", state="done" if n < 8 else "due",
                heard_at=NOW - timedelta(minutes=n) if n < 7 else None,
            )
            for n in range(1, 11)
        ])  # fmt: skip
