"""Programs reach the exchange on the loopback; telephones at an address that a machine may have."""

import pytest

from ivr.inside import inside, is_ours


@pytest.mark.parametrize("address", ["192.168.1.10", "0.0.0.0", "10.0.0.1"])
def test_programs_of_this_machine_never_come_by_the_network(address):
    assert inside(address) == "127.0.0.1"


def test_an_exchange_on_a_loopback_of_its_own_is_reached_there():
    assert inside("127.3.4.1") == "127.3.4.1"


@pytest.mark.parametrize("address", ["192.168.1.10", "0.0.0.0", "127.0.0.1"])
def test_an_address_of_a_machine_will_do(address):
    assert is_ours(address)


@pytest.mark.parametrize("address", ["", "exchange.local", "192.168.1", "::1", "224.0.0.1", "255.255.255.255"])
def test_a_name_a_group_and_another_kind_of_address_will_not(address):
    assert not is_ours(address)
