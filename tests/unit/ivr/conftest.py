"""One small made-up site for the tests of the rules: a street of two communities, one home."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from ivr.site import Desk, Site
from people.areas import Area, AreaKind
from people.ids import AreaId, ContactId, HouseholdId, ProviderId, SeniorId, ServiceId, TerminalId
from people.providers import Hours, Provider, ProviderNumber, Span
from people.seniors import Household, Senior
from people.terminals import Contact, Terminal

BEIJING = ZoneInfo("Asia/Shanghai")
LUNCH = (Span(40, 54),)  # 10:00-13:30


@pytest.fixture
def tuesday_noon() -> datetime:
    return datetime(2026, 3, 10, 12, 0, tzinfo=BEIJING)


@pytest.fixture
def town() -> Site:
    """Laoshan's dining hall is open for lunch on weekdays, the street's kitchen daily from 8 to 20."""
    street, laoshan, bajiao = AreaId("gucheng"), AreaId("laoshan"), AreaId("bajiao")
    home = HouseholdId("h1")
    return Site(
        areas=(
            Area(id=street, name="古城街道", kind=AreaKind.STREET),
            Area(id=laoshan, name="老山社区", kind=AreaKind.COMMUNITY, parent=street),
            Area(id=bajiao, name="八角社区", kind=AreaKind.COMMUNITY, parent=street),
        ),
        providers=(
            Provider(
                id=ProviderId("kitchen"),
                name="街道中央厨房",
                name_en="street kitchen",
                service=ServiceId("meals"),
                area=street,
                numbers=(ProviderNumber(number="+8613900000003", seconds=15),),
                hours=Hours(week=((Span(32, 80),),) * 7),
            ),
            Provider(
                id=ProviderId("hall"),
                name="老山食堂",
                service=ServiceId("meals"),
                area=laoshan,
                numbers=(ProviderNumber(number="+8613900000001"), ProviderNumber(number="+8613900000002")),
                hours=Hours(week=(LUNCH,) * 5 + ((), ()), on_holidays=()),
                capacity=2,
            ),
        ),
        households=(Household(id=home, area=laoshan, address="老山东里 3-2-501"),),
        seniors=(Senior(id=SeniorId("s1"), household=home, name="王秀兰", name_en="Wang Xiulan"),),
        terminals=(Terminal(id=TerminalId("t1001"), household=home),),
        contacts=(
            Contact(id=ContactId("c2"), household=home, position=2, name="王明", number="+8613900000012"),
            Contact(id=ContactId("c1"), household=home, position=1, name="李红", number="+8613900000011"),
        ),
        desks=tuple(Desk(name=n, endpoints=("d1", "d2")) for n in ("hotline", "emergency", "community", "centre")),
    )
