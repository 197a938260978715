"""Who presses, for what, whom it reaches, and whether it was taken: by the rows that Asterisk reads."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from ivr.emergency import Leg
from ivr.routing import decide_for
from ivr.site import Site
from ivr.tables.rows import Key, Row, Rows
from ivr.twilio.fallback import AMBULANCE, Fallback, bare, compiled, missing_desks, rungs_to_staff
from ivr.twilio.fallback_json import FallbackUnreadable, from_json, read, to_json, write
from ivr.twilio.press import (
    Caller,
    caller_of,
    is_emergency,
    ladder_of,
    rungs_of,
    service_of,
    to_dial,
    was_taken,
)
from people.ids import AreaId, HouseholdId, ServiceId, TargetId, TerminalId
from people.seniors import Language
from people.terminals import Accepts, Terminal, TerminalKind

MEALS, FAMILY, HOTLINE = ServiceId("meals"), ServiceId("family"), ServiceId("hotline")
DESKS = {"hotline": ("+8613900000021", "+8613900000022"), "emergency": ("+8613900000023", "120")}
LINE = Terminal(id=TerminalId("t2"), household=HouseholdId("h1"), kind=TerminalKind.LINE, number="+861066610001")


@pytest.fixture
def picture(town: Site, tuesday_noon: datetime) -> Fallback:
    return compiled(replace(town, terminals=(*town.terminals, LINE)), tuesday_noon, DESKS)


def test_the_rungs_are_those_that_the_rules_choose_at_any_hour(
    town: Site, picture: Fallback, tuesday_noon: datetime
) -> None:
    caller = caller_of(LINE.number, picture)
    site = replace(town, terminals=(LINE,))
    for hours in range(0, 160, 5):
        at = tuesday_noon + timedelta(hours=hours)
        expected = [rung.target for rung in decide_for(LINE.id, MEALS, site, at).rungs]

        found = [rung.target for rung in rungs_of(MEALS, caller, picture, at)]

        assert found == [target.replace("own-", "contact-c") for target in expected]


def test_past_its_week_a_press_goes_to_the_desks(picture: Fallback, tuesday_noon: datetime) -> None:
    late = rungs_of(MEALS, caller_of(LINE.number, picture), picture, tuesday_noon + timedelta(days=9))

    assert [rung.target for rung in late] == ["desk-hotline", "desk-centre"]


def test_a_caller_is_known_by_number_in_any_writing_or_by_the_name_of_the_terminal(picture: Fallback) -> None:
    known = caller_of("01066610001", picture)

    assert (known.terminal, known.area, known.contacts) == (LINE.id, "laoshan", ("c1", "c2"))
    assert caller_of("sip:t1001@x.sip.example", picture).terminal == "t1001"
    assert known.language is Language.CHINESE


@pytest.mark.parametrize("sender", ["anonymous", "+861066699999", "sip:nobody@x", "", "sip:,,,,@x"])
def test_a_stranger_is_nobody(picture: Fallback, sender: str) -> None:
    assert caller_of(sender, picture) == Caller(number=sender)


def test_who_speaks_english_is_spoken_to_in_english(picture: Fallback) -> None:
    english = replace(picture, rows=Rows((Row(Key("who", "t9"), "h1,laoshan,local,,en"),)))

    assert caller_of("sip:t9@x", english).language is Language.ENGLISH


def test_the_number_or_the_code_says_which_service(picture: Fallback) -> None:
    numbers = {"+861066600002": "meals"}

    assert service_of("+861066600002", numbers, picture, "*") == MEALS
    assert service_of("sip:*02@x", numbers, picture, "*") == MEALS
    assert is_emergency(service_of("sip:*01@x", numbers, picture, "*"))
    assert service_of("+861066600009", numbers, picture, "*") == HOTLINE


def test_a_desk_of_several_mobiles_is_rung_one_by_one_with_a_key(picture: Fallback, tuesday_noon: datetime) -> None:
    rungs = rungs_of(HOTLINE, caller_of(LINE.number, picture), picture, tuesday_noon)

    dialled = to_dial(rungs, picture)

    assert [one.number for one in dialled] == list(DESKS["hotline"])
    assert {one.accepts for one in dialled} == {Accepts.PRESS_1}


def test_a_provider_that_answers_has_taken_the_call_and_families_press_a_key(
    picture: Fallback, tuesday_noon: datetime
) -> None:
    dialled = to_dial(rungs_of(MEALS, caller_of(LINE.number, picture), picture, tuesday_noon), picture)

    assert (dialled[0].accepts, dialled[-1].accepts) == (Accepts.ANSWER, Accepts.PRESS_1)
    assert dialled[0].seconds == 20


def test_the_ladder_rings_staff_where_the_ambulance_stood(picture: Fallback) -> None:
    legs = ladder_of(caller_of(LINE.number, picture), picture)

    assert [(at, one.number) for at, one in legs] == [
        (0, "+8613900000023"), (10, "+8613900000011"), (10, "+8613900000012"), (45, "+8613900000023"),
    ]  # fmt: skip
    assert picture.static_ladder[-1] == Leg(seconds=45, target=AMBULANCE)


def test_no_short_number_stands_anywhere_in_the_picture(picture: Fallback) -> None:
    assert [t for t in picture.targets.values() if "120" in t.numbers] == []


def test_the_validator_is_told_which_desks_ring_nowhere_and_which_rungs_go_to_staff(town: Site) -> None:
    assert missing_desks(town, DESKS) == ("centre", "community")
    assert rungs_to_staff(town.ladder) == ("120",)


def test_without_a_picture_the_emergency_desk_is_rung_first(tuesday_noon: datetime) -> None:
    nothing = bare({"hotline": ("+8613900000021",), "emergency": ("+8613900000023",), "empty": ("120",)}, tuesday_noon)

    assert [leg.target for leg in nothing.static_ladder] == ["desk-emergency", "desk-hotline"]
    assert rungs_of(MEALS, Caller(number=""), nothing, tuesday_noon)[0].target == "desk-hotline"


def test_a_home_that_is_unknown_and_a_week_that_cannot_be_made_spoil_nothing(
    town: Site, tuesday_noon: datetime
) -> None:
    lost = replace(LINE, household=HouseholdId("gone"))
    hall = town.providers[1]
    long = replace(hall, numbers=hall.numbers * 40)

    made = compiled(replace(town, terminals=(lost,), providers=(town.providers[0], long)), tuesday_noon, {})

    assert made.addresses[lost.id] == ""
    assert rungs_of(MEALS, Caller(number="", area=AreaId("laoshan")), made, tuesday_noon)[0].target == "desk-hotline"


@pytest.mark.parametrize(
    ("accepts", "status", "bridged", "seconds", "pressed", "taken"),
    [
        (Accepts.PRESS_1, "completed", "true", 9, False, True),
        (Accepts.ANSWER, "completed", "false", 9, True, False),
        (Accepts.ANSWER, "completed", "", 9, False, True),
        (Accepts.ANSWER, "completed", "", 0, False, False),
        (Accepts.PRESS_1, "completed", "", 9, False, False),
        (Accepts.PRESS_1, "answered", "", 9, True, True),
        (Accepts.ANSWER, "no-answer", "", 0, False, False),
    ],
)
def test_a_rung_is_taken_only_by_a_person(
    accepts: Accepts, status: str, bridged: str, seconds: int, pressed: bool, taken: bool
) -> None:
    found = was_taken(accepts=accepts, status=status, bridged=bridged, seconds=seconds, pressed=pressed)

    assert found is taken


def test_the_picture_lies_on_disk_and_is_read_back_whole(picture: Fallback, tmp_path) -> None:
    write(picture, tmp_path / "deep" / "routes.json")

    assert read(tmp_path / "deep" / "routes.json") == from_json(to_json(picture)) == picture
    assert [file.name for file in (tmp_path / "deep").iterdir()] == ["routes.json"]
    assert (tmp_path / "deep" / "routes.json").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("text", ["", "{", "[]", '{"version": 2}', '{"version": 1}'])
def test_a_file_that_is_not_ours_is_refused_with_its_cure(tmp_path, text: str) -> None:
    (tmp_path / "routes.json").write_text(text)

    with pytest.raises(FallbackUnreadable, match="remove it"):
        read(tmp_path / "routes.json")


def test_a_file_that_is_not_there_says_who_makes_it(tmp_path) -> None:
    with pytest.raises(FallbackUnreadable, match="start the controller once"):
        read(tmp_path / "routes.json")


def test_a_target_that_nobody_stands_for_is_left_out(picture: Fallback, tuesday_noon: datetime) -> None:
    empty = replace(picture, targets={TargetId("desk-other"): picture.targets[TargetId("desk-hotline")]})

    assert to_dial(rungs_of(MEALS, caller_of(LINE.number, picture), picture, tuesday_noon), empty) == ()
