"""Does SIP reach the exchange from nobody but the operator's own page?"""

import pytest
from sqlalchemy import Engine
from starlette.routing import WebSocketRoute
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin, Subprotocol

from console.access.table import SOCKETS, WALKERS
from console.app import create_app
from people.staff import Role
from tests.console import neighbourhood as here
from tests.console.serving import Visitor, serving, visiting


class Silent:
    """An exchange that nobody ever reaches in these tests."""

    socket = "ws://127.0.0.1:1/ws"

    async def __aenter__(self):
        return self

    async def __aexit__(self, *_):
        pass

    async def admit(self, staff: str) -> str:
        return f"secret of {staff}"


def test_every_connection_that_stays_open_stands_in_the_table(quiet: Engine):
    app = create_app(quiet, here.settings())

    assert {route.path for route in app.router.routes if isinstance(route, WebSocketRoute)} == set(SOCKETS)
    assert SOCKETS["/sip"] == {Role.OPERATOR, Role.SUPERVISOR} < WALKERS


def ticket(visitor: Visitor, tab: str = "a" * 32) -> str:
    token = visitor.form_token("/account")
    given = visitor.post("/desk/telephone", data={"tab": tab}, headers={"x-form-token": token})
    assert given.json()["secret"] == f"secret of {here.LOGIN}"
    return str(given.json()["socket"])


def refused(address: str, path: str, visitor: Visitor, origin: str) -> int:
    cookies = "; ".join(f"{name}={value}" for name, value in visitor.cookies.items())
    with pytest.raises(InvalidStatus) as why, connect(
        address.replace("http", "ws") + path, origin=Origin(origin), subprotocols=[Subprotocol("sip")],
        additional_headers={"cookie": cookies}, proxy=None,
    ):  # fmt: skip
        pass
    return int(why.value.response.status_code)


def test_a_connection_without_session_ticket_or_of_another_origin_is_refused(morning: Engine):
    settings = here.settings(telephones=Silent())
    with serving(morning, settings, ws="auto") as address, visiting(address) as me, visiting(address) as nobody:
        me.sign_in()
        path = ticket(me)

        assert refused(address, path, nobody, address) == 403
        assert refused(address, "/sip?ticket=forged", me, address) == 403
        assert refused(address, path, me, "https://elsewhere.example") == 403


def test_a_visitor_gets_no_telephone(morning: Engine):
    here.add_operator(morning, "visitor", "liu")
    with serving(morning, here.settings(telephones=Silent()), ws="auto") as address, visiting(address) as walker:
        walker.sign_in("liu")
        token = walker.form_token("/account")

        reply = walker.post("/desk/telephone", data={"tab": "a" * 32}, headers={"x-form-token": token})

        assert reply.status_code == 403


def test_a_second_page_is_told_so_and_a_console_without_exchange_says_so(morning: Engine):
    with serving(morning, here.settings(telephones=Silent())) as address, visiting(address) as me:
        me.sign_in()
        ticket(me)
        token = {"x-form-token": me.form_token("/account")}
        assert me.post("/desk/telephone", data={"tab": "b" * 32}, headers=token).json()["why"] == "in_use"
        assert me.post("/desk/telephone", data={"tab": "no tab"}, headers=token).status_code == 422
    with serving(morning) as address, visiting(address) as me:
        me.sign_in()
        token = {"x-form-token": me.form_token("/account")}
        assert me.post("/desk/telephone", data={"tab": "b" * 32}, headers=token).json()["why"] == "none"
