"""When is a trouble an alarm, when is it over, and what counts as one at all?"""

from datetime import UTC, datetime, timedelta

import pytest

from ivr.supervision.judging import (
    AMI,
    CERTIFICATE,
    CLOCK,
    DISK,
    JUMPED,
    QUEUE,
    ROTA,
    UNSET,
    Book,
    Readings,
    Rules,
    Trouble,
    follow,
    to_tell,
    told,
    troubles,
)

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
RULES = Rules()
LINK = Trouble(kind=AMI, subject="calls", note="no link")
DISKS = Trouble(kind=DISK, subject="/var", note="3 MB free")


def found(**readings: object) -> list[tuple[str, str, str]]:
    read = Readings(**readings)  # type: ignore[arg-type]
    return [(one.kind, one.subject, one.note) for one in troubles(read, NOON, RULES)]


def test_where_all_is_well_there_is_no_trouble():
    well = {
        "links": {"calls": ""}, "free": {"/var": 1_000_000_000}, "clock_set": True, "step": timedelta(seconds=-2),
        "certificates": {"door.pem": NOON + timedelta(days=21)},
    }  # fmt: skip

    assert found(**well) == []


def test_what_cannot_be_read_is_no_trouble():
    assert found(clock_set=None) == []


def test_each_trouble_names_what_it_is_about():
    assert found(links={"calls": "refused", "tables": ""}) == [
        (AMI, "calls", "no link to the exchange (calls): refused")
    ]
    assert found(free={"/var": 999_999_999, "/srv": 10**10}) == [(DISK, "/var", "999 MB free in /var")]
    assert found(clock_set=False) == [(CLOCK, UNSET, "the clock is not set by a time server")]
    assert found(step=timedelta(seconds=-61)) == [(CLOCK, JUMPED, "the clock jumped by -61 s at 2026-03-02 04:00 UTC")]
    assert found(empty_duties=["hotline"]) == [(ROTA, "hotline", "nobody is on the rota for hotline")]
    assert found(unmanned="all 2 have paused") == [(QUEUE, "hotline", "all 2 have paused")]


def test_a_certificate_that_ends_soon_or_cannot_be_read_is_one():
    soon = NOON + timedelta(days=20, hours=23)

    assert found(certificates={"door.pem": soon, "hooks.pem": None}) == [
        (CERTIFICATE, "door.pem", "door.pem ends on 2026-03-23"),
        (CERTIFICATE, "hooks.pem", "hooks.pem cannot be read as a certificate"),
    ]


def test_a_machine_whose_host_keeps_the_clock_needs_no_time_server():
    assert troubles(Readings(clock_set=False), NOON, Rules(clock_set=False)) == []


def lived(*looks: tuple[float, list[Trouble]]) -> Book:
    book: Book = {}
    for at, seen in looks:
        book = follow(book, seen, at, RULES)
    return book


def test_a_link_that_comes_back_by_itself_wakes_nobody():
    assert to_tell(lived((0, [LINK]), (59, [LINK])), RULES) == []
    assert to_tell(lived((0, [LINK]), (60, [LINK])), RULES) == [LINK]


@pytest.mark.parametrize("trouble", [DISKS, Trouble(kind=CLOCK, subject=JUMPED, note="it jumped")])
def test_what_does_not_mend_itself_is_told_at_once(trouble: Trouble):
    assert to_tell(lived((0, [trouble])), RULES) == [trouble]


def test_while_it_lasts_it_is_told_once():
    book = told(lived((0, [DISKS, LINK])), [DISKS])

    assert to_tell(follow(book, [DISKS, LINK], 10, RULES), RULES) == []
    assert to_tell(follow(book, [DISKS, LINK], 70, RULES), RULES) == [LINK]


def test_what_comes_and_goes_is_one_trouble_until_it_has_been_away_for_some_time():
    assert lived((0, [DISKS]), (299, [])).keys() == {(DISK, "/var")}
    assert lived((0, [DISKS]), (200, []), (250, [DISKS]), (500, [])).keys() == {(DISK, "/var")}
    assert lived((0, [DISKS]), (300, [])) == {}


def test_the_last_word_of_it_is_the_one_that_is_told():
    later = Trouble(kind=DISK, subject="/var", note="1 MB free")

    assert to_tell(lived((0, [DISKS]), (20, [later])), RULES) == [later]
