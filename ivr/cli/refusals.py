"""What is said when a command cannot do what was asked? What is wrong and what helps, never a traceback.

2: it was typed wrongly (the command line itself says how). 1: everything else. 0: done.
"""

import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import typer
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from console.broadcasts.voice import VoiceMissing
from db.importing import FileRefused, UnknownKind, UnreadableFile
from db.refusals import DatabaseRefused
from ivr.asterisk.ami_wire import AmiDown, LoginRefused, ReplyUnknown
from ivr.asterisk.render import UnsafeSetting
from ivr.emergency import LadderTooLong
from ivr.settings import SettingsRefused
from ivr.sounds.needed import NotSpoken
from ivr.speech.sound_files import SoundUnusable
from ivr.speech.tts import VoiceFailed, VoiceUnavailable
from ivr.tables.rows import ValueTooLong

ROOT = Path(__file__).resolve().parents[2]
_SETTINGS = "Every setting, with its default, stands in .env.example"
_DOCTOR = "`bigbutton doctor` looks at every part and names the cure"
CURES: tuple[tuple[type[Exception], str], ...] = (
    (SettingsRefused, _SETTINGS),
    (UnsafeSetting, "Write that setting or secret without line ends, semicolons, brackets and #"),
    (LadderTooLong, "Take steps out of the ladder in bigbutton.toml"),
    (ValueTooLong, "Take providers' numbers out; `bigbutton validate` names the place"),
    (UnknownKind, "`bigbutton import --help` lists the kinds"),
    (UnreadableFile, "Look at the file's name, and whether this user may read it"),
    (LoginRefused, "Render the dialplan again and restart Asterisk: the secrets differ"),
    (AmiDown, f"Is Asterisk up? {_DOCTOR}"),
    (ReplyUnknown, f"Look whether it was done before doing it again. {_DOCTOR}"),
    (NotSpoken, _DOCTOR),
    (VoiceFailed, _DOCTOR),
    (VoiceMissing, _DOCTOR),
    (SoundUnusable, "Delete that file; `bigbutton prompts render` makes it again"),
    (OSError, _DOCTOR),
    (SQLAlchemyError, f"Nothing was written. {_DOCTOR}"),
)
"""The first type that fits says the cure; DatabaseRefused, FileRefused and VoiceUnavailable bring their own."""


def words(fault: Exception) -> str:
    """What is wrong, and what helps."""
    if isinstance(fault, DatabaseRefused | FileRefused | VoiceUnavailable):
        return str(fault)
    cure = next((cure for kind, cure in CURES if isinstance(fault, kind)), "")
    return _sentences(_what(fault), cure) if cure else _our_fault(fault)


def refuse(what: str, cure: str = "") -> NoReturn:
    """Say why a command does nothing, and end it with 1."""
    typer.echo(f"bigbutton: {_sentences(what, cure)}", err=True)
    raise typer.Exit(1)


@contextmanager
def said_in_words() -> Iterator[None]:
    """Whatever is raised inside ends the program with 1 and one message on stderr."""
    try:
        yield
    except Exception as fault:
        print(f"bigbutton: {words(fault)}", file=sys.stderr)
        raise SystemExit(1) from None


def _what(fault: Exception) -> str:
    if isinstance(fault, DBAPIError):
        return f"the database did not do it: {fault.orig}"
    if isinstance(fault, OSError) and fault.strerror:
        return f"{fault.filename}: {fault.strerror}" if fault.filename else fault.strerror
    return str(fault)


def _sentences(what: str, cure: str) -> str:
    if not cure:
        return what
    return f"{what}\n{cure}" if "\n" in what else f"{what.removesuffix('.')}. {cure}"


def _our_fault(fault: Exception) -> str:
    """A fault nobody foresaw: enough for a report, in one line."""
    places = [frame for frame in traceback.extract_tb(fault.__traceback__) if str(ROOT) in frame.filename]
    where = f"{Path(places[-1].filename).relative_to(ROOT)}:{places[-1].lineno}" if places else "?"
    return f"a fault of this program, at {where}: {type(fault).__name__}: {fault}. Please report this line"
