"""Do the workers of a run begin with the longest files, and is nobody idle while a file is left?"""

from types import SimpleNamespace

from tests.order import LONGEST, TwoEnds, next_file, takes_what_waits
from tests.project.pages import CHECKOUT

CALLS, LAMPS = "tests/exchange/test_emergency.py", "tests/exchange/test_lamps.py"
PAGES, RULES = "tests/unit/console/test_access.py", "tests/unit/ivr/test_routing.py"


def test_every_file_that_is_named_as_long_is_there_once() -> None:
    assert [file for file in LONGEST if not (CHECKOUT / file).is_file()] == []
    assert len(set(LONGEST)) == len(LONGEST)


def test_one_worker_takes_what_waits_and_the_next_what_computes_the_longest_first() -> None:
    files = (RULES, LAMPS, PAGES, CALLS)

    assert [takes_what_waits(f"gw{n}") for n in range(5)] == [True, False, True, False, True]
    assert next_file(files, waits=True) == CALLS
    assert next_file(files, waits=False) == PAGES


def test_files_that_nobody_named_are_taken_in_their_order() -> None:
    assert next_file(("tests/unit/b.py", "tests/unit/a.py"), waits=False) == "tests/unit/b.py"


def test_a_worker_with_nothing_left_of_its_own_helps_the_others() -> None:
    assert next_file((RULES, PAGES), waits=True) == PAGES
    assert next_file((LAMPS,), waits=False) == LAMPS


class Worker:
    """Takes note of what it was given, as xdist's node does over its wire."""

    shutting_down = False

    def __init__(self, number: int) -> None:
        self.gateway = SimpleNamespace(id=f"gw{number}")
        self.given: list[int] = []

    def send_runtest_some(self, indices: list[int]) -> None:
        self.given += indices

    def shutdown(self) -> None:
        self.shutting_down = True


def test_xdist_gives_whole_files_in_this_order() -> None:
    tests = [f"{file}::test_{n}" for file in (LAMPS, RULES, PAGES, CALLS) for n in range(4)]
    options = SimpleNamespace(loadscopereorder=True, tx=["2*popen"], maxprocesses=None, verbose=0)
    config = SimpleNamespace(option=options, getvalue=vars(options).__getitem__)
    scheduler = TwoEnds(config)
    workers = [Worker(0), Worker(1)]
    for worker in workers:
        scheduler.add_node(worker)
    for worker in workers:
        scheduler.add_node_collection(worker, tests)

    scheduler.schedule()

    assert [tests[index].partition("::")[0] for worker in workers for index in worker.given] == [CALLS] * 4 + [
        PAGES
    ] * 4
