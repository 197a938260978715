"""`bigbutton user …`, `bigbutton token …`: who may sign in, and which programs may ask."""

from datetime import UTC, datetime, timedelta
from typing import NoReturn

import typer

from console.access.account_changes import reset_password
from console.access.accounts import add_user
from console.access.refused import Refused
from console.access.tokens import make_token, stands
from console.access.users_view import users
from db.api_tokens import all_tokens, revoke_token
from db.audit import AuditRow, record
from db.staff import account_of_login
from ivr import settings as site_settings
from ivr.cli.database import site_database, site_reading, site_writing
from ivr.cli.refusals import refuse
from people.staff import Role

user_app = typer.Typer(no_args_is_help=True, help="Who may sign in.")
token_app = typer.Typer(no_args_is_help=True, help="Which programs may ask, as whom.")
_BY = "system"


def register(app: typer.Typer) -> None:
    app.add_typer(user_app, name="user")
    app.add_typer(token_app, name="token")


@user_app.command("add")
def user_add(
    login: str = typer.Argument(help="What is typed to sign in."),
    name: str = typer.Option(..., help="As colleagues write it."),
    role: Role = typer.Option(Role.OPERATOR, help="What the account may see and do."),
    area: str = typer.Option("", help="Only the people who live in this area; without it the whole site."),
    senior: str = typer.Option("", help="For the role family: the id of their person."),
    provider: str = typer.Option("", help="For the role provider: the provider's id."),
    password: str = typer.Option(
        ..., prompt=True, hide_input=True, confirmation_prompt=True, help="Asked for where it is not given."
    ),
) -> None:
    """Let somebody sign in: a new account, or the first password of somebody imported with this login."""
    with site_database(site_settings.load()) as engine:
        added = add_user(
            engine, login, name, role, password, at=_now(), area=area, senior=senior, provider=provider
        )  # fmt: skip
    if isinstance(added, Refused):
        _refused(added)
    typer.echo(f"{login} may sign in now, as {added.role}")


@user_app.command("list")
def user_list() -> None:
    """Everybody, with role, area and whether they have a second factor."""
    with site_reading(site_settings.load()) as conn:
        found = users(conn)
    for line in found.lines:
        person, second = line.account.person, "second factor" if line.keys.second_since else "-"
        state = "" if line.account.active else " (closed)"
        login, area = line.account.login or "-", person.area or "-"
        typer.echo(f"{person.id}\t{login}\t{person.role}\t{area}\t{second}\t{person.name}{state}")


@user_app.command("password")
def user_password(login: str = typer.Argument(help="Whose password is lost.")) -> None:
    """Print a temporary password, once; every browser of the account is signed out."""
    with site_writing(site_settings.load()) as conn:
        account = account_of_login(conn, login)
        given = reset_password(conn, _now(), _BY, account.person.id) if account else None
    if given is None:
        refuse(f"there is no account {login}", "`bigbutton user list` shows them")
    if isinstance(given, Refused):
        _refused(given)
    typer.echo(given)


@token_app.command("add")
def token_add(
    name: str = typer.Argument(help="Which program it is for."),
    role: Role = typer.Option(Role.OFFICIAL, help="As whom it asks: operator, supervisor, official, administrator."),
    area: str = typer.Option("", help="Only this area; without it the whole site."),
    days: int | None = typer.Option(None, help="How long it is good; without it, until it is revoked."),
) -> None:
    """Print a new token, once. A program sends it as `Authorization: Bearer …`."""
    life = None if days is None else timedelta(days=days)
    with site_writing(site_settings.load()) as conn:
        made = make_token(conn, _now(), by=_BY, name=name, role=role, area=area, life=life)
    if isinstance(made, Refused):
        _refused(made)
    typer.echo(made.token)


@token_app.command("list")
def token_list() -> None:
    """Every token by its id, without its secret."""
    now = _now()
    with site_reading(site_settings.load()) as conn:
        rows = all_tokens(conn)
    for row in rows:
        state = "good" if stands(row, now) else "revoked" if row.revoked_at else "over"
        ends, used = (f"{at:%Y-%m-%d}" if at else "-" for at in (row.ends_at, row.used_at))
        typer.echo(f"{row.id}\t{state}\t{row.role}\t{row.area_id or '-'}\tuntil {ends}\tused {used}\t{row.name}")


@token_app.command("revoke")
def token_revoke(token: str = typer.Argument(help="Its id, as `token list` shows it.")) -> None:
    """From the next request on it is worth nothing."""
    now = _now()
    with site_writing(site_settings.load()) as conn:
        gone = revoke_token(conn, token, now)
        if gone:
            record(conn, AuditRow(at=now, actor=_BY, action="token_revoked", subject=token))
    if not gone:
        refuse(f"there is no token {token} that is still good", "`bigbutton token list` shows them")
    typer.echo(f"{token} is revoked")


def _now() -> datetime:
    return datetime.now(UTC)


def _refused(fault: Refused) -> NoReturn:
    refuse(fault.reason, f"{fault.cure[:1].upper()}{fault.cure[1:]}")
