"""Is there a PostgreSQL for the tests here, and as whom does it run? What the set-up prepared, or found installed."""

from pathlib import Path

from prepare import postgresql as debians
from prepare.account import Account
from prepare.place import NotPrepared, load
from prepare.postgresql import Found

CHECKOUT = Path(__file__).resolve().parents[2]


class Missing(Exception):
    """There is none; the text says why, and what helps."""


def at_hand() -> tuple[Found, Account]:
    """Raises Missing."""
    try:
        place = load(CHECKOUT)
    except NotPrepared as why:
        raise Missing(f"no PostgreSQL: {why}") from why
    found = debians.at_hand(place.state_dir)
    if found is None:
        raise Missing("no PostgreSQL: the set-up could not fetch Debian's; as root: apt-get install postgresql-15")
    return found, place.account
