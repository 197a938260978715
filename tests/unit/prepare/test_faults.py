"""Is every failure of the set-up told with its cure?"""

import io

import pytest

from prepare.faults import FAULTS, explain
from prepare.say import Impossible, Say


@pytest.mark.parametrize(
    ("output", "what", "cure"),
    [
        ("Temporary failure resolving 'mirror'", "network", "http_proxy"),
        ("NewConnectionError(...): [Errno 101] Network is unreachable", "network", "http_proxy"),
        ("E: Release file is not valid yet (invalid for another 3h)", "clock", "Set the clock"),
        ("E: Could not get lock /var/lib/dpkg/lock-frontend", "another program", "Let it finish"),
        ("OSError: [Errno 28] No space left on device", "disk is full", "Free 2 GB"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM", "hash differs", "nothing unchecked"),
        ("E: dpkg was interrupted, you must manually run", "interrupted", "dpkg --configure -a"),
        ("E: Unable to locate package sip-tester", "does not offer", "Debian 12"),
        ("ERROR: No matching distribution found for av==18", "no ready-made build", "PYTHON="),
        ("E: Packages need to be removed but remove is disabled.", "removing others", "-f install"),
    ],
)
def test_a_known_failure_is_told_in_words_with_its_cure(output: str, what: str, cure: str):
    told = explain("apt-get", f"Reading package lists...\n{output}\nmore")

    assert what in told.what
    assert cure in told.cure


def test_an_unknown_failure_ends_with_the_programs_last_words():
    told = explain("mmdebstrap", "a\n\nb\nc\nthe moon is in the wrong quarter\n")

    assert told.what.endswith("b\nc\nthe moon is in the wrong quarter")
    assert "log" in told.cure


def test_every_cure_says_that_the_set_up_goes_on_where_it_stopped():
    assert all("start again" in cure for _, cure, _ in FAULTS)


def test_the_person_reads_what_is_wrong_the_cure_and_where_the_log_is():
    out = io.StringIO()

    Say(out, opening="").impossible(Impossible("the disk is full", "Free 2 GB.\nThen again."), log="/x/setup.log")

    lines = out.getvalue().splitlines()
    assert lines[1:] == [
        "Bigbutton could not be set up.",
        "  What:  the disk is full",
        "  Cure:  Free 2 GB.",
        "         Then again.",
        "  Log:   /x/setup.log",
    ]
