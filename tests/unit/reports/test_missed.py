"""An emergency that was not accepted in time has one cause, read from what the telephones did before."""

from datetime import timedelta

import pytest

from reports.emergency_rows import Emergency, Moment
from reports.missed import CAUSES, cause, count
from tests.unit.reports.conftest import MORNING

S = timedelta(seconds=1)


def taken(after, *, name="e", test=False):
    """Opened on Monday morning, accepted so many seconds after; None: by nobody."""
    return Emergency(
        id=name, terminal="t1001", household="h1", area="laoshan", opened_at=MORNING, closed_at=None, closed_by="",
        accepted_at=None if after is None else MORNING + after * S, accepted_by="", presses=1, test=test,
    )  # fmt: skip


def told(*lines):
    return [Moment(incident="e", at=MORNING + at * S, after=at * S, what=what, detail=detail)
            for at, what, detail in lines]  # fmt: skip


@pytest.mark.parametrize(
    ("after", "lines", "why"),
    [
        (10, [], None),
        (None, [(1, "rang", "desk-centre")], "nobody"),
        (11, [(1, "rang", "desk-centre")], "slow"),
        (30, [(12, "rang", "desk-centre")], "rang_late"),
        (30, [(1, "rang", "own-1"), (9, "ended", "own-1 NOANSWER"), (9, "rang", "desk-centre")], "no_answer"),
        (30, [(1, "ended", "own-1 BUSY"), (2, "ended", "own-2 NOANSWER")], "engaged"),
        (30, [(1, "ended", "own-1 BUSY"), (2, "ended", "own-2 CHANUNAVAIL")], "unreachable"),
        (30, [(1, "answered", "own-1"), (5, "ended", "own-1 ANSWER")], "not_accepted"),
        (30, [(1, "rang", "own-1"), (40, "ended", "own-1 BUSY")], "slow"),
        (30, [(1, "ended", "own-1 CANCEL")], "slow"),
    ],
)
def test_each_has_the_cause_that_comes_first(after, lines, why):
    assert cause(taken(after), 10 * S, told(*lines)) == why


def test_the_missed_are_told_by_their_causes_without_tests():
    every = [taken(None), taken(4, name="quick"), taken(90, name="late"), taken(None, name="drill", test=True)]

    found = count(every, 60 * S, told((1, "rang", "desk-centre")))

    assert {why: [one.id for one in some] for why, some in found.items()} == {"nobody": ["e"], "slow": ["late"]}
    assert set(found) <= set(CAUSES)
