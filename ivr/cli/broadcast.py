"""`bigbutton broadcast`: voice messages, from the words to the list of who has heard them."""

import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import NoReturn, TypeVar

import typer

from broadcasts.campaign import Refused, State
from broadcasts.drafts import RECORDING, SPOKEN, TEXT, Draft
from broadcasts.service import cancel, clone, pause, resume
from console.broadcasts.people_table import as_csv
from db.campaigns import CampaignRow
from ivr import settings as site_settings
from ivr.cli import broadcast_options as o
from ivr.cli import moments
from ivr.cli.broadcast_desk import Desk, StepTaken
from ivr.cli.broadcast_options import recurrence_of
from ivr.cli.broadcast_text import line_text, person_text, preview_lines, show_lines
from ivr.cli.broadcast_watch import watch_lines, watch_screen
from ivr.cli.refusals import refuse
from people.seniors import Language

T = TypeVar("T")
app = typer.Typer(no_args_is_help=True, help="Voice messages, and who has heard them.")


class Evidence(StrEnum):
    """What may be asked for; the grades of broadcasts/listening.py."""

    CONFIRMED = "confirmed"
    HEARD = "heard"
    ANSWERED = "answered"
    RANG = "rang"
    NOT_REACHED = "not_reached"
    NOT_DIALLED = "not_dialled"


def register(parent: typer.Typer) -> None:
    parent.add_typer(app, name="broadcast")


@app.command()
def create(
    title: str = o.TITLE, text: str = o.WORDS, to: list[str] = o.TO, language: Language = o.LANGUAGE,
    recording: Path | None = o.RECORDED, at: datetime | None = o.AT, until: datetime | None = o.UNTIL,
    windows: str = o.WINDOWS, urgent: bool = o.URGENT, channels: int | None = o.CHANNELS,
    per_minute: int | None = o.PER_MINUTE, spoken_reply: bool = o.REPLY,
    again: str = o.AGAIN,
) -> None:  # fmt: skip
    """Keep a message as a draft; one that repeats runs from now on."""
    desk, repeats = _desk(), recurrence_of(again)
    draft = Draft(
        title=title, text=text, language=language, source=RECORDING if recording else TEXT,
        audience=_or_refused(desk.audience(to)), starts_at=moments.moment(at, desk.settings) if at else None,
        ends_at=moments.moment(until, desk.settings) if until else None, windows=windows, urgent=urgent,
        channels=channels, per_minute=per_minute, reply=SPOKEN if spoken_reply else "", recurrence=repeats,
    )  # fmt: skip
    row = _created(desk, draft, recording)
    typer.echo(f"{row.id}: {'planned' if repeats else 'kept as a draft'}")


@app.command()
def send(
    title: str = o.TITLE, text: str = o.WORDS, to: list[str] = o.TO, language: Language = o.LANGUAGE,
    recording: Path | None = o.RECORDED, urgent: bool = o.URGENT,
) -> None:  # fmt: skip
    """Speak a message and offer it from now on."""
    desk = _desk()
    draft = Draft(
        title=title, text=text, language=language, source=RECORDING if recording else TEXT, urgent=urgent,
        audience=_or_refused(desk.audience(to)),
    )  # fmt: skip
    _start(desk, _created(desk, draft, recording).id)


@app.command()
def preview(to: list[str] = o.TO) -> None:
    """Say how many a message would reach, and why not the others."""
    desk = _desk()
    found = desk.preview(_or_refused(desk.audience(to)))
    _lines(preview_lines(found, desk.areas(), desk.words()))


@app.command()
def start(message: str = o.ID) -> None:
    """Speak a draft and offer it to its audience."""
    _start(_desk(), message)


@app.command("pause")
def pause_command(message: str = o.ID) -> None:
    """Ring nobody more for now; of one that repeats, begin no run."""
    _stepped(pause, message, "paused")


@app.command("resume")
def resume_command(message: str = o.ID) -> None:
    """Go on with what was paused."""
    _stepped(partial(resume, settings=_desk().rules), message, "goes on")


@app.command("cancel")
def cancel_command(message: str = o.ID, yes: bool = typer.Option(False, "--yes", help="Do not ask.")) -> None:
    """Ring nobody more, for good; it no longer waits for anybody."""
    if not yes and not typer.confirm("Nobody more is rung, and this cannot be undone. Cancel it?", err=True):
        raise typer.Exit(1)
    _stepped(cancel, message, "cancelled")


@app.command("clone")
def clone_command(message: str = o.ID) -> None:
    """Make a new draft with the same words and people."""
    desk = _desk()
    row = _or_refused(desk.step(clone, message))
    fault = desk.clone_sound(message, row)
    if fault:
        _refuse([fault])
    typer.echo(f"{row.id}: a draft, made from {message}")


@app.command("list")
def list_(
    state: State | None = typer.Option(None, help="Only these."),
    most: int = typer.Option(50, min=1, help="How many; the latest."),
) -> None:
    """Every message and how far it is, the latest first."""
    desk = _desk()
    words = desk.words()
    _lines(line_text(line, words) for line in desk.lines(state or "", most))


@app.command()
def show(message: str = o.ID) -> None:
    """One message: what it says, what is proven, and each area."""
    desk = _desk()
    line, found = _or_refused(desk.progress(message))
    _lines(show_lines(line, found, desk.areas(), desk.words()))


@app.command()
def watch(message: str = o.ID, every: float = typer.Option(1.0, min=0.1, help="Seconds between two looks.")) -> None:
    """Show how a message goes until it is over or Ctrl-C; in a file or a pipe, a line for each change."""
    desk = _desk()
    _or_refused(desk.progress(message))
    show_it = watch_screen if sys.stdout.isatty() else watch_lines
    show_it(lambda: _or_refused(desk.progress(message)), desk, every)


@app.command()
def people(
    message: str = o.ID,
    evidence: Evidence | None = typer.Option(None, help="Only those of whom this is proven, and no more."),
    csv: bool = typer.Option(False, "--csv", help="As CSV, with everybody who was left out, and why."),
) -> None:
    """Who has heard it, what is proven, and why somebody is not being rung."""
    desk = _desk()
    _or_refused(desk.progress(message))
    areas, words = desk.areas(), desk.words()
    with desk.people(message, evidence, left_out=csv and evidence is None) as found:
        if csv:
            for piece in as_csv(found, areas, words):
                typer.echo(piece.replace("\r\n", "\n"), nl=False)
        else:
            _lines(person_text(one, areas, words) for one in found)


def _desk() -> Desk:
    return Desk(site_settings.load())


def _created(desk: Desk, draft: Draft, recording: Path | None) -> CampaignRow:
    made = desk.create(draft, recording.read_bytes() if recording else None)
    if not isinstance(made, CampaignRow):
        _refuse(made)
    return made


def _start(desk: Desk, message: str) -> None:
    started, audio = _or_refused(desk.start(message))
    left_out = sum(started.excluded.values())
    typer.echo(f"{message}: {started.people} people, {left_out} not; {audio.total_ms / 1000:.1f} s")


def _stepped(step: StepTaken, message: str, word: str) -> None:
    row = _or_refused(_desk().step(step, message))
    typer.echo(f"{row.id}: {word}")


def _lines(lines: Iterable[str]) -> None:
    for line in lines:
        typer.echo(line)


def _or_refused(outcome: T | Refused) -> T:
    if isinstance(outcome, Refused):
        _refuse([outcome])
    return outcome


def _refuse(faults: Sequence[Refused]) -> NoReturn:
    refuse("\n".join(f"{fault.field}: {fault.reason}" for fault in faults))
