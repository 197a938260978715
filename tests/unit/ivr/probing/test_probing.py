"""A number is looked into only where nothing is known of it, in small doses, and nobody is rung for nothing."""

from datetime import UTC, datetime, timedelta

import pytest

from ivr.probing.probing import (
    Destination,
    Means,
    Owner,
    ProbeRules,
    Verdict,
    Word,
    destinations,
    is_polite,
    last_good,
    said_by,
    standing,
    to_look_up,
    to_ring,
)

NOW = datetime(2026, 3, 10, 3, 0, tzinfo=UTC)
"""A Tuesday, eleven in the morning there."""
DAY = timedelta(days=1)
NUMBER = "+8613910000011"
RULES = ProbeRules(lookups=2, rings=2)
ASKING = ProbeRules(lookup=True, lookups=2, rings=2)
STAFF = Destination(number="+8613910000001", owner=Owner.STAFF, subject="staff/wang")
SHOP = Destination(number="+861088880001", owner=Owner.PROVIDER, subject="provider/kitchen")
HOME = Destination(number="+8613910000003", owner=Owner.CONTACT, subject="contact/k1")
ALL = (STAFF, SHOP, HOME)


def word(days_ago: float, leads: bool | None, means: Means = Means.CALL, number: str = NUMBER) -> Word:
    return Word(number=number, at=NOW - days_ago * DAY, means=means, leads=leads, detail=f"{days_ago}")


@pytest.mark.parametrize(
    ("status", "cause", "said"),
    [("joined", 16, True), ("rang", 0, True), ("BUSY", 17, True), ("NOANSWER", 19, True), ("CHANUNAVAIL", 1, False),
     ("CONGESTION", 28, False), ("CHANUNAVAIL", 38, None), ("CONGESTION", 34, None), ("SILENT", 0, None)],
)  # fmt: skip
def test_a_number_that_rings_leads_somewhere_and_only_the_network_says_that_it_does_not(
    status: str, cause: int, said: bool | None
):
    assert said_by(status, cause) is said


def test_a_number_of_which_nothing_was_heard_is_unknown():
    assert standing(()).verdict is Verdict.UNKNOWN
    assert standing([word(1, None)]).verdict is Verdict.UNKNOWN


def test_one_refusal_makes_it_doubtful_and_the_second_in_a_row_dead_since_the_first():
    assert standing([word(9, True), word(3, False)]).verdict is Verdict.DOUBTFUL

    stands = standing([word(3, False), word(9, True), word(1, False), word(2, None)])
    assert (stands.verdict, stands.since, stands.detail) == (Verdict.DEAD, NOW - 3 * DAY, "1")


def test_one_look_up_that_finds_no_such_number_is_enough():
    assert standing([word(1, False, Means.LOOKUP)]).verdict is Verdict.DEAD


def test_the_next_good_word_revives_it():
    stands = standing([word(3, False), word(2, False), word(1, True)])

    assert (stands.verdict, stands.since) == (Verdict.GOOD, NOW - DAY)
    assert last_good([word(3, True), word(1, False)]) == NOW - 3 * DAY
    assert last_good([]) is None


def test_each_number_is_one_destination_staff_before_providers_before_families_and_no_short_number_is_any():
    again = Destination(number=STAFF.number, owner=Owner.CONTACT, subject="contact/a")
    short = Destination(number="120", owner=Owner.PROVIDER, subject="provider/a")

    assert destinations([HOME, again, SHOP, short, STAFF]) == ALL


def test_no_carrier_to_ask_means_no_look_up():
    assert to_look_up(ALL, {}, NOW, RULES) == ()


def test_look_ups_come_in_doses_and_staff_come_first():
    assert to_look_up(ALL, {}, NOW, ASKING) == (STAFF, SHOP)


def test_what_ordinary_calls_proved_lately_is_not_asked_and_neither_is_what_was_asked_lately():
    words = {
        STAFF.number: [word(29, True, number=STAFF.number)],
        SHOP.number: [word(29, None, Means.LOOKUP, SHOP.number)],
        HOME.number: [word(31, True, number=HOME.number), word(31, True, Means.LOOKUP, HOME.number)],
    }

    assert to_look_up(ALL, words, NOW, ASKING) == (HOME,)


def test_what_was_asked_today_is_part_of_todays_dose():
    words = {SHOP.number: [word(0.5, True, Means.LOOKUP), word(0.6, False, Means.LOOKUP)]}

    assert to_look_up(ALL, words, NOW, ASKING) == ()


@pytest.mark.parametrize(
    ("at", "polite"),
    [(NOW, True), (NOW + timedelta(minutes=29), True), (NOW + timedelta(minutes=30), False),
     (NOW + timedelta(hours=5), True), (NOW + timedelta(hours=10), False), (NOW - 2 * DAY, False),
     (NOW + 4 * DAY, False)],
)  # fmt: skip
def test_nobody_is_rung_at_noon_in_the_evening_or_at_a_weekend(at: datetime, polite: bool):
    assert is_polite(at, RULES) is polite
    assert bool(to_ring(ALL, {}, at, RULES)) is polite


def test_those_of_whom_nothing_was_ever_heard_are_rung_before_those_heard_of_longest_ago():
    second = Destination(number="+8613910000002", owner=Owner.STAFF, subject="staff/li")
    words = {STAFF.number: [word(100, True, number=STAFF.number)]}

    assert to_ring((STAFF, second, SHOP), words, NOW, RULES) == (second, STAFF)


def test_nobody_is_rung_whose_number_worked_within_two_months_is_dead_anyway_or_was_rung_within_three():
    words = {
        STAFF.number: [word(59, True, number=STAFF.number)],
        SHOP.number: [word(2, False, number=SHOP.number), word(1, False, number=SHOP.number)],
        HOME.number: [word(89, None, Means.RING, HOME.number)],
    }

    assert to_ring(ALL, words, NOW, RULES) == ()


def test_nobody_is_rung_who_is_on_the_telephone_or_about_to_be():
    assert to_ring(ALL, {}, NOW, RULES, {STAFF.number, HOME.number}) == (SHOP,)


def test_where_a_carrier_can_be_asked_nobody_is_rung_before_that():
    asked = {SHOP.number: [word(40, None, Means.LOOKUP, SHOP.number)]}

    assert to_ring(ALL, asked, NOW, ASKING) == (SHOP,)


def test_rings_come_in_doses_of_a_day():
    words = {"+8613910000009": [word(0.1, True, Means.RING), word(0.2, None, Means.RING)]}

    assert to_ring(ALL, words, NOW, RULES) == ()
