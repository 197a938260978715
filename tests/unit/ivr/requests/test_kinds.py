"""Which press asks for what, and by when is it promised?"""

from datetime import UTC, datetime, timedelta

from ivr.requests.kinds import KINDS, OUTCOMES, Kind, doubled, kind_of, kind_of_service, promised_by
from ivr.services import DEFAULT_SERVICES

NOW = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


def test_a_press_for_a_meal_asks_for_a_meal_within_two_hours() -> None:
    kind = kind_of_service("meals", KINDS)

    assert kind is not None and kind.id == "meal"
    assert promised_by(kind, NOW) == NOW + timedelta(hours=2)


def test_a_press_for_help_or_for_words_asks_for_nothing_that_is_delivered() -> None:
    assert [kind_of_service(one, KINDS) for one in ("emergency", "family", "hotline", "committee")] == [None] * 4


def test_an_insurance_claim_is_opened_by_hand_alone() -> None:
    kind = kind_of("insurance_claim", KINDS)

    assert kind is not None and kind.services == ()
    assert kind_of("rocket", KINDS) is None


def test_our_kinds_name_services_that_there_are_each_once() -> None:
    named = [service for kind in KINDS for service in kind.services]

    assert set(named) <= {service.id for service in DEFAULT_SERVICES}
    assert doubled(named) == doubled([kind.id for kind in KINDS]) == doubled([one.id for one in OUTCOMES]) == ""


def test_an_id_that_is_there_twice_is_named() -> None:
    assert doubled(["a", "b", "a", "b"]) == "a"


def test_kinds_and_outcomes_have_a_name_in_each_language() -> None:
    kind = Kind(id="x", name_zh="甲", name_en="first", within=timedelta(hours=1))

    assert (kind.name("zh"), kind.name("en")) == ("甲", "first")
    assert (OUTCOMES[0].name("zh"), OUTCOMES[0].name("en")) == ("已答复", "answered")
