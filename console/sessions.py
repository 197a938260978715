"""Who is signed in, and did this form come from our own page? Signed cookies; nothing is kept on the server.

A session names the account and its password's fingerprint: it ends with its time, with the account, and with
the password.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256

from itsdangerous import BadData, URLSafeSerializer, URLSafeTimedSerializer
from sqlalchemy import Connection

from db.staff import Account, load_accounts
from people.ids import StaffId

SESSION_COOKIE = "bigbutton_session"
FORM_COOKIE = "bigbutton_form"
FORM_FIELD = "form_token"
FORM_HEADER = "x-form-token"


@dataclass(frozen=True, kw_only=True)
class Signer:
    secret: str
    life: timedelta

    def session(self, account: Account) -> str:
        """The cookie's value."""
        return str(self._sessions().dumps([account.person.id, _fingerprint(account), secrets.token_hex(8)]))

    def account(self, conn: Connection, cookie: str) -> Account | None:
        """Whose session it is; None where it is forged, over, or no longer that account's."""
        try:
            person, fingerprint, _ = self._sessions().loads(cookie, max_age=int(self.life.total_seconds()))
        except (BadData, ValueError):
            return None
        account = load_accounts(conn, [person]).get(StaffId(person))
        return account if account and account.active and _fingerprint(account) == fingerprint else None

    def form_token(self, key: str) -> str:
        """What a form must carry if the browser holds this key."""
        return str(URLSafeSerializer(self.secret, salt="form").dumps(key))

    def form_is_ours(self, key: str | None, token: str | None) -> bool:
        if not key or not token:
            return False
        return secrets.compare_digest(self.form_token(key).encode(), token.encode())

    def _sessions(self) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(self.secret, salt="session")


def new_form_key() -> str:
    return secrets.token_urlsafe(24)


def _fingerprint(account: Account) -> str:
    return sha256(account.password_hash.encode()).hexdigest()[:16]
