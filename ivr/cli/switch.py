"""`bigbutton twilio switch`: who carries the work now, and carry it by hand."""

from datetime import UTC, datetime
from enum import StrEnum

import typer

from db.engine import reading, writing
from db.second_exchange import SwitchRow, open_orders
from ivr import settings as site_settings
from ivr.cli.database import site_database
from ivr.cli.refusals import refuse
from ivr.second_exchange import switch
from ivr.second_exchange.settings import is_there
from ivr.ways.switching import LOST_MEANWHILE
from wellness_checks.case import Refused

BY = "command-line"


class To(StrEnum):
    LOCAL = "local"
    TWILIO = "twilio"
    HEALTH = "health"


def register(app: typer.Typer) -> None:
    app.command(name="switch")(carry)


def carry(
    to: To | None = typer.Argument(None, help="The side that carries from now on; health: decided by itself again."),
    reason: str = typer.Option("", help="Why; staff read it."),
) -> None:
    """Say which side carries the work, the exchange or the second one; or choose it by hand."""
    settings = site_settings.load()
    now = datetime.now(UTC)
    with site_database(settings) as engine:
        if to is not None:
            if not is_there(settings) and to is To.TWILIO:
                refuse("this site has no second exchange", "Set BIGBUTTON_TWILIO__ACCOUNT, __TOKEN and __NUMBER")
            with writing(engine) as conn:
                done = switch.give_back(conn, now, BY) if to is To.HEALTH else switch.choose(conn, now, to, BY, reason)
            if isinstance(done, Refused):
                refuse(done.reason, "bigbutton twilio switch twilio --reason 'the exchange is being moved'")
        with reading(engine) as conn:
            row, waiting = switch.standing(conn, now), len(open_orders(conn))
    _tell(row, waiting)


def _tell(row: SwitchRow, waiting: int) -> None:
    why = f": {row.reason}" if row.reason else ""
    typer.echo(f"{row.side} carries the work since {row.since:%Y-%m-%d %H:%M} UTC, decided by {row.by}{why}")
    if waiting:
        typer.echo(f"  {waiting} orders lie with the second exchange")
    if row.fault:
        typer.echo(f"  the second exchange does not answer: {row.fault}")
    if row.side == To.TWILIO:
        for line in LOST_MEANWHILE:
            typer.echo(f"  lost meanwhile: {line}")
