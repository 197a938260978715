"""When does a sign-in end, and when must it not?"""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, update

from console.access.sessions import Span, Standing, begin, needs_touch, standing, used
from db.engine import reading, writing
from db.sessions import end_session
from db.staff import account_of_login, save_shifts, set_password
from db.tables import staff
from people.staff import Shift
from tests.console.neighbourhood import LOGIN

NOW = datetime(2026, 11, 21, 3, tzinfo=UTC)
SPAN = Span(life=timedelta(hours=12), idle=timedelta(hours=1))


@pytest.fixture
def held(quiet: Engine) -> str:
    """What the browser holds of a session begun at NOW."""
    return begun(quiet)


def begun(engine: Engine, at: datetime = NOW) -> str:
    with writing(engine) as conn:
        account = account_of_login(conn, LOGIN)
        assert account is not None
        return begin(conn, account, SPAN, at, address="10.0.0.2", browser="Firefox")


def stands(engine: Engine, held: str, after: timedelta) -> Standing | None:
    with reading(engine) as conn:
        return standing(conn, held, SPAN, NOW + after, NOW + after)


def test_a_session_names_its_account_and_is_not_kept_as_the_browser_holds_it(quiet: Engine, held: str):
    signed = stands(quiet, held, timedelta(minutes=5))

    assert signed is not None
    assert signed.account.login == LOGIN
    assert signed.session.id != held
    assert signed.elsewhere == ()


@pytest.mark.parametrize("forged", ["", "x", "é\udcff", "a" * 5000])
def test_what_was_never_given_out_is_nobodys(quiet: Engine, held: str, forged: str):
    assert stands(quiet, forged, timedelta()) is None


def test_it_ends_when_it_is_not_used_and_goes_on_when_it_is(quiet: Engine, held: str):
    assert stands(quiet, held, timedelta(hours=1)) is not None
    assert stands(quiet, held, timedelta(hours=1, seconds=1)) is None

    signed = stands(quiet, held, timedelta(minutes=50))
    assert signed is not None
    assert needs_touch(signed.session, NOW + timedelta(minutes=50))
    with writing(quiet) as conn:
        used(conn, signed.session, NOW + timedelta(minutes=50))

    assert stands(quiet, held, timedelta(hours=1, minutes=45)) is not None


def test_whoever_is_on_duty_is_not_signed_out_in_a_quiet_night(quiet: Engine, held: str):
    with writing(quiet) as conn:
        account = account_of_login(conn, LOGIN)
        assert account is not None
        shift = Shift(staff=account.person.id, starts=NOW, ends=NOW + timedelta(hours=8))
        save_shifts(conn, [shift])

    assert stands(quiet, held, timedelta(hours=7)) is not None
    assert stands(quiet, held, timedelta(hours=8)) is None


def test_it_ends_after_its_life_however_much_it_is_used(quiet: Engine, held: str):
    signed = stands(quiet, held, timedelta())
    assert signed is not None
    with writing(quiet) as conn:
        used(conn, signed.session, NOW + timedelta(hours=11, minutes=59))

    assert stands(quiet, held, timedelta(hours=11, minutes=59)) is not None
    assert stands(quiet, held, timedelta(hours=12)) is None


def test_it_ends_with_the_account_the_password_or_by_hand(quiet: Engine, held: str):
    signed = stands(quiet, held, timedelta())
    assert signed is not None
    person = signed.account.person.id
    with writing(quiet) as conn:
        conn.execute(update(staff).values(active=False))
    assert stands(quiet, held, timedelta()) is None

    with writing(quiet) as conn:
        conn.execute(update(staff).values(active=True))
    assert stands(quiet, held, timedelta()) is not None
    with writing(quiet) as conn:
        assert not end_session(conn, signed.session.id, person="somebodyelse", at=NOW, why="ended")
        assert end_session(conn, signed.session.id, person=person, at=NOW, why="ended")
    assert stands(quiet, held, timedelta()) is None

    other = begun(quiet)
    with writing(quiet) as conn:
        set_password(conn, person, "another hash")
    assert stands(quiet, other, timedelta()) is None


def test_a_later_sign_in_elsewhere_is_told_to_the_earlier_one_alone(quiet: Engine, held: str):
    later = begun(quiet, NOW + timedelta(minutes=1))

    first, second = (stands(quiet, each, timedelta(minutes=2)) for each in (held, later))

    assert first is not None and second is not None
    assert [each.id for each in first.elsewhere] == [second.session.id]
    assert second.elsewhere == ()
