"""`bigbutton twilio …` and `serve --part webhooks`, as somebody types them."""

from pathlib import Path

from ivr.twilio.fallback_json import FILE, read
from tests.unit.ivr.cli.conftest import Bigbutton


def test_the_routes_are_written_and_what_they_cannot_reach_is_said(
    bigbutton: Bigbutton, site: Path, tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setenv("BIGBUTTON_TWILIO__FOLDER", str(tmp_path / "twilio"))
    monkeypatch.setenv("BIGBUTTON_TWILIO__DESKS", '{"hotline": ["+8613900000021"]}')

    said = bigbutton("twilio", "routes")

    assert said.code == 0
    assert "desk centre has no mobile" in said.out
    assert "desk hotline" not in said.out
    assert "120 is never dialled through Twilio" in said.out
    assert read(tmp_path / "twilio" / FILE).ladders != {}


def test_a_folder_that_cannot_be_written_is_named_with_its_cure(
    bigbutton: Bigbutton, site: Path, tmp_path: Path, monkeypatch
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("BIGBUTTON_TWILIO__FOLDER", str(tmp_path / "file" / "twilio"))

    said = bigbutton("twilio", "routes")

    assert (said.code, "BIGBUTTON_TWILIO__FOLDER" in said.err) == (1, True)


def test_the_forecast_says_hours_whom_it_cannot_ring_and_what_is_lost(bigbutton: Bigbutton, site: Path) -> None:
    said = bigbutton("twilio", "forecast", "--messages", "40000")

    assert "broadcast: 40000 calls, the last begins in 11.1 h" in said.out
    assert "homes have no number: only the exchange itself rings them" in said.out
    assert "120" in said.out


def test_validate_says_what_the_second_exchange_would_not_carry(bigbutton: Bigbutton, site: Path, monkeypatch) -> None:
    assert "second exchange" not in bigbutton("validate").out

    for name, value in {"ACCOUNT": "AC" + "0" * 32, "TOKEN": "secret", "NUMBER": "+861066600000"}.items():
        monkeypatch.setenv(f"BIGBUTTON_TWILIO__{name}", value)
    said = bigbutton("validate").out

    assert "120, is never dialled through the second exchange; no mobile is there" in said
    assert "Set BIGBUTTON_TWILIO__DESKS for it" in said


def test_the_webhooks_do_not_start_without_an_account(bigbutton: Bigbutton) -> None:
    said = bigbutton("serve", "--part", "webhooks")

    assert said.code != 0
    assert "twilio.public is empty" in said.err
