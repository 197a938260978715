"""Which programs may ask, as whom, and until when? Only a digest of a token is kept."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, update

from db.records import fetch, selecting, values
from db.schema.access import api_tokens


@dataclass(frozen=True, kw_only=True)
class ApiToken:
    id: str
    name: str
    secret_hash: str
    role: str
    area_id: str | None = None
    made_by: str = ""
    made_at: datetime
    ends_at: datetime | None = None
    used_at: datetime | None = None
    revoked_at: datetime | None = None


def add_token(conn: Connection, row: ApiToken) -> None:
    conn.execute(insert(api_tokens), values(row))


def load_token(conn: Connection, token: str) -> ApiToken | None:
    found = fetch(conn, ApiToken, selecting(ApiToken, api_tokens).where(api_tokens.c.id == token))
    return found[0] if found else None


def all_tokens(conn: Connection) -> list[ApiToken]:
    """Those revoked or over too, in the order they were made."""
    return fetch(conn, ApiToken, selecting(ApiToken, api_tokens).order_by(api_tokens.c.made_at, api_tokens.c.id))


def token_used(conn: Connection, token: str, at: datetime) -> None:
    conn.execute(update(api_tokens).where(api_tokens.c.id == token).values(used_at=at))


def revoke_token(conn: Connection, token: str, at: datetime) -> bool:
    """False: there is no such token, or it was revoked before."""
    standing = update(api_tokens).where(api_tokens.c.id == token, api_tokens.c.revoked_at.is_(None))
    return conn.execute(standing.values(revoked_at=at)).rowcount == 1
