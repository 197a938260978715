"""Which file of tests does a worker of a run take next? Some take what waits for telephones, some what computes.

A call rings and talks in real time and hardly asks for a processor; most other tests ask for one all the time. So the
workers eat the list from two ends, and help each other once one end is eaten up. At either end the longest files come
first: one that begins last leaves every other worker idle until it is through.
"""

from collections.abc import Iterable

from xdist.scheduler import LoadFileScheduling
from xdist.workermanage import WorkerController

WAITS = ("tests/exchange/",)
"""Folders whose tests wait far more than they compute."""
LONGEST = (
    "tests/exchange/test_emergency.py",
    "tests/exchange/test_watch_calls.py",
    "tests/exchange/test_listening.py",
    "tests/exchange/test_kill_rounds.py",
    "tests/exchange/test_journeys.py",
    "tests/exchange/test_story.py",
    "tests/exchange/test_prefix.py",
    "tests/exchange/test_drills.py",
    "tests/exchange/test_messages.py",
    "tests/contract/test_twilio_process.py",
    "tests/project/test_rules_walked.py",
    "tests/unit/console/test_access.py",
    "tests/console/test_demo_in_a_browser.py",
    "tests/console/test_pages_in_a_browser.py",
    "tests/console/test_reports_in_a_browser.py",
    "tests/console/test_broadcasts_in_a_browser.py",
    "tests/console/test_today_in_a_browser.py",
    "tests/console/test_access_in_a_browser.py",
    "tests/unit/console/test_broadcast_pages.py",
    "tests/contract/test_broadcasts_schedule.py",
    "tests/contract/test_controller_killed.py",
)
"""Of either end, the longest first. A file that is not named comes after these, in xdist's order."""


def next_file(files: Iterable[str], *, waits: bool) -> str:
    """The next of these, at least one, for a worker that takes what waits, or what computes, while there is some."""
    left = tuple(files)
    wanted = [file for file in left if file.startswith(WAITS) == waits] or left
    return next((file for file in LONGEST if file in wanted), wanted[0])


def takes_what_waits(worker: str) -> bool:
    """Whether this worker of a run begins at that end. `worker`: how xdist calls it, gw0 the first."""
    return int(worker.removeprefix("gw")) % 2 == 0


class TwoEnds(LoadFileScheduling):  # type: ignore[misc]
    """xdist's `--dist loadfile` in this order."""

    def _assign_work_unit(self, node: WorkerController) -> None:
        waits = takes_what_waits(node.gateway.id)
        self.workqueue.move_to_end(next_file(self.workqueue, waits=waits), last=False)
        super()._assign_work_unit(node)
