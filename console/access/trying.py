"""May somebody try to sign in from here now, and what is kept of how it went?"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from console.access.throttle import PER_ADDRESS, PER_LOGIN, PER_PLACE, Limits, wait
from db.sign_ins import (
    failed,
    forget_failures,
    is_known,
    nth_at_place,
    nth_from_address,
    nth_of_login,
    remember_place,
)

LONGEST_LOGIN = 64


@dataclass(frozen=True, kw_only=True)
class Try:
    """`device`: what a browser that has signed in as this login before brings along, else empty."""

    login: str
    address: str
    device: str = ""

    @property
    def place(self) -> str:
        return f"device {self.device}" if self.device else self.address


def readable(login: str) -> str:
    """The login as it may be kept: no database takes every sign that a form can send."""
    return "".join(sign for sign in login[:LONGEST_LOGIN] if sign.isprintable())


def seconds_to_wait(conn: Connection, tried: Try, now: datetime) -> int:
    """0: it may be tried now."""
    limits = Limits(
        at_place=nth_at_place(conn, tried.login, tried.place, PER_PLACE),
        from_address=nth_from_address(conn, tried.address, PER_ADDRESS),
        of_login=nth_of_login(conn, tried.login, PER_LOGIN),
    )
    return wait(limits, now, known=bool(tried.device) or is_known(conn, tried.login, tried.place, now))


def it_failed(conn: Connection, tried: Try, now: datetime) -> None:
    failed(conn, login=tried.login, place=tried.place, address=tried.address, at=now)


def it_worked(conn: Connection, tried: Try, now: datetime) -> None:
    forget_failures(conn, tried.login, tried.place)
    remember_place(conn, tried.login, tried.address, now)
