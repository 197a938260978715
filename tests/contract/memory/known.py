"""Who is known to the memory in these tests? One home: two people, a telephone, a son; one of each kind of work."""

from datetime import UTC, date, datetime, timedelta

from db import (
    calls,
    campaigns,
    cases,
    tasks,
)
from people.areas import Area, AreaKind
from people.ids import AreaId, ContactId, HouseholdId, SeniorId, StaffId, TerminalId
from people.seniors import Household, Language, Senior
from people.staff import Role, Staff
from people.terminals import Accepts, CallClass, Contact, Terminal, TerminalKind

MORNING = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

STREET = Area(id=AreaId("gucheng"), name="古城街道", kind=AreaKind.STREET)
HOME = Household(id=HouseholdId("h1"), area=STREET.id, address="古城南路1号", access_note="狗")
WANG = Senior(
    id=SeniorId("s1"), household=HOME.id, name='王"秀英', born=date(1941, 5, 6), gender="f",
    tags=frozenset({"lives_alone", "very_old"}), language=Language.ENGLISH, hears_badly=True,
    silent_after_days=3,
)  # fmt: skip
LI = Senior(id=SeniorId("s2"), household=HOME.id, name="李强")
PHONE = Terminal(
    id=TerminalId("t1"), household=HOME.id, kind=TerminalKind.LINE, number="+861088880001",
    call_class=CallClass.NATIONAL, has_machine=True,
)  # fmt: skip
SON = Contact(
    id=ContactId("c1"), household=HOME.id, position=1, name="李明", number="+8613800138000",
    accepts=Accepts.ANSWER, holds_key=True,
)  # fmt: skip
OPERATOR = Staff(id=StaffId("zhao"), name="赵敏", role=Role.OPERATOR)
CAMPAIGN = campaigns.CampaignRow(id="b1", title="高温", text="多喝水", created_at=MORNING, state="running")
DELIVERY = campaigns.DeliveryRow(id="d1", campaign_id="b1", senior_id="s1", household_id="h1", terminal_id="t1")
CASE = cases.CaseRow(id="k1", senior_id="s1", state="calling", opened_at=MORNING)
TASK = tasks.TaskRow(id="01a", kind="missed_press", subject="c-1", opened_at=MORNING, due_at=MORNING + MINUTE)
PRESS = calls.CallRow(id="c-1", terminal_id="t1", household_id="h1", service_id="meals", pressed_at=MORNING)
