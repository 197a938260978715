"""Is a crowd of silences in one place taken for our own fault, and a few in many places not?"""

from hypothesis import given
from hypothesis import strategies as st

from wellness_checks.guard import AREA, BUILDING, LINE, TRUNK, Home, building_of, crowded, masses, places

NINE = "和平路9号楼"


def tower(number: int, name: str = NINE) -> Home:
    return Home(area="laoshan", address=f"{name}{number}室")


def test_what_a_home_shares_with_others_the_narrowest_first() -> None:
    assert places(Home(area="laoshan", address=f"{NINE}101室", number="+861088880001")) == (
        (BUILDING, f"laoshan/{NINE}"), (LINE, "+86108888"), (AREA, "laoshan"), (TRUNK, "lines"),
    )  # fmt: skip
    assert places(Home(area="laoshan", address="")) == ((AREA, "laoshan"),)


def test_the_house_is_the_part_of_the_address_before_the_door() -> None:
    assert building_of("老山东里12号楼3单元501") == "老山东里12号楼"
    assert building_of("Elm House") == "Elm House"


def test_half_of_a_house_at_once_is_one_outage() -> None:
    silent = {f"s{n}": tower(n) for n in range(6)}
    watched = {(BUILDING, f"laoshan/{NINE}"): 12, (AREA, "laoshan"): 400}

    (found,) = masses(crowded(silent, 1), watched, least=5, share=0.5)

    assert (found.kind, len(found.seniors)) == (BUILDING, 6)


def test_fewer_than_five_or_less_than_half_are_silences_of_their_own() -> None:
    place = (BUILDING, f"laoshan/{NINE}")

    assert masses({place: [f"s{n}" for n in range(4)]}, {place: 4}, least=5, share=0.5) == ()
    assert masses({place: [f"s{n}" for n in range(6)]}, {place: 13}, least=5, share=0.5) == ()


def test_nobody_is_counted_in_two_outages_and_the_widest_explanation_wins() -> None:
    silent = {f"s{n}": tower(n) for n in range(6)} | {f"r{n}": tower(n, "东里3号楼") for n in range(6)}
    watched = {(BUILDING, f"laoshan/{NINE}"): 6, (BUILDING, "laoshan/东里3号楼"): 6, (AREA, "laoshan"): 12}

    (found,) = masses(crowded(silent, 1), watched, least=5, share=0.5)

    assert (found.kind, len(found.seniors)) == (AREA, 12)


def test_only_crowded_places_are_worth_counting() -> None:
    silent = {f"s{n}": tower(n) for n in range(5)} | {"x": Home(area="meier", address="南街1号")}

    five = [f"s{n}" for n in range(5)]
    assert crowded(silent, 5) == {(BUILDING, f"laoshan/{NINE}"): five, (AREA, "laoshan"): five}


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), max_size=40), st.integers(1, 30))
def test_every_outage_has_enough_people_and_nobody_is_in_two(homes: list[tuple[int, int]], size: int) -> None:
    silent = {f"s{n}": Home(area=f"a{a}", address=f"{b}号楼") for n, (a, b) in enumerate(homes)}
    watched = {place: size for home in silent.values() for place in places(home)}

    found = masses(crowded(silent, 1), watched, least=5, share=0.5)

    everybody = [senior for mass in found for senior in mass.seniors]
    assert len(everybody) == len(set(everybody))
    assert all(len(mass.seniors) >= 5 for mass in found)
