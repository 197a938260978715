"""The eleven services and their codes."""

import pytest

from ivr.services import DEFAULT_SERVICES, EMERGENCY, HOTLINE_SERVICE, Service, service_of_code


def test_there_are_eleven_services_with_codes_01_to_11() -> None:
    assert [service.code for service in DEFAULT_SERVICES] == [f"{n:02d}" for n in range(1, 12)]
    assert [service.position for service in DEFAULT_SERVICES] == list(range(1, 12))


def test_the_emergency_is_01() -> None:
    assert DEFAULT_SERVICES[0].id == EMERGENCY


@pytest.mark.parametrize("service", DEFAULT_SERVICES, ids=lambda service: service.id)
def test_each_code_finds_its_service(service: Service) -> None:
    assert service_of_code(service.code, DEFAULT_SERVICES) == service


def test_00_is_the_hotline_even_at_a_site_without_services() -> None:
    assert service_of_code("00", ()) == HOTLINE_SERVICE


def test_an_unknown_code_is_no_service() -> None:
    assert service_of_code("99", DEFAULT_SERVICES) is None
