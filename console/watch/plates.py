"""Which home does a plate at a door name? Its address carries our signature: nobody can make one up.

The plates are good as long as the console's secret is: another secret asks for new plates.
"""

from urllib.parse import quote

from itsdangerous import BadSignature, Signer


def plate_of(secret: str, household: str) -> str:
    """The last part of the plate's address."""
    return _signer(secret).sign(household).decode()


def home_of(secret: str, plate: str) -> str | None:
    """None: no plate of ours."""
    try:
        return _signer(secret).unsign(plate).decode()
    except (BadSignature, UnicodeDecodeError):
        return None


def address_of(base: str, secret: str, household: str) -> str:
    """What the square code on the plate says. `base`: the console's own address, with a slash at its end."""
    return f"{base}v/{quote(plate_of(secret, household), safe='.~')}"


def _signer(secret: str) -> Signer:
    return Signer(secret, salt="plate", sep="~")
