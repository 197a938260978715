"""Is a dead building told from a few unplugged telephones?"""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from wellness_checks.guard import Home
from wellness_checks.lost_together import Measure, Telephone, lost_together, still_out

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
RULE = Measure()


def telephone(number: int, minute: float | None, building: str = "9号楼", area: str = "laoshan") -> Telephone:
    since = None if minute is None else NOON + timedelta(minutes=minute)
    home = Home(area=area, address=f"{building}{number}室")
    return Telephone(id=f"t{number}", household=f"h{number}", home=home, out_since=since)


def beside(count: int) -> list[Telephone]:
    """The rest of the area works."""
    return [telephone(100 + n, None, "东里3号楼") for n in range(count)]


def test_a_whole_building_lost_within_half_an_hour_is_one_outage_from_the_first_of_them() -> None:
    (loss,) = lost_together([*(telephone(n, 10 * n) for n in range(4)), *beside(9)], RULE)

    assert (loss.kind, loss.subject, loss.since) == ("building", "laoshan/9号楼", NOON)
    assert loss.telephones == ("t0", "t1", "t2", "t3")


def test_a_telephone_whose_neighbours_work_is_its_own_fault() -> None:
    assert lost_together([telephone(1, 0), telephone(2, 0), telephone(3, 0), telephone(4, None)], RULE) == ()


def test_telephones_unplugged_one_after_the_other_are_no_outage() -> None:
    assert lost_together([telephone(n, 31 * n) for n in range(5)], RULE) == ()


def test_one_home_with_three_telephones_is_one_home() -> None:
    same = [Telephone(id=f"t{n}", household="h", home=telephone(n, 0).home, out_since=NOON) for n in range(3)]

    assert lost_together(same, RULE) == ()


def test_a_whole_area_is_one_outage_and_not_one_for_each_building() -> None:
    everywhere = [telephone(n, n, f"{n % 3}号楼") for n in range(12)]

    (loss,) = lost_together(everywhere, RULE)

    assert (loss.kind, len(loss.telephones)) == ("area", 12)


def test_it_is_over_when_fewer_are_out_however_long_each_was() -> None:
    place = ("building", "laoshan/9号楼")

    assert still_out([*(telephone(n, 90 * n) for n in range(4)), telephone(4, None)], place, RULE)
    assert not still_out([*(telephone(n, 0) for n in range(3)), telephone(4, None)], place, RULE)
    assert not still_out(beside(3), place, RULE)


def test_a_fixed_line_in_the_building_belongs_to_no_other_place_here() -> None:
    home = Home(area="laoshan", address="9号楼9室", number="+861088880001")
    line = Telephone(id="line", household="line", home=home, out_since=NOON)

    (loss,) = lost_together([line, telephone(1, 0), telephone(2, 0), *beside(9)], RULE)

    assert (loss.kind, len(loss.telephones)) == ("building", 3)


@given(st.lists(st.tuples(st.integers(0, 2), st.none() | st.integers(0, 200)), max_size=25))
def test_no_outage_is_told_without_enough_homes_at_once_nor_twice_of_one_telephone(
    rows: list[tuple[int, int | None]],
) -> None:
    everybody = [telephone(n, minute, f"{building}号楼") for n, (building, minute) in enumerate(rows)]
    since = {one.id: one.out_since for one in everybody}

    found = lost_together(everybody, RULE)

    told = [one for loss in found for one in loss.telephones]
    assert len(told) == len(set(told))
    for loss in found:
        times = [since[one] for one in loss.telephones]
        assert len(times) >= 3
        assert loss.since == min(time for time in times if time)
        assert all(time and time - loss.since <= RULE.within for time in times)
