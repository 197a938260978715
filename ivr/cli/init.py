"""`bigbutton init`: questions, or a file with their answers; a site, and what it is still missing."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

import typer

from ivr import settings as site_settings
from ivr.cli.looking import look
from ivr.cli.refusals import refuse
from ivr.founding.first_site import AnswersUnreadable, answers_in
from ivr.founding.first_site import template as template_of
from ivr.founding.founding import NotFounded, all_faults, demonstration_passwords, found
from ivr.founding.questions import QUESTIONS, Answers, Fault, Question, fault_of
from ivr.settings import CONFIG


def register(app: typer.Typer) -> None:
    app.command("init")(init)


def init(
    answers: Path | None = typer.Option(None, "--from", exists=True, dir_okay=False, help="A TOML file of answers."),
    template: bool = typer.Option(False, "--template", help="Print such a file, to be filled in."),
    force: bool = typer.Option(False, "--force", help="Replace a bigbutton.toml; it is kept beside."),
) -> None:
    """Begin a site: bigbutton.toml, its database, the first area, the first administrator. Then what is missing."""
    if template:
        typer.echo(template_of(), nl=False)
        return
    config = Path(os.environ.get(CONFIG) or "bigbutton.toml")
    if config.exists() and not force:
        refuse(f"{config} is there already", "Move it away, or replace it with --force: it is kept beside")
    told = _read(answers) if answers else _asked()
    try:
        made = found(told, config, datetime.now(UTC), over=force)
    except NotFounded as why:
        _refused(why.faults, answers)
    typer.echo(f"{made.config}: the settings, with new secrets for telephones and programs; for its owner alone")
    if made.kept is not None:
        typer.echo(f"{made.kept}: the settings before")
    typer.echo(f"{made.login} may sign in, as administrator; a second factor is set up there")
    if answers:
        typer.echo(f"delete {answers}: the password stands in it")
    _tell_what_is_missing()


def _read(file: Path) -> Answers:
    try:
        return answers_in(file.read_text(encoding="utf-8"))
    except (AnswersUnreadable, UnicodeDecodeError) as why:
        refuse(f"{file}: {why}", "`bigbutton init --template` prints one to be filled in")


def _asked() -> Answers:
    if not sys.stdin.isatty():
        cure = "Give the answers as a file: `bigbutton init --template > answers.toml`, then `--from answers.toml`"
        refuse("there is no terminal to ask on", cure)
    answers: dict[str, str] = {}
    for question in QUESTIONS:
        answers[question.field] = _answer(question, answers)
    return answers


def _answer(question: Question, answers: Answers) -> str:
    """Asked again until it can be used."""
    while True:
        text = typer.prompt(
            question.ask, default=question.default, show_default=bool(question.default), hide_input=question.hidden,
            confirmation_prompt=question.hidden and question.default is None, type=str,
        ).strip()  # fmt: skip
        fault = fault_of(question, text, answers, demonstration_passwords()) or _of_account(question, text, answers)
        if not fault:
            return str(text)
        typer.echo(f"  {fault}", err=True)


def _of_account(question: Question, text: str, answers: Answers) -> str:
    found = (one for one in all_faults({**answers, question.field: text}) if one.field == question.field)
    return next((f"{one.what}: {one.cure}" for one in found), "")


def _refused(faults: tuple[Fault, ...], file: Path | None) -> NoReturn:
    where = f"{file}: " if file else ""
    for fault in faults:
        typer.echo(f"bigbutton: {where}{fault.field}: {fault.what}. {fault.cure}", err=True)
    typer.echo("no settings were written", err=True)
    raise typer.Exit(1)


def _tell_what_is_missing() -> None:
    missing = [finding for finding in look(site_settings.load()) if not finding.ok]
    if not missing:
        typer.echo("bigbutton doctor: every part is well")
        return
    typer.echo("still missing (`bigbutton doctor` looks again):")
    for finding in missing:
        typer.echo(f"  {finding.what}: {finding.seen}\n    {finding.cure}")
