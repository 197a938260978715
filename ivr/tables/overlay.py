"""Which terminals have changed since Asterisk read its files? They lie over the files in AstDB, in force at once.

A row replaces the whole object, so each holds everything that pjsip.conf.j2 says of a terminal. PJSIP is never
reloaded; at the next rendering and restart the files say it themselves and the rows go.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from ivr.asterisk.render import Endpoint
from ivr.tables.rows import Key, Row

MANIFEST = "terminals.json"
_CHANCE = secrets.token_bytes(16)


def manifest(terminals: Iterable[Endpoint]) -> str:
    """What the files were rendered with: terminal -> a hash of its secret and class; written beside them."""
    return json.dumps({terminal.id: fingerprint(terminal) for terminal in terminals}, indent=0) + "\n"


def read_manifest(etc: Path) -> Mapping[str, str]:
    """Empty where nothing was rendered: then every terminal needs its rows."""
    try:
        found: dict[str, str] = json.loads((etc / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found


def fingerprint(terminal: Endpoint) -> str:
    return hashlib.sha256(f"{terminal.secret}\n{terminal.call_class}".encode()).hexdigest()[:16]


def overlay_rows(terminals: Iterable[Endpoint], rendered: Mapping[str, str]) -> tuple[Row, ...]:
    """The rows of every terminal that is new or differs from what the files say."""
    return tuple(
        row
        for terminal in terminals
        if rendered.get(terminal.id) != fingerprint(terminal)
        for row in _objects(terminal)
    )


def closed_rows(terminals: Iterable[Endpoint], rendered: Mapping[str, str]) -> tuple[Row, ...]:
    """For terminals in the files that are no more: nobody can register with a secret that nobody knows."""
    gone = sorted(rendered.keys() - {terminal.id for terminal in terminals})
    return tuple(
        _row("auth", name, {"auth_type": "userpass", "username": name, "password": _nobodys(name)}) for name in gone
    )


def _objects(terminal: Endpoint) -> Iterator[Row]:
    name = terminal.id
    yield _row("auth", name, {"auth_type": "userpass", "username": name, "password": terminal.secret})
    yield _row("aor", name, {"max_contacts": "2", "remove_existing": "yes"})
    yield _row("endpoint", name, {
        "context": f"home-{terminal.call_class}", "transport": "udp", "disallow": "all", "allow": "alaw,ulaw",
        "direct_media": "no", "dtmf_mode": "rfc4733", "rtp_symmetric": "yes", "allow_transfer": "no",
        "trust_id_inbound": "no", "auth": name, "aors": name, "mailboxes": f"{name}@bb",
    })  # fmt: skip


def _row(kind: str, name: str, values: Mapping[str, str]) -> Row:
    return Row(Key(f"ps_{kind}", f"{kind}/{name}"), json.dumps(values))


def _nobodys(name: str) -> str:
    """The same for the same process, so that it is put once; known to nobody."""
    return hashlib.sha256(_CHANCE + name.encode()).hexdigest()
