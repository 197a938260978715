"""How does a site come into being? Its database, its first area and administrator; the settings file last of all.

Killed in between it can be done again with the same answers: an administrator with that password is taken as made.
"""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from console.access.accounts import Wanted, open_account
from console.access.passwords import matches
from console.access.refused import Refused
from console.access.secret_rules import login_fault, name_fault, password_fault
from db.areas import save_areas
from db.engine import connectable, open_engine, reading, writing
from db.migrations import upgrade
from db.schema.sharing import site_mark
from db.sharing.mark import claim, refuse_others
from db.staff import account_of_login
from ivr.backup.placing import place
from ivr.founding.first_site import area_of, settings_of
from ivr.founding.questions import Answers, Fault, completed, faults
from ivr.founding.toml_text import toml_text
from ivr.settings import Settings
from people.staff import Role

DEMONSTRATIONS = Path(__file__).resolve().parents[2] / ".run"
SCRIPTS = DEMONSTRATIONS / "js"
"""Where `make set-up` has put the JavaScript of others: it lies with the program, whatever folder a site works in."""
_HEAD = "# Every setting, with its default, stands in .env.example. This file holds secrets: it is its owner's alone.\n"


class NotFounded(Exception):
    """No settings were written; the faults say why."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__("; ".join(f"{fault.field}: {fault.what}" for fault in faults))
        self.faults = faults


@dataclass(frozen=True, kw_only=True)
class Founded:
    """`kept`: the settings that were there before."""

    config: Path
    kept: Path | None
    login: str


def all_faults(answers: Answers) -> tuple[Fault, ...]:
    """Of the questions, and of the account that the administrator would have."""
    return (*faults(answers, demonstration_passwords()), *_account_faults(answers))


def demonstration_passwords() -> frozenset[str]:
    """Those that `make run` has shown on this machine."""
    return frozenset(file.read_text(encoding="utf-8").strip() for file in DEMONSTRATIONS.glob("*/password"))


def found(answers: Answers, config: Path, now: datetime, *, over: bool = False) -> Founded:
    """Raises NotFounded, DatabaseRefused, OSError."""
    if config.exists() and not over:
        raise NotFounded(Fault(field=str(config), what="is there already", cure="Move it away, or replace it: --force"))
    wrong = all_faults(answers)
    if wrong:
        raise NotFounded(*wrong)
    whole = completed(answers)
    values = settings_of(whole, lambda: secrets.token_urlsafe(24))
    values["console"]["scripts"] = str(SCRIPTS)
    url = Settings.model_validate(values).database_url
    Path(whole["folder"]).mkdir(parents=True, exist_ok=True, mode=0o750)
    _refuse_others(url, whole["site_name"])
    upgrade(url)
    _settle(url, whole, now)
    return Founded(config=config, kept=_written(values, config, now), login=whole["administrator.login"])


def _account_faults(answers: Answers) -> Iterator[Fault]:
    """Only of what was answered at all."""
    login, name, password = (answers.get(f"administrator.{part}", "") for part in ("login", "name", "password"))
    found = (
        login_fault(login) if login else None,
        name_fault(name) if name else None,
        password_fault(password, login, name) if password else None,
    )
    yield from (_fault(one) for one in found if one is not None)


def _fault(refused: Refused) -> Fault:
    return Fault(field=f"administrator.{refused.field}", what=refused.reason, cure=refused.cure)


def _refuse_others(url: str, name: str) -> None:
    """Before a table of theirs is touched. Raises DatabaseRefused."""
    engine = connectable(url)
    try:
        with reading(engine) as conn:
            if site_mark.name in conn.dialect.get_table_names(conn):
                refuse_others(conn, name)
    finally:
        engine.dispose()


def _settle(url: str, answers: Answers, now: datetime) -> None:
    login, password = answers["administrator.login"], answers["administrator.password"]
    wanted = Wanted(name=answers["administrator.name"], role=Role.ADMINISTRATOR)
    engine = open_engine(url)
    try:
        with writing(engine) as conn:
            claim(conn, answers["site_name"], now)
            save_areas(conn, [area_of(answers)])
            there = account_of_login(conn, login)
            if there and there.person.role is Role.ADMINISTRATOR and matches(password, there.password_hash):
                return
            made = open_account(conn, now, login, password, wanted, by="system")
            if isinstance(made, Refused):
                raise NotFounded(_fault(made))
    finally:
        engine.dispose()


def _written(values: dict[str, object], config: Path, now: datetime) -> Path | None:
    new = config.with_name(f"{config.name}.part")
    new.touch(0o600)
    new.chmod(0o600)
    new.write_text(_HEAD + toml_text(values), encoding="utf-8")
    kept = config.with_name(f"{config.name}.before-{now:%Y%m%dT%H%M%S}") if config.exists() else None
    if kept is not None:
        config.rename(kept)
    place(new, config, 0o600)
    return kept
