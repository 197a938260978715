"""What Asterisk must know of each home by itself: who, which numbers, which ladder, how to dial a target."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from ivr.site import Site
from ivr.tables.people_rows import people_rows, ways_to_write
from people.ids import ContactId, HouseholdId, TerminalId
from people.seniors import Language
from people.terminals import Accepts, CallClass, Terminal, TerminalKind

HOME = HouseholdId("h1")


def rows(site: Site) -> dict[str, str]:
    """`family/key` -> value."""
    found = people_rows(site, "10")
    assert len({row.at for row in found}) == len(found)
    return {f"{row.at.family}/{row.at.key}": row.value for row in found}


def with_terminal(site: Site, **more: object) -> Site:
    terminal = replace(site.terminals[0], **more)  # type: ignore[arg-type]
    return replace(site, terminals=(terminal,))


def test_who_she_is_stands_in_one_row_contacts_in_their_order(town: Site):
    assert rows(town)["who/t1001"] == "h1,laoshan,local,c1+c2,zh"


def test_she_is_spoken_to_in_her_language(town: Site):
    english = replace(town, seniors=(replace(town.seniors[0], language=Language.ENGLISH),))

    assert rows(english)["who/t1001"].endswith(",en")


def test_a_home_nobody_lives_in_or_nobody_knows_still_has_its_rows(town: Site):
    nowhere = Terminal(id=TerminalId("t9"), household=HouseholdId("gone"), call_class=CallClass.NONE)

    assert rows(replace(town, seniors=(), terminals=(nowhere,)))["who/t9"] == "gone,,none,,zh"


def test_her_ladder_rings_the_desk_first_and_her_family_after_ten_seconds(town: Site):
    ladder = rows(town)["ladder/t1001"]

    assert ladder.startswith("Local/0-desk-emergency@rung/n&Local/10-contact-c1@rung/n&")


def test_a_telephone_that_is_put_away_is_not_there(town: Site):
    found = rows(with_terminal(town, active=False, number="+861088880001"))

    assert not [key for key in found if key.startswith(("who/", "ladder/", "did/"))]


def test_a_fixed_line_is_known_however_the_carrier_writes_it_and_can_be_dialled(town: Site):
    found = rows(with_terminal(town, kind=TerminalKind.LINE, number="+861088880001"))

    known = {key.removeprefix("caller/") for key, value in found.items() if key.startswith("caller/")}
    assert known == {"861088880001", "00861088880001", "1088880001", "01088880001", "88880001"}
    assert found["target/t1001"] == "trunk,88880001,answer"


def test_a_sip_telephone_with_a_number_can_be_rung_by_the_family_but_is_never_known_by_caller_id(town: Site):
    found = rows(with_terminal(town, number="+861088880001"))

    assert found["did/88880001"] == "t1001"
    assert not [key for key in found if key.startswith("caller/")]
    assert "target/t1001" not in found


def test_every_contact_and_every_number_of_a_provider_says_how_it_is_dialled_and_accepted(town: Site):
    found = rows(replace(town, contacts=(replace(town.contacts[0], accepts=Accepts.ANSWER), town.contacts[1])))

    assert found["target/contact-c2"] == "trunk,13900000012,answer"
    assert found["target/contact-c1"] == "trunk,13900000011,press-1"
    assert [found[f"target/prov-hall-{n}"] for n in (1, 2)] == [
        "trunk,13900000001,answer",
        "trunk,13900000002,answer",
    ]


@given(st.from_regex(r"\+8610[2-8][0-9]{7}", fullmatch=True))
def test_every_way_of_writing_a_number_is_digits_alone_and_ends_as_it_is_dialled_next_door(number):
    ways = ways_to_write(number, "10")

    assert all(way.isdecimal() and way.endswith(number[5:]) for way in ways)
    assert list(ways) == sorted(set(ways))


def test_a_contact_is_known_by_the_last_digits_of_their_number_with_the_home_they_may_speak_of(town: Site):
    family = {key: value for key, value in rows(town).items() if key.startswith("family/")}

    assert {value for value in family.values()} == {"c1,t1001", "c2,t1001"}
    assert all(len(key.removeprefix("family/")) <= 11 for key in family)


def test_somebody_who_is_a_contact_of_two_homes_is_asked_about_both(town: Site):
    second = replace(town.terminals[0], id=TerminalId("t7"), household=HouseholdId("h7"))
    known = replace(town.contacts[0], household=HouseholdId("h7"), id=ContactId("c7"))
    both = replace(town, terminals=(*town.terminals, second), contacts=(town.contacts[0], known))

    family = {value for key, value in rows(both).items() if key.startswith("family/")}

    assert family == {f"{town.contacts[0].id},t1001|c7,t7"}


def test_a_contact_of_a_home_without_a_telephone_is_nobody_we_know(town: Site):
    found = rows(with_terminal(town, active=False))

    assert not [key for key in found if key.startswith("family/")]
