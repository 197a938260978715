"""Does an outage, a fault nobody foresaw and Ctrl-C end a command in words?"""

import sqlite3
import sys

import pytest
from sqlalchemy.exc import OperationalError

from ivr.asterisk.ami_wire import AmiDown, LoginRefused, ReplyUnknown
from ivr.asterisk.render import UnsafeSetting
from ivr.cli import refusals
from ivr.settings import SettingsRefused
from ivr.speech.tts import VoiceUnavailable
from tests.unit.ivr.cli.endings import refused

LOCKED = OperationalError("SELECT 1", {}, sqlite3.OperationalError("locked"))


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (SettingsRefused("zone: no"), "zone: no. Every setting"),
        (SettingsRefused("these:\n  zone: no"), "these:\n  zone: no\nEvery setting"),
        (UnsafeSetting("'x'"), "line ends"),
        (LoginRefused("no"), "the secrets differ"),
        (AmiDown("nobody listens"), "nobody listens. Is Asterisk up?"),
        (ReplyUnknown("late"), "before doing it again"),
        (PermissionError(13, "Permission denied", "/etc/x"), "/etc/x: Permission denied. `bigbutton doctor`"),
        (OSError("no room"), "no room. "),
        (VoiceUnavailable("no voice. Install it"), "no voice. Install it"),
        (LOCKED, "the database did not do it: locked. Nothing was written"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else "",
)  # fmt: skip
def test_an_outage_is_said_with_what_helps(fault, words):
    assert words in refusals.words(fault)


def test_a_fault_nobody_foresaw_is_one_line_with_its_place(bigbutton, site, monkeypatch):
    monkeypatch.setattr("ivr.cli.rehearsals.load_site", lambda *_: dict[str, str]()["gone"])

    said = bigbutton("validate")

    refused(said, "a fault of this program, at ", "KeyError: 'gone'", "Please report")
    assert len(said.err.splitlines()) == 1


def test_a_fault_without_a_place_in_our_files_is_said_too():
    assert "at ?: ZeroDivisionError" in refusals.words(ZeroDivisionError("x"))


def test_ctrl_c_ends_a_command_quietly(bigbutton, site, monkeypatch):
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("ivr.cli.rehearsals.load_site", interrupted)

    said = bigbutton("validate")

    assert said.code not in (0, 2)
    assert sys.argv[0] == "bigbutton"
