"""What stands in the database for the console's tests? A small street, a busy morning; all fictional."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from console.access.accounts import add_user
from console.settings import ConsoleSettings
from db import (
    areas,
    calls,
    campaigns,
    cases,
    homes,
    incidents,
    providers,
    staff,
    tasks,
    terminals,
    visits,
    watch,
)
from db.calls import CallRow, LegRow
from db.engine import open_engine, writing
from people.areas import Area, AreaKind
from people.ids import AreaId, ContactId, HouseholdId, ProviderId, SeniorId, ServiceId, StaffId, TerminalId
from people.providers import ALL_DAY, Hours, Provider, ProviderNumber
from people.seniors import Household, Senior
from people.staff import Role, Staff
from people.terminals import Contact, Terminal
from tests.template import copied

NOW = datetime(2026, 11, 21, 2, 40, 12, tzinfo=UTC)
"""10:40 in the morning in Shanghai, a Saturday."""
LOGIN, PASSWORD = "wangfang", "a quiet night 7"
AREA = AreaId("gucheng")
PEOPLE = (
    ("王秀英", "Wang Xiuying", 1941, "古城南路 1 号院 2 单元 301"),
    ("李国强", "Li Guoqiang", 1938, "古城南路 1 号院 4 单元 102"),
    ("张桂兰", "Zhang Guilan", 1935, "老山东里 12 号楼 1 单元 501"),
    ("刘德福", "Liu Defu", 1944, "老山东里 12 号楼 3 单元 203"),
    ("陈玉珍", "Chen Yuzhen", 1939, "八角北路 7 号院 1 单元 602"),
    ("赵淑华", "Zhao Shuhua", 1942, "八角北路 7 号院 2 单元 401"),
    ("孙文博", "Sun Wenbo", 1936, "古城西街 22 号 1 单元 101"),
    ("周美玲", "Zhou Meiling", 1946, "古城西街 22 号 3 单元 302"),
    ("吴长海", "Wu Changhai", 1940, "杨庄中区 5 号楼 2 单元 402"),
    ("郑月娥", "Zheng Yue'e", 1937, "杨庄中区 5 号楼 5 单元 201"),
)
PROVIDERS = (
    ("canteen7", "古城社区食堂", "Gucheng Canteen", "meals"),
    ("repair3", "邻里家电维修", "Linli Repairs", "repairs"),
    ("clinic1", "古城卫生站", "Gucheng Health Station", "clinic"),
    ("station2", "老山养老驿站", "Laoshan Care Station", "carestation"),
    ("home5", "舒心家政", "Shuxin Housekeeping", "housekeeping"),
    ("jwh1", "古城居委会", "Gucheng Committee", "committee"),
)
_OPEN_HOURS = Hours(week=(ALL_DAY,) * 7)


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


def people(engine: Engine) -> None:
    """Ten homes h1…h10 with telephones t1001…t1010, their contacts, providers and staff."""
    with writing(engine) as conn:
        areas.save_areas(conn, [Area(id=AREA, name="古城社区", name_en="Gucheng", kind=AreaKind.COMMUNITY)])
        homes.save_households(conn, [_household(n, *of) for n, of in enumerate(PEOPLE, 1)])
        homes.save_seniors(conn, [_senior(n, *of) for n, of in enumerate(PEOPLE, 1)])
        terminals.save_terminals(conn, [_terminal(n) for n in range(1, len(PEOPLE) + 1)])
        homes.save_contacts(conn, [_contact("17", 3, "张明", "儿子"), _contact("18", 8, "周倩", "女儿")])
        providers.save_providers(conn, [_provider(*of) for of in PROVIDERS])
        staff.save_accounts(conn, [staff.Account(person=Staff(id=StaffId("liuqiang"), name="刘强", role=Role.VISITOR))])


def _household(n: int, _name: str, _english: str, _born: int, address: str) -> Household:
    note = "门锁密码在居委会；钥匙在 302 室" if n == 3 else ""
    return Household(id=HouseholdId(f"h{n}"), area=AREA, address=address, access_note=note)


def _senior(n: int, name: str, english: str, born: int, _address: str) -> Senior:
    home = HouseholdId(f"h{n}")
    return Senior(id=SeniorId(f"s{n}"), household=home, name=name, name_en=english, born=date(born, 5, 6))


def _terminal(n: int) -> terminals.SecretTerminal:
    terminal = Terminal(id=TerminalId(f"t{1000 + n}"), household=HouseholdId(f"h{n}"))
    return terminals.SecretTerminal(terminal=terminal, secret="x" * 16)


def _contact(key: str, home: int, name: str, relation: str) -> Contact:
    return Contact(
        id=ContactId(f"c{key}"), household=HouseholdId(f"h{home}"), position=1, name=name,
        number=f"138001380{key}", relation=relation,
    )  # fmt: skip


def _provider(key: str, name: str, english: str, service: str) -> Provider:
    return Provider(
        id=ProviderId(key), name=name, name_en=english, service=ServiceId(service), area=AREA,
        numbers=(ProviderNumber(number="01088880017"),), hours=_OPEN_HOURS,
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Rang:
    """One rung of a seeded call: target, why, how it ended."""

    target: str
    why: str = "open"
    status: str = "joined"


def press(
    engine: Engine,
    number: int,
    minutes_ago: float,
    service: str,
    *rungs: Rang,
    wait: float = 4.2,
    **more: object,
) -> str:
    """A press of home `number`, ended after a talk unless `more` says otherwise; returns its id."""
    at = NOW - timedelta(minutes=minutes_ago)
    took = rungs[-1].status == "joined"
    row = CallRow(
        id=f"{at.timestamp():.3f}.{number}",
        terminal_id=f"t{1000 + number}",
        household_id=f"h{number}",
        service_id=service,
        pressed_at=at,
        ring_at=at + timedelta(milliseconds=40),
        reached_at=at + timedelta(seconds=wait) if took else None,
        ended_at=at + timedelta(seconds=wait + 65),
        state="ended",
        target=rungs[-1].target if took else "",
        rungs=len(rungs),
        ms_to_ring=40,
        ms_to_person=round(wait * 1000) if took else None,
        talk_ms=65_000 if took else None,
        ended_by="her",
        outcome="reached" if took else "nobody",
        route_source="area",
    )
    row = replace(row, **more)  # type: ignore[arg-type]
    legs = [
        LegRow(call_id=row.id, position=n, target=r.target, seconds=20, why=r.why, status=r.status, started_at=at)
        for n, r in enumerate(rungs, 1)
    ]
    with writing(engine) as conn:
        calls.save(conn, [row])
        calls.save_legs(conn, legs)
    return row.id


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
    press(
        engine,
        9,
        97,
        "repairs",
        Rang(target="prov-repair3-1", status="NOANSWER"),
        Rang(target=hotline, why="hotline"),
        wait=24.6,
    )
    press(engine, 5, 82, "carestation", Rang(target="prov-station2-1"), wait=5.0)
    press(engine, 8, 63, "family", Rang(target="own-1", why="family"), wait=9.7)
    press(
        engine,
        6,
        41,
        "meals",
        Rang(target=canteen, status="BUSY"),
        Rang(target=hotline, why="hotline"),
        wait=12.3,
    )
    press(
        engine,
        4,
        22,
        "repairs",
        Rang(target="prov-repair3-1", status="NOANSWER"),
        Rang(target=hotline, why="hotline", status="NOANSWER"),
    )
    press(engine, 7, 9, "clinic", Rang(target="prov-clinic1-1"), wait=3.1)
    press(
        engine,
        1,
        1.2,
        "meals",
        Rang(target=canteen),
        state="reached",
        outcome=None,
        ended_at=None,
        talk_ms=None,
    )
    press(
        engine,
        10,
        0.2,
        "property",
        Rang(target=hotline, why="none", status="rang"),
        state="ringing",
        outcome=None,
        ended_at=None,
    )


def _emergency(engine: Engine) -> None:
    at = NOW - timedelta(seconds=38)
    first = press(
        engine,
        3,
        38 / 60,
        "emergency",
        Rang(target="", status=""),
        state="ringing",
        outcome=None,
        ended_at=None,
        incident_id="e1",
    )
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
        row = tasks.TaskRow(
            id="task1",
            kind="incident_open",
            subject="e1",
            terminal_id="t1003",
            call_id=first,
            opened_at=at,
            due_at=at,
        )
        tasks.open_task(conn, row)


def _tasks_and_silences(engine: Engine) -> None:
    with writing(engine) as conn:
        for n, (kind, number, minutes) in enumerate((("missed_press", 4, -4), ("was_she_served", 9, 12)), 2):
            tasks.open_task(
                conn,
                tasks.TaskRow(
                    id=f"task{n}",
                    kind=kind,
                    subject=f"call{n}",
                    terminal_id=f"t{1000 + number}",
                    opened_at=NOW - timedelta(minutes=20),
                    due_at=NOW + timedelta(minutes=minutes),
                    state="taken" if n == 3 else "open",
                    owner_id="liuqiang" if n == 3 else None,
                ),
            )
        for number, days, state in ((5, 6, "visit_due"), (9, 5, "calling")):
            case = cases.CaseRow(
                id=f"case{number}", senior_id=f"s{number}", state=state, opened_at=NOW - timedelta(hours=2)
            )
            cases.open_case(conn, case)
            watch.save_watch(
                conn,
                [
                    watch.WatchRow(
                        senior_id=f"s{number}",
                        last_sign_at=NOW - timedelta(days=days, minutes=47),
                        last_sign_kind="heard",
                    )
                ],
            )
        visits.open_visit(
            conn,
            visits.VisitRow(
                id="visit1",
                case_id="case5",
                senior_id="s5",
                state="accepted",
                visitor_id="liuqiang",
                opened_at=NOW - timedelta(minutes=30),
                due_at=NOW + timedelta(minutes=50),
            ),
        )


def _broadcast(engine: Engine) -> None:
    with writing(engine) as conn:
        campaigns.save_campaign(
            conn,
            campaigns.CampaignRow(id="winter", title="冬季用电安全提醒", text="…", created_at=NOW, state="running"),
        )
        campaigns.add_deliveries(
            conn,
            [
                campaigns.DeliveryRow(
                    id=f"d{n}",
                    campaign_id="winter",
                    senior_id=f"s{n}",
                    state="done" if n < 8 else "due",
                    heard_at=NOW - timedelta(minutes=n) if n < 7 else None,
                )
                for n in range(1, 11)
            ],
        )
