"""`bigbutton doctor`, `openapi`: is a site well, and how do programs speak with it?"""

import asyncio
import json
import logging

import typer
from sqlalchemy import create_engine

from console.app import create_app
from console.settings import ConsoleSettings
from ivr import settings as site_settings
from ivr.doctor.examining import Finding, examine
from ivr.settings import Settings


def register(app: typer.Typer) -> None:
    app.command()(doctor)
    app.command()(openapi)


def doctor() -> None:
    """Check every part; each fault with its cure. Ends with 1 where something is wrong."""
    findings = look(site_settings.load())
    for finding in findings:
        mark = "ok  " if finding.ok else "FAIL"
        typer.echo(f"{mark} {finding.what}: {finding.seen}")
        if not finding.ok:
            typer.echo(f"     cure: {finding.cure}")
    if not all(finding.ok for finding in findings):
        raise typer.Exit(1)


def look(settings: Settings) -> list[Finding]:
    """What `doctor` finds; nothing else is said meanwhile."""
    _leave_the_telling_to_the_findings()
    return asyncio.run(examine(settings))


def openapi() -> None:
    """Print the description of the HTTP interface: OpenAPI 3.1, JSON. Needs neither database nor settings."""
    described = create_app(create_engine("sqlite://"), ConsoleSettings(secret="-" * 32)).openapi()
    typer.echo(json.dumps(described, ensure_ascii=False, indent=2))


def _leave_the_telling_to_the_findings() -> None:
    """A link's own warnings would say the same again, without a cure: Python prints what no handler takes."""
    for name in ("ivr.asterisk", "panoramisk", "asyncio"):
        logging.getLogger(name).addHandler(logging.NullHandler())
