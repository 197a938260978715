"""Where did the set-up put things?

`.run/prepare.json` of the checkout tells; `load` reads it. The state folder holds the instances' folders
and the private Asterisk: `.run/` itself, or a folder under /var/tmp where Asterisk's user cannot reach
`.run/` or where its path does not suit Asterisk (a control socket's path has at most 107 bytes; blanks and
semicolons end a setting). The state folder belongs to whoever runs make: what Asterisk's user shall write
is made inside it and given to it.
"""

import hashlib
import json
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from prepare.account import Account
from prepare.say import Impossible

FALLBACK = Path("/var/tmp")
LONGEST = 60  # bytes of a state folder's path: leaves 47 for <instance>/run/asterisk.ctl
SUITS = re.compile(r"[A-Za-z0-9._/-]+")


class NotPrepared(Exception):
    """The set-up has not run in this checkout, or was made by a different version of it."""


@dataclass(frozen=True, kw_only=True)
class Asterisk:
    command: tuple[str, ...]  # how it is started; arguments follow
    version: str
    modules: Path  # astmoddir
    data: Path  # astdatadir


@dataclass(frozen=True, kw_only=True)
class Prepared:
    state_dir: Path
    account: Account  # whom Asterisk and PostgreSQL run as
    asterisk: Asterisk
    python: Path
    prepared: tuple[str, ...]  # "run", "test"

    @property
    def user(self) -> str:
        return self.account.name

    @property
    def uid(self) -> int:
        return self.account.uid

    @property
    def gid(self) -> int:
        return self.account.gid


def run_folder(checkout: Path) -> Path:
    """Story, logs and settings of this checkout; owned by whoever runs make."""
    return checkout / ".run"


def fallback_folder(checkout: Path) -> Path:
    return FALLBACK / f"bigbutton-{hashlib.sha256(str(checkout.resolve()).encode()).hexdigest()[:10]}"


def state_folder(checkout: Path, *, reachable: bool) -> Path:
    """`reachable`: Asterisk's user can enter and read `.run/`."""
    own = run_folder(checkout)
    suits = SUITS.fullmatch(str(own)) is not None and len(str(own)) <= LONGEST
    return own if reachable and suits else fallback_folder(checkout)


def claim(folder: Path) -> None:
    """Make the folder, readable by all and ours; refuse one that somebody else put there."""
    folder.mkdir(mode=0o755, exist_ok=True)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
        raise Impossible(f"{folder} is there and is not yours.", f"Remove it as its owner: rm -r {folder}")
    folder.chmod(0o755)


def load(checkout: Path) -> Prepared:
    """Raises NotPrepared, whose text says what to type."""
    try:
        found: dict[str, Any] = json.loads((run_folder(checkout) / "prepare.json").read_text())
        asterisk = found["asterisk"]
        return Prepared(
            state_dir=Path(found["state_dir"]),
            account=Account(name=found["user"], uid=found["uid"], gid=found["gid"]),
            asterisk=Asterisk(command=tuple(asterisk["command"]), version=asterisk["version"],
                              modules=Path(asterisk["modules"]), data=Path(asterisk["data"])),
            python=checkout / found["python"],
            prepared=tuple(found["prepared"]),
        )  # fmt: skip
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise NotPrepared(f"{checkout} is not set up yet; type: make run") from error


def save(checkout: Path, place: Prepared) -> None:
    """All or nothing: written beside the old one, which it then replaces."""
    asterisk = place.asterisk
    row = {
        "state_dir": str(place.state_dir), "user": place.user, "uid": place.uid, "gid": place.gid,
        "asterisk": {"command": list(asterisk.command), "version": asterisk.version,
                     "modules": str(asterisk.modules), "data": str(asterisk.data)},
        "python": str(place.python.relative_to(checkout)), "prepared": list(place.prepared),
    }  # fmt: skip
    target = run_folder(checkout) / "prepare.json"
    fresh = target.with_suffix(".new")
    fresh.write_text(json.dumps(row, indent=1, ensure_ascii=False) + "\n")
    fresh.replace(target)
