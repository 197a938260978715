"""Does what is overdue climb, rank by rank, and round again?"""

from datetime import UTC, datetime, timedelta

from people.areas import Area, AreaKind
from people.ids import AreaId, SeniorId, StaffId
from people.seniors import Senior, Tag
from people.staff import Role, Staff
from wellness_checks.case import State
from wellness_checks.deadlines import RANKS, due_at, rank, whom
from wellness_checks.settings import WatchSettings, risk_of

NOON = datetime(2026, 3, 7, 4, 0, tzinfo=UTC)
RULES = WatchSettings()
CITY = Area(id=AreaId("city"), name="city", kind=AreaKind.DISTRICT)
LAOSHAN = Area(id=AreaId("laoshan"), name="老山", kind=AreaKind.COMMUNITY, parent=CITY.id)
AREAS = {one.id: one for one in (CITY, LAOSHAN)}


def somebody(key: str, role: Role, area: str | None = None) -> Staff:
    return Staff(id=StaffId(key), name=key, role=role, area=AreaId(area) if area else None)


STAFF = [
    somebody("wu", Role.SUPERVISOR, "city"), somebody("far", Role.SUPERVISOR, "meier"),
    somebody("boss", Role.SUPERVISOR), somebody("adm", Role.ADMINISTRATOR), somebody("op", Role.OPERATOR),
]  # fmt: skip


def test_high_risk_has_less_time_and_what_is_closed_has_none() -> None:
    assert due_at(State.WELLNESS_CALL_DUE, "", NOON, RULES) == NOON + timedelta(hours=2)
    assert due_at(State.WELLNESS_CALL_DUE, "high_risk", NOON, RULES) == NOON + timedelta(minutes=30)
    assert due_at(State.VISIT_DUE, "high_risk", NOON, RULES) == NOON + timedelta(hours=1)
    assert due_at(State.CLOSED, "", NOON, RULES) is None


def test_every_open_state_has_a_deadline() -> None:
    assert all(due_at(state, "", NOON, RULES) for state in State if state is not State.CLOSED)


def test_it_climbs_rank_by_rank_and_round_again() -> None:
    assert [rank(n) for n in range(4)] == [*RANKS, RANKS[0]]


def test_the_supervisors_of_her_area_come_first_then_all_then_the_administrators() -> None:
    def ids(rank: str) -> list[str]:
        return [one.id for one in whom(rank, "laoshan", STAFF, AREAS)]

    assert ids("area_supervisor") == ["wu"]
    assert ids("supervisor") == ["boss", "far", "wu"]
    assert ids("administrator") == ["adm"]


def test_the_risk_of_somebody_is_told_by_her_tag() -> None:
    her = Senior(id=SeniorId("s"), household="h", name="王", tags=frozenset({Tag.HIGH_RISK.value}))  # type: ignore[arg-type]

    assert risk_of(her) == "high_risk"
