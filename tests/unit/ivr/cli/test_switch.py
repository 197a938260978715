"""`bigbutton twilio switch`: who carries the calls, chosen with a reason, refused with the cure."""

from pathlib import Path

from tests.unit.ivr.cli.conftest import Bigbutton


def test_without_an_answer_the_exchange_carries(bigbutton: Bigbutton, site: Path) -> None:
    said = bigbutton("twilio", "switch")

    assert said.code == 0
    assert "local carries the work" in said.out


def test_a_side_is_chosen_with_a_reason_and_given_back(bigbutton: Bigbutton, site: Path) -> None:
    chosen = bigbutton("twilio", "switch", "local", "--reason", "the room is being cleaned")
    back = bigbutton("twilio", "switch", "health")

    assert "decided by command-line: the room is being cleaned" in chosen.out
    assert "decided by health" in back.out


def test_without_a_reason_nothing_is_chosen(bigbutton: Bigbutton, site: Path) -> None:
    said = bigbutton("twilio", "switch", "local")

    assert said.code == 1
    assert "say why" in said.err


def test_without_an_account_nothing_can_be_handed_over(bigbutton: Bigbutton, site: Path) -> None:
    said = bigbutton("twilio", "switch", "twilio", "--reason", "x")

    assert said.code == 1
    assert "BIGBUTTON_TWILIO__ACCOUNT" in said.err
