"""`bigbutton backup`, `bigbutton restore`: a site in one file, and a site out of it."""

from datetime import UTC, datetime
from pathlib import Path

import typer

from ivr import settings as site_settings
from ivr.backup.putting_back import restore
from ivr.backup.refused import BackupRefused
from ivr.backup.taking import take
from ivr.cli.refusals import refuse


def register(app: typer.Typer) -> None:
    app.command("backup")(backup_command)
    app.command("restore")(restore_command)


def backup_command(
    file: Path = typer.Argument(help="A new file; its name ends with .tar.zst or .tar.gz."),
    with_secrets: bool = typer.Option(False, "--with-secrets", help="The secrets of bigbutton.toml too."),
    force: bool = typer.Option(False, "--force", help="Replace a file of that name, once the new one is whole."),
) -> None:
    """Keep the whole site in one file, while it runs: database, recordings, sounds, photographs, facts, settings.

    The file is its owner's alone and has to stay so: people's addresses and their telephones' secrets are in it.
    """
    settings = site_settings.load()
    try:
        told = take(settings, file, datetime.now(UTC), with_secrets=with_secrets, over=force)
    except BackupRefused as why:
        refuse(why.what, why.cure)
    rows = sum(told.rows.values())
    size = file.stat().st_size / 1e6
    typer.echo(f"{file}: {rows} rows of {len(told.rows)} tables and {len(told.files)} files, {size:.1f} MB")
    if told.left_out:
        typer.echo(f"without these secrets of the settings (--with-secrets keeps them): {', '.join(told.left_out)}")


def restore_command(
    file: Path = typer.Argument(exists=True, dir_okay=False, help="What `bigbutton backup` wrote."),
    to: str = typer.Option("", "--to", help="Another database than the settings name: sqlite:////… or postgresql://…"),
    force: bool = typer.Option(False, "--force", help="Replace the site that is there. A SQLite file is kept beside."),
) -> None:
    """Put a site back. The whole archive is checked before anything is changed, and every row is counted after."""
    try:
        done = restore(file, datetime.now(UTC), to=to, over=force)
    except BackupRefused as why:
        refuse(why.what, why.cure)
    told = done.manifest
    typer.echo(
        f"{done.database}: the site of {told.taken_at:%Y-%m-%d %H:%M} UTC,"
        f" {sum(told.rows.values())} rows of {len(told.rows)} tables, as counted then; {len(told.files)} files"
    )
    if done.kept is not None:
        typer.echo(f"the database that was here is {done.kept} now")
    if not done.settings_are_new:
        typer.echo(f"{done.settings} stays as it is; the back-up's own settings were not taken")
    elif told.left_out:
        typer.echo(f"{done.settings} is new and wants its secrets: {', '.join(told.left_out)}")
    if to and not done.settings_are_new:
        typer.echo("set database_url to that database before anything else starts")
    typer.echo("next: `bigbutton prompts render`, `bigbutton dialplan render`, start Asterisk, `bigbutton serve`")
