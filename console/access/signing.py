"""Did this come from our own page, and from a browser we know? Signed texts; nothing of them is kept on the server."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from itsdangerous import BadData, URLSafeSerializer, URLSafeTimedSerializer

from db.staff import Account

FORM_COOKIE = "bigbutton_form"
FORM_FIELD = "form_token"
FORM_HEADER = "x-form-token"
DEVICE_COOKIE = "bigbutton_device"
DEVICE_LIFE = timedelta(days=180)
SECOND_COOKIE = "bigbutton_second"
SECOND_LIFE = timedelta(minutes=5)
"""How long after the password the code of the second factor is taken."""


@dataclass(frozen=True, kw_only=True)
class Signer:
    secret: str

    def form_token(self, key: str) -> str:
        """What a form must carry if the browser holds this key."""
        return str(URLSafeSerializer(self.secret, salt="form").dumps(key))

    def form_is_ours(self, key: str | None, token: str | None) -> bool:
        if not key or not token:
            return False
        return secrets.compare_digest(self.form_token(key).encode(), token.encode())

    def device(self, login: str) -> str:
        """For a browser in which this login has worked."""
        return str(self._timed("device").dumps([login, secrets.token_hex(8)]))

    def device_of(self, cookie: str, login: str) -> str:
        """Which browser it is; empty where this login has never worked in it."""
        told = self._read("device", cookie, DEVICE_LIFE)
        return told[1] if len(told) == 2 and told[0] == login else ""

    def half(self, account: Account, mark: str) -> str:
        """The password was right, the second factor is still to come. `mark`: the password's fingerprint."""
        return str(self._timed("second").dumps([account.person.id, mark]))

    def half_of(self, cookie: str) -> tuple[str, str] | None:
        """Staff id and fingerprint; None: forged, or too long ago."""
        told = self._read("second", cookie, SECOND_LIFE)
        return (told[0], told[1]) if len(told) == 2 else None

    def _timed(self, salt: str) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(self.secret, salt=salt)

    def _read(self, salt: str, cookie: str, life: timedelta) -> list[str]:
        try:
            told = self._timed(salt).loads(cookie, max_age=int(life.total_seconds()))
        except (BadData, ValueError):
            return []
        return [str(each) for each in told] if isinstance(told, list) else []


def new_form_key() -> str:
    return secrets.token_urlsafe(24)
