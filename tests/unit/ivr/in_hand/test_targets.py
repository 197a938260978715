"""Whoever can take the call stands first, and nobody abroad is rung from a desk."""

from datetime import UTC, datetime

from ivr.in_hand.targets import AMBULANCE, targets
from ivr.site import Site
from people.areas import Area, AreaKind
from people.ids import AreaId, ContactId, HouseholdId, ProviderId, ServiceId
from people.providers import CLOSED, Hours, Provider, ProviderNumber
from people.terminals import Contact

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
STREET, HOME = AreaId("street"), AreaId("home")
MEALS = ServiceId("meals")
SHUT = Hours(week=(CLOSED,) * 7)


def provider(key: str, *, hours: Hours | None = None, number: str = "+861088880001", area: AreaId = HOME) -> Provider:
    numbers = (ProviderNumber(number=number),) if number else ()
    return Provider(id=ProviderId(key), name=key, service=MEALS, area=area, numbers=numbers, hours=hours or Hours())


def contact(position: int, number: str) -> Contact:
    return Contact(
        id=ContactId(f"c{position}"), household=HouseholdId("h"), position=position, name=f"n{position}", number=number
    )


def offered(*providers: Provider, contacts: tuple[Contact, ...] = (), rates: dict[str, int] | None = None) -> list[str]:
    areas = (
        Area(id=STREET, name="street", kind=AreaKind.STREET),
        Area(id=HOME, name="home", kind=AreaKind.COMMUNITY, parent=STREET),
    )
    told = {ProviderId(key): rate for key, rate in (rates or {}).items()}
    return [one.id for one in targets(Site(areas=areas, providers=providers), MEALS, HOME, contacts, told, NOON)]


def test_an_open_provider_stands_before_a_nearer_one_that_is_closed():
    found = offered(provider("near", hours=SHUT), provider("far", area=STREET))

    assert found == ["prov-far-1", "prov-near-1", AMBULANCE]


def test_of_two_that_are_open_the_one_that_answers_more_stands_first():
    assert offered(provider("a"), provider("b"), rates={"a": 40, "b": 90})[:2] == ["prov-b-1", "prov-a-1"]


def test_one_that_nobody_rang_yet_stands_behind_those_that_are_known():
    assert offered(provider("a"), provider("b"), rates={"b": 10})[:2] == ["prov-b-1", "prov-a-1"]


def test_whoever_has_no_number_is_not_offered():
    assert offered(provider("a", number=""), contacts=(contact(1, ""),)) == [AMBULANCE]


def test_family_stands_in_her_own_order_and_the_ambulance_last():
    found = offered(contacts=(contact(2, "+8613800138002"), contact(1, "+8613800138001")))

    assert found == ["contact-c1", "contact-c2", AMBULANCE]


def test_a_contact_abroad_is_shown_and_cannot_be_rung():
    told = targets(Site(), MEALS, HOME, (contact(1, "+14155550100"), contact(2, "12345")), {}, NOON)

    assert [one.allowed for one in told] == [False, True, True]
