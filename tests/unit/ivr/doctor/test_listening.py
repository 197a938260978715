"""The doctor says where telephones reach the exchange, and names an address that this machine does not have."""

import pytest

from ivr.doctor.listening import listening
from ivr.exchange_settings import ExchangeSettings
from ivr.settings import Settings


def looked(address: str):
    return listening(Settings(exchange=ExchangeSettings(address=address)))


@pytest.fixture(autouse=True)
def nothing_of_ours_around(monkeypatch, tmp_path):
    monkeypatch.delenv("BIGBUTTON_CONFIG", raising=False)
    monkeypatch.chdir(tmp_path)


def test_an_address_of_another_machine_is_a_fault_with_its_cure():
    found = looked("203.0.113.7")

    assert (found.ok, found.seen) == (False, "203.0.113.7 is none of this machine's")
    assert "hostname -I" in found.cure


def test_every_address_of_the_machine_will_do():
    assert (looked("0.0.0.0").ok, looked("0.0.0.0").seen) == (True, "SIP at 0.0.0.0:5060")


def test_a_loopback_is_said_to_serve_this_machine_alone():
    assert "no telephone of another machine" in looked("127.0.0.1").seen
