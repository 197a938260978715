"""What must the exchange know so that an operator's calls ring in a browser, or at a desk telephone instead?

Every operator has an endpoint of their own, `op-<staff>`. Whoever rings it (a desk's group, the hotline's queue) need
not know where the operator sits: it leads to the browser, or to the desk telephone that the operator chose.
"""

import json
from collections.abc import Iterable
from typing import Final

from ivr.tables.rows import Key, Row
from people.staff import Role, Staff

ANSWERING: Final = frozenset({Role.OPERATOR, Role.SUPERVISOR})
"""Who has a telephone in the browser."""
_PREFIX: Final = "op-"
_LINE: Final = {
    "context": "operator", "disallow": "all", "direct_media": "no", "dtmf_mode": "rfc4733", "allow_transfer": "no",
    "trust_id_inbound": "no", "device_state_busy_at": "1",
}  # fmt: skip


def endpoint_of(staff: str) -> str:
    return f"{_PREFIX}{staff}"


def answers_in_a_browser(person: Staff) -> bool:
    return person.role in ANSWERING


def phone_rows(staff: Iterable[str]) -> tuple[Row, ...]:
    """The endpoints of members of staff that the rendered files do not know; their secrets come with their pages."""
    return tuple(row for person in staff for row in (endpoint_row(person), aor_row(person)))


def endpoint_row(staff: str, desk: str = "") -> Row:
    """Where it rings: in the browser, or at the desk telephone `desk` (its registrations are rung as this operator)."""
    name = endpoint_of(staff)
    if desk:
        at_desk = {**_LINE, "transport": "udp", "allow": "alaw,ulaw", "rtp_symmetric": "yes", "aors": desk}
        return _row("endpoint", name, at_desk)
    browser = {
        **_LINE, "transport": "ws", "allow": "alaw,ulaw,opus", "webrtc": "yes", "dtls_auto_generate_cert": "yes",
        "rtp_timeout": "30", "auth": name, "aors": name,
    }  # fmt: skip
    return _row("endpoint", name, browser)


def aor_row(staff: str) -> Row:
    """One browser at a time; the exchange asks every few seconds whether it is there."""
    return _row("aor", endpoint_of(staff), {
        "max_contacts": "1", "remove_existing": "yes", "qualify_frequency": "5", "qualify_timeout": "2",
    })  # fmt: skip


def secret_row(staff: str, secret: str) -> Row:
    name = endpoint_of(staff)
    return _row("auth", name, {"auth_type": "userpass", "username": name, "password": secret})


def _row(kind: str, name: str, values: dict[str, str]) -> Row:
    return Row(Key(f"ps_{kind}", f"{kind}/{name}"), json.dumps(values))
