"""The emergency ladder: who joins at which second, and which ladders a site may not have."""

from dataclasses import replace

import pytest

from ivr.emergency import (
    Carrier,
    LadderSettings,
    LadderTooLong,
    Leg,
    Step,
    calls_ambulance,
    encode_ladder,
    faults,
    ladder,
    static_ladder,
)
from ivr.site import Site
from people.ids import ContactId, HouseholdId, TargetId

HOME = HouseholdId("h1")


def steps(*written: str) -> LadderSettings:
    """`0 desk-emergency`: seconds and target."""
    pairs = (each.split() for each in written)
    return LadderSettings(steps=tuple(Step(seconds=int(at), target=TargetId(target)) for at, target in pairs))


def told(legs: tuple[Leg, ...]) -> list[str]:
    return [f"{leg.seconds} {leg.target}" for leg in legs]


def test_the_default_ladder_rings_the_desk_at_once_and_the_ambulance_after_45_seconds(town: Site) -> None:
    assert told(ladder(town.contacts_of(HOME), LadderSettings())) == [
        "0 desk-emergency",
        "10 contact-c1",
        "10 contact-c2",
        "20 desk-community",
        "30 desk-centre",
        "45 amb-120",
    ]


def test_contacts_are_rung_by_their_position_whatever_order_they_come_in(town: Site) -> None:
    assert ladder(town.contacts, LadderSettings()) == ladder(town.contacts[::-1], LadderSettings())


def test_a_home_with_one_contact_has_one_family_leg(town: Site) -> None:
    legs = ladder(town.contacts_of(HOME)[:1], LadderSettings())

    assert [leg.target for leg in legs if leg.target.startswith("contact-")] == ["contact-c1"]
    assert len(legs) == 5


def test_a_third_contact_is_not_rung_where_the_ladder_names_two(town: Site) -> None:
    third = replace(town.contacts[0], id=ContactId("c3"), position=3)

    assert "contact-c3" not in str(ladder((*town.contacts, third), LadderSettings()))


def test_the_static_ladder_needs_no_knowledge_of_her() -> None:
    assert told(static_ladder(LadderSettings())) == [
        "0 desk-emergency",
        "20 desk-community",
        "30 desk-centre",
        "45 amb-120",
    ]


def test_a_ladder_is_written_as_one_dial_takes_it(town: Site) -> None:
    assert encode_ladder(ladder(town.contacts_of(HOME)[:1], steps("0 desk-emergency", "10 own-1"))) == (
        "Local/0-desk-emergency@rung/n&Local/10-contact-c1@rung/n"
    )


def test_a_ladder_over_1000_bytes_is_refused() -> None:
    leg = Leg(seconds=10, target=TargetId("desk-emergency"))

    with pytest.raises(LadderTooLong, match="40 legs"):
        encode_ladder((leg,) * 40)


def test_family_may_be_rung_at_once_beside_a_desk() -> None:
    assert faults(steps("0 own-1", "0 desk-emergency", "45 amb-120")) == ()


def test_the_default_ladder_has_no_fault() -> None:
    assert faults(LadderSettings()) == ()
    assert calls_ambulance(LadderSettings())


@pytest.mark.parametrize(
    ("settings", "fault"),
    [
        (steps(), "empty"),
        (steps("5 desk-emergency"), "nobody is rung at 0 s"),
        (steps("0 own-1", "10 desk-emergency"), "only family is rung at 0 s"),
        (steps("0 desk-emergency", "20 own-1", "10 own-2"), "not in the order"),
        (steps("0 desk-emergency", "601 own-1"), "601 s is not between"),
        (steps("-1 own-1", "0 desk-emergency"), "-1 s is not between"),
        (steps("0 desk-emergency", "10 prov-hall-1"), "'prov-hall-1' is no desk"),
        (steps("0 desk-emergency", "10 desk-A"), "'desk-A' is no desk"),
        (steps("0 desk-emergency", "45 amb-110"), "'amb-110' is no desk"),
        (steps("0 desk-emergency", "10 own-1", "20 own-1"), "'own-1' stands in it twice"),
        (steps("0 desk-emergency", *(f"10 desk-{'x' * 20}{n:02d}" for n in range(24))), "bytes"),
    ],
)  # fmt: skip
def test_a_ladder_that_could_fail_her_is_refused(settings: LadderSettings, fault: str) -> None:
    assert any(fault in each for each in faults(settings)), faults(settings)


def test_the_size_counts_the_widest_contact_a_home_may_have() -> None:
    desks = [f"20 desk-{'d' * 14}{n:02d}" for n in range(14)]
    own = [f"10 own-{n}" for n in range(1, 10)]
    short_ids = tuple(Leg(seconds=10, target=TargetId(f"contact-c{n}")) for n in range(9))

    assert encode_ladder((*static_ladder(steps(*desks)), *short_ids))
    assert "bytes" in str(faults(steps("0 desk-emergency", *own, *desks)))
    assert faults(steps("0 desk-emergency", *desks)) == ()


def test_an_ambulance_behind_a_carrier_that_refuses_its_number_is_a_fault() -> None:
    cloud = Carrier(id="cloud", takes_emergency_numbers=False)

    assert faults(LadderSettings(carrier=cloud)) == ("carrier 'cloud' refuses the short number 120",)
    assert faults(replace(steps("0 desk-emergency"), carrier=cloud)) == ()


def test_a_ladder_without_an_ambulance_is_known_as_such() -> None:
    assert not calls_ambulance(steps("0 desk-emergency", "45 own-1"))
