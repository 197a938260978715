"""Are secrets read from the files that variables name?"""

from pathlib import Path

import pytest

from ivr.secret_files import MOST, SecretFileRefused, with_files
from ivr.settings import SettingsRefused, load


def kept(folder: Path, text: str) -> str:
    file = folder / "secret"
    file.write_text(text, encoding="utf-8")
    return str(file)


def test_a_secret_stands_in_a_file(tmp_path: Path) -> None:
    found = with_files({"BIGBUTTON_CONSOLE__SECRET_FILE": kept(tmp_path, "from the file\n")}, "BIGBUTTON_")

    assert found == {"BIGBUTTON_CONSOLE__SECRET": "from the file"}


def test_the_setting_itself_wins(tmp_path: Path) -> None:
    told = {"bigbutton_published_file": kept(tmp_path, "from the file"), "bigbutton_published": "said"}

    assert with_files(told, "BIGBUTTON_") == {"bigbutton_published": "said"}


def test_an_empty_name_is_no_file() -> None:
    assert with_files({"bigbutton_published_file": ""}, "BIGBUTTON_") == {}


def test_files_of_others_are_left_alone() -> None:
    assert with_files({"ssl_cert_file": "/nowhere"}, "BIGBUTTON_") == {"ssl_cert_file": "/nowhere"}


@pytest.mark.parametrize(
    ("text", "why"), [(None, "No such file"), (b"\xff\xfe", "no text"), (b"x" * (MOST + 1), "over 1000000 bytes")]
)
def test_a_file_that_will_not_do_is_refused_by_name(tmp_path: Path, text: bytes | None, why: str) -> None:
    file = tmp_path / "secret"
    if text is not None:
        file.write_bytes(text)

    with pytest.raises(SecretFileRefused, match=f"BIGBUTTON_PUBLISHED_FILE names {file}.*{why}"):
        with_files({"bigbutton_published_file": str(file)}, "BIGBUTTON_")


def test_a_list_may_stand_in_a_file_and_a_missing_one_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    other = tmp_path / "other"
    other.mkdir()
    monkeypatch.setenv("BIGBUTTON_TRUNKS_FILE", kept(tmp_path, '[{"name": "carriera", "host": "192.0.2.1"}]'))
    monkeypatch.setenv("BIGBUTTON_TWILIO__TOKEN_FILE", kept(other, "a token"))

    settings = load()

    assert (settings.trunks[0].name, settings.twilio.token) == ("carriera", "a token")
    monkeypatch.setenv("BIGBUTTON_TRUNKS_FILE", "/nowhere/at/all")
    with pytest.raises(SettingsRefused, match="BIGBUTTON_TRUNKS_FILE names /nowhere/at/all"):
        load()
