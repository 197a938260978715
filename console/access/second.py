"""Is this the code that the second factor shows now? RFC 6238: six digits, a new code every thirty seconds.

F1. A code counts thirty seconds before and after its time: telephones' clocks differ.
F2. No code is taken twice, not even within its time.
F3. Whoever has lost the telephone has ten recovery codes, each good for once.
"""

import secrets
from base64 import b32encode
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

import pyotp
import segno

STEP = 30
"""Seconds."""
CODES = 10


@dataclass(frozen=True, kw_only=True)
class Shown:
    """What is shown once to enrol: the picture for a telephone's camera, and the same to be typed."""

    picture: str
    """An SVG as a data: address."""
    secret: str
    address: str


def new_secret() -> str:
    return pyotp.random_base32()


def shown(secret: str, login: str, site: str) -> Shown:
    address = pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=site)
    picture = segno.make(address, error="m").svg_data_uri(scale=5, border=4, light="#fff")
    return Shown(picture=picture, secret=" ".join(_parts(secret)), address=address)


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """Which time step this code belongs to; None: to none that counts now (F1)."""
    typed, this = "".join(code.split()), int(now.timestamp()) // STEP
    if not (typed.isascii() and typed.isdigit()):
        return None
    steps = (this, this - 1, this + 1)
    return next((step for step in steps if secrets.compare_digest(code_at(secret, step), typed)), None)


def code_at(secret: str, step: int) -> str:
    return pyotp.TOTP(secret).generate_otp(step)


def new_codes() -> tuple[str, ...]:
    """Recovery codes as they are shown: 80 bits each, so that a plain digest of them may be kept."""
    return tuple("-".join(_parts(b32encode(secrets.token_bytes(10)).decode().lower())) for _ in range(CODES))


def code_digest(code: str) -> str:
    """The same for however it was typed."""
    return sha256("".join(sign for sign in code.lower() if sign.isalnum()).encode()).hexdigest()


def _parts(text: str) -> list[str]:
    return [text[start : start + 4] for start in range(0, len(text), 4)]
