"""How does a test ask as a role, without typing a password each time? By sessions that it begins itself."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import httpx
from sqlalchemy import Engine

from console.access.accounts import add_user
from console.access.sessions import SESSION_COOKIE, Span, begin
from console.access.signing import FORM_COOKIE, FORM_HEADER, Signer
from db.engine import writing
from db.staff import Account, account_of_login, save_accounts
from people.ids import StaffId
from people.staff import Role, Staff
from tests.console import neighbourhood as here

_SPAN = Span(life=timedelta(hours=1), idle=timedelta(hours=1))


def add_everybody(engine: Engine) -> None:
    """One account for each role, its login the role's name; the family is that of s3."""
    add_user(engine, "operator", "王芳", "operator", here.PASSWORD, at=here.NOW)
    with writing(engine) as conn:
        known = account_of_login(conn, "operator")
        assert known is not None
        save_accounts(conn, [
            Account(person=Staff(id=StaffId(role.value), name=role.value, role=role), login=role.value,
                    password_hash=known.password_hash)
            for role in Role
        ])  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Asker:
    engine: Engine
    client: httpx.Client
    """Without cookies of its own."""
    _readers: dict[Role, str] = field(default_factory=dict)
    """The session with which a role only reads: what is sent may end the session that it is sent with."""

    def ask(self, method: str, path: str, role: Role | None) -> httpx.Response:
        """The answer's head: a stream that never ends is left at once. Redirects are not followed."""
        held = f"; {SESSION_COOKIE}={self._held(method, role)}" if role is not None else ""
        token = Signer(secret=here.settings().secret).form_token("key")
        headers = {"cookie": f"{FORM_COOKIE}=key{held}", FORM_HEADER: token}
        with self.client.stream(method, path, headers=headers) as reply:
            self.client.cookies.clear()
            return reply

    def _held(self, method: str, role: Role) -> str:
        if method != "GET":
            return self._session(role)
        if role not in self._readers:
            self._readers[role] = self._session(role)
        return self._readers[role]

    def _session(self, role: Role) -> str:
        with writing(self.engine) as conn:
            account = account_of_login(conn, role.value)
            assert account is not None
            return begin(conn, account, _SPAN, datetime.now(UTC), address="10.0.0.2", browser="test")
