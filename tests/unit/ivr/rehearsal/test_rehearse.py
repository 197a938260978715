"""A rehearsal names what a press would do: rungs, numbers, seconds, reasons."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from ivr.emergency import LadderSettings, ladder
from ivr.rehearsal.rehearse import Line, Missing, Rehearsal, Step, rehearse
from ivr.rehearsal.text import CHINESE, ENGLISH, tell
from ivr.routing import decide_for
from ivr.rungs import Rung, Why
from ivr.services import DEFAULT_SERVICES, HOTLINE
from ivr.site import Override, Site
from people.ids import HouseholdId, ProviderId, ServiceId, TargetId, TerminalId
from people.numbers import Refused
from people.seniors import Language
from people.terminals import Accepts

HOME = HouseholdId("h1")
HER = TerminalId("t1001")


def rehearsed(site: Site, service: str, at: datetime, busy: frozenset[ProviderId] = frozenset()) -> Rehearsal:
    found = rehearse("s1", service, site, at, busy)
    assert isinstance(found, Rehearsal)
    return found


def lines(site: Site, service: str, at: datetime) -> list[Line]:
    return list(rehearsed(site, service, at).lines)


def overridden(site: Site, *targets: str) -> Site:
    rungs = tuple(Rung(target=TargetId(target), seconds=20, why=Why.OVERRIDE) for target in targets)
    return replace(site, overrides=(Override(terminal=HER, service=ServiceId("meals"), rungs=rungs),))


def test_a_rehearsal_at_noon_reads_like_this(town: Site, tuesday_noon: datetime) -> None:
    assert tell(rehearsed(town, "meals", tuesday_noon)) == (
        "*02 community dining, pressed by Wang Xiulan at t1001, 老山东里 3-2-501, on Tuesday 2026-03-10 12:00",
        "1. 老山食堂 (+8613900000001), prov-hall-1: rings 20 s, by answering: open at this hour, and the nearest",
        "2. 老山食堂 (+8613900000002), prov-hall-2: rings 20 s, by answering: those before did not take the call",
        "3. street kitchen (+8613900000003), prov-kitchen-1: rings 15 s, by answering: "
        "those before did not take the call",
        "4. hotline desk (d1 d2), desk-hotline: rings 30 s, by answering: the hotline takes what nobody before it took",
        "5. 李红 (+8613900000011), own-1: rings 25 s, by pressing 1: her own contact",
        "6. 王明 (+8613900000012), own-2: rings 25 s, by pressing 1: her own contact",
    )


def test_the_emergency_is_told_as_its_ladder(town: Site, tuesday_noon: datetime) -> None:
    site = replace(town, contacts=town.contacts[1:], desks=town.desks[:3])

    assert tell(rehearsed(site, "01", tuesday_noon))[1:] == (
        "1. emergency desk (d1 d2), desk-emergency: joins at 0 s until somebody accepts, by pressing 1",
        "2. 李红 (+8613900000011), own-1: joins at 10 s until somebody accepts, by pressing 1",
        "-  own-2, own-2: not rung: this home has no contact in this place",
        "3. community desk (d1 d2), desk-community: joins at 20 s until somebody accepts, by pressing 1",
        "-  civil affairs centre, desk-centre: not rung: it has no telephone",
        "4. ambulance (120), amb-120: joins at 45 s until somebody accepts, by answering",
    )


def test_it_is_told_in_chinese(town: Site, tuesday_noon: datetime) -> None:
    title, first, *_, passed = tell(rehearsed(town, "meals", tuesday_noon.replace(hour=15)), Language.CHINESE)

    assert title == "*02 社区送餐：王秀兰，话机 t1001，老山东里 3-2-501，星期二 2026-03-10 15:00"
    assert first == "1. 街道中央厨房（+8613900000003），prov-kitchen-1：响铃 15 秒，接听即算接受：更近的此时不营业"
    assert passed == "-  老山食堂，prov-hall-1：不拨打：此时不营业"


@pytest.mark.parametrize("service", [*(each.id for each in DEFAULT_SERVICES[1:]), HOTLINE])
def test_the_rungs_told_are_the_rungs_decided(town: Site, tuesday_noon: datetime, service: ServiceId) -> None:
    for hour in range(24):
        at = tuesday_noon + timedelta(hours=hour)
        told = [
            (line.target, line.seconds, line.accepts, line.reason)
            for line in lines(town, service, at)
            if line.step is Step.RINGS
        ]
        decided = [
            (rung.target, rung.seconds, rung.accepts, rung.why)
            for rung in decide_for(HER, service, town, at).rungs
            if rung.target != "own-3"
        ]

        assert told == decided


def test_the_legs_told_are_the_legs_of_the_ladder(town: Site, tuesday_noon: datetime) -> None:
    told = [line.seconds for line in lines(town, "emergency", tuesday_noon) if line.step is Step.JOINS]

    assert told == [leg.seconds for leg in ladder(town.contacts_of(HOME), LadderSettings())]


def test_only_the_ambulances_own_line_need_not_press_1(town: Site, tuesday_noon: datetime) -> None:
    *others, ambulance = lines(town, "emergency", tuesday_noon)

    assert {line.accepts for line in others} == {Accepts.PRESS_1}
    assert ambulance.accepts is Accepts.ANSWER


@pytest.mark.parametrize(
    ("at", "reason"),
    [("2026-03-10T15:00+08:00", Why.CLOSED), ("2026-10-01T12:00+08:00", Why.HOLIDAY)],
)
def test_a_closed_provider_is_told_as_passed_over(town: Site, at: str, reason: Why) -> None:
    last = lines(town, "meals", datetime.fromisoformat(at))[-1]

    assert (last.step, last.target, last.reason) == (Step.PASSED, "prov-hall-1", reason)


def test_a_full_provider_is_told_as_passed_over(town: Site, tuesday_noon: datetime) -> None:
    found = rehearsed(town, "meals", tuesday_noon, busy=frozenset({ProviderId("hall")}))

    assert found.lines[0].reason is Why.BUSY
    assert (found.lines[-1].step, found.lines[-1].reason) == (Step.PASSED, Why.BUSY)
    assert tell(found)[-1] == "-  老山食堂, prov-hall-1: not rung: holds all the calls it can"


def test_an_override_is_told_with_whom_it_means(town: Site, tuesday_noon: datetime) -> None:
    site = overridden(
        town, "contact-c2", "contact-c9", "prov-hall-2", "prov-hall-3", "prov-nobody-1", "desk-x", "own-x"
    )
    told = [(line.target, line.dialled and line.dialled.number) for line in lines(site, "meals", tuesday_noon)]

    assert told == [
        ("contact-c2", "+8613900000012"),
        ("contact-c9", None),
        ("prov-hall-2", "+8613900000002"),
        ("prov-hall-3", None),
        ("prov-nobody-1", None),
        ("desk-x", None),
        ("own-x", None),
    ]


def test_a_number_that_asks_for_1_asks_for_it_in_an_override_too(town: Site, tuesday_noon: datetime) -> None:
    daughter, hall, *_ = lines(overridden(town, "contact-c2", "prov-hall-2"), "meals", tuesday_noon)

    assert (daughter.accepts, hall.accepts) == (Accepts.PRESS_1, Accepts.ANSWER)


def test_a_family_press_without_contacts_says_who_is_missing(town: Site, tuesday_noon: datetime) -> None:
    told = lines(replace(town, contacts=()), "family", tuesday_noon)

    assert [line.reason for line in told] == [Missing.CONTACT] * 3 + [Why.HOTLINE]


@pytest.mark.parametrize("service", ["meals", "02", "*02", "社区送餐", "community dining"])
def test_a_service_may_be_named_in_any_way(town: Site, tuesday_noon: datetime, service: str) -> None:
    assert rehearsed(town, service, tuesday_noon).service.id == "meals"


def test_a_terminal_may_be_named_instead_of_a_senior(town: Site, tuesday_noon: datetime) -> None:
    assert rehearse("t1001", "meals", town, tuesday_noon) == rehearsed(town, "meals", tuesday_noon)


@pytest.mark.parametrize(
    ("who", "service", "reason"),
    [("nobody", "meals", "no terminal has this id"), ("s1", "dancing", "no service has this")],
)
def test_an_unknown_name_is_refused_with_the_reason(
    town: Site, tuesday_noon: datetime, who: str, service: str, reason: str
) -> None:
    found = rehearse(who, service, town, tuesday_noon)

    assert isinstance(found, Refused)
    assert reason in found.reason


def test_a_senior_whose_telephone_is_out_of_use_cannot_press(town: Site, tuesday_noon: datetime) -> None:
    site = replace(town, terminals=(replace(town.terminals[0], active=False),))

    assert isinstance(rehearse("s1", "meals", site, tuesday_noon), Refused)


def test_a_telephone_of_an_unknown_home_still_reaches_the_hotline(town: Site, tuesday_noon: datetime) -> None:
    site = replace(town, households=(), seniors=(), contacts=())
    found = rehearse("t1001", "meals", site, tuesday_noon)

    assert isinstance(found, Rehearsal)
    assert tell(found)[:2] == (
        "*02 community dining, pressed by somebody at t1001, no address, on Tuesday 2026-03-10 12:00",
        "1. hotline desk (d1 d2), desk-hotline: rings 30 s, by answering: nobody offers this service here",
    )


def test_a_time_without_a_zone_is_refused(town: Site) -> None:
    with pytest.raises(ValueError, match="zone"):
        rehearse("s1", "meals", town, datetime(2026, 3, 10))


def test_both_languages_have_the_same_phrases_with_the_same_places() -> None:
    assert CHINESE.keys() == ENGLISH.keys()
    assert {reason.value for reason in Why} <= ENGLISH.keys()
    assert {f"passed-{reason}" for reason in Missing} <= ENGLISH.keys()
