"""Is a telephone that sends too much stopped, and one that does not, never?"""

from console.telephone.pace import BURST, PER_SECOND, FramePace


def test_a_burst_goes_through_and_then_a_few_a_second():
    pace = FramePace()

    assert all(pace.allows(100.0) for _ in range(int(BURST)))
    assert not pace.allows(100.0)
    assert [pace.allows(101.0) for _ in range(int(PER_SECOND) + 1)] == [True] * int(PER_SECOND) + [False]


def test_a_quiet_telephone_saves_up_no_more_than_a_burst():
    pace = FramePace()
    pace.allows(1.0)

    assert sum(pace.allows(10_000.0) for _ in range(500)) == int(BURST)
