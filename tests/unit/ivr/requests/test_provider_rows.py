"""Does Asterisk know each provider by its registered numbers and by the desks of its staff, and nobody else?"""

from ivr.requests.provider_rows import provider_rows
from people.ids import AreaId, ProviderId, ServiceId
from people.providers import Provider, ProviderNumber


def provider(id_: str, *numbers: str, active: bool = True) -> Provider:
    return Provider(
        id=ProviderId(id_), name=id_, service=ServiceId("meals"), area=AreaId("a"), active=active,
        numbers=tuple(ProviderNumber(number=number) for number in numbers),
    )  # fmt: skip


def known(*providers: Provider, desks: tuple[tuple[str, str], ...] = ()) -> dict[str, str]:
    return {row.at.key: row.value for row in provider_rows(providers, "10", desks)}


def test_a_mobile_is_known_by_its_last_eleven_digits() -> None:
    assert known(provider("canteen", "+8613910000011"))["13910000011"] == "canteen"


def test_a_fixed_line_is_known_however_a_carrier_writes_it() -> None:
    rows = known(provider("canteen", "+861066660002"))

    assert {rows["66660002"], rows["01066660002"], rows["1066660002"]} == {"canteen"}


def test_a_number_that_two_providers_share_speaks_for_both() -> None:
    number = "+8613910000011"

    assert known(provider("b", number), provider("a", number, number))["13910000011"] == "a+b"


def test_a_provider_out_of_service_has_no_say() -> None:
    assert known(provider("canteen", "+8613910000011", active=False)) == {}


def test_the_desk_of_its_staff_speaks_for_it() -> None:
    assert known(desks=(("desk7", "canteen"),)) == {"desk7": "canteen"}
