"""A site sets what it must, in its file or its environment; what cannot be used is refused by name."""

import os

import pytest

from ivr import settings
from ivr.settings import SettingsRefused


@pytest.fixture
def file(tmp_path, monkeypatch):
    """An empty settings file that is in force; nothing of ours in the environment."""
    for name in [name for name in os.environ if name.startswith("BIGBUTTON_")]:
        monkeypatch.delenv(name)
    path = tmp_path / "site.toml"
    path.write_text("")
    monkeypatch.setenv(settings.CONFIG, str(path))
    return path


def refused() -> str:
    with pytest.raises(SettingsRefused) as why:
        settings.load()
    return str(why.value)


def test_an_empty_file_is_a_site_with_every_default(file):
    found = settings.load()

    assert (found.language, found.zone, found.prefix, found.care.silent_after_days) == (
        "zh",
        "Asia/Shanghai",
        "*",
        5,
    )


def test_what_stands_in_the_file_holds_and_the_environment_wins(file, monkeypatch):
    file.write_text('site_name = "古城"\n[console]\nport = 8081\nhost = "127.0.0.2"\n')
    monkeypatch.setenv("BIGBUTTON_CONSOLE__PORT", "9000")

    found = settings.load()

    assert (found.site_name, found.console.port, found.console.host) == ("古城", 9000, "127.0.0.2")


def test_a_file_that_is_named_and_not_there_is_said(monkeypatch, tmp_path):
    monkeypatch.setenv(settings.CONFIG, str(tmp_path / "gone.toml"))

    assert "gone.toml" in refused()


def test_without_a_name_the_file_of_this_folder_counts_where_there_is_one(monkeypatch, tmp_path):
    monkeypatch.delenv(settings.CONFIG, raising=False)
    monkeypatch.chdir(tmp_path)

    assert settings.load().site_name == "Bigbutton"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("zone = 'Asia/Shanghia'", "zone: "),
        ("prefx = '*'", "prefx: "),
        ("[care]\nsilent_after_days = 0", "care.silent_after_days: "),
        ("[[trunks]]\nname = 'Trunk A'\nhost = 'x'", "trunks.0.name: "),
        ("[[trunks]]\nname = 'cloud'\nhost = 'x'\ne164 = true", "takes_emergency_numbers = false"),
        ("[[trunks]]\nname = 'cloud'\nhost = 'x'\nsecret = 's'", "need a user"),
        ("[[desks]]\nname = 'hotline'\naccepts = 'perhaps'", "desks.0.accepts: "),
        ("prefix = '****'", "prefix: "),
    ],
)
def test_what_cannot_be_used_is_named(file, text, named):
    file.write_text(text)

    assert named in refused()


@pytest.mark.parametrize("text", [b"zone = Asia", b"zone = '\xff'"])
def test_a_file_that_is_no_toml_is_refused_with_its_name_and_the_place(file, text):
    file.write_bytes(text)

    assert str(file) in refused()
