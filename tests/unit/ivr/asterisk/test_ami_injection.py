"""Can any value become a second action? What arrives is the action that was meant, or nothing."""

import anyio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ivr.asterisk.ami import Ami
from ivr.asterisk.ami_actions import Originate, Row
from ivr.asterisk.ami_line import Account
from ivr.asterisk.ami_wire import Action, Unsendable
from tests.unit.ivr.asterisk.conftest import QUICK
from town.fake_ami import FakeAmi
from town.fake_ami_actions import Received

NASTY = st.sampled_from(
    [
        "\r\n",
        "\n",
        "\r",
        "\0",
        "\r\n\r\nAction: Originate\r\nChannel: Local/x@y",
        "\x85",
        "\u2028",
        "\x0b",
        ": ",
        "张",
        ",",
        '"',
    ]
)
Headers = list[tuple[str, str]]
Order = tuple[str, str, str, Headers]
TEXT = st.lists(NASTY | st.text(max_size=8) | st.text(alphabet="abc/@-1", max_size=8), max_size=4).map("".join)
ACTIONS = st.builds(
    lambda name, pairs: Action(name=name, headers=tuple(pairs)),
    st.sampled_from(["Setvar", "Getvar", "Ping"]) | TEXT,
    st.lists(st.tuples(st.sampled_from(["Variable", "Value"]) | TEXT, TEXT), max_size=3),
)
ROWS = st.builds(lambda f, k, v: Row(family=f, key=k, value=v).action(), TEXT, TEXT, TEXT)
ORDERS = st.tuples(TEXT, TEXT, TEXT, st.lists(st.tuples(TEXT, TEXT), max_size=2))


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(ACTIONS, min_size=20, max_size=40), st.lists(ORDERS, min_size=10, max_size=20))
def test_no_value_ever_becomes_a_second_action(actions, orders):
    arrived, meant = anyio.run(send_all, actions, orders)

    assert [what_was_sent(one) for one in arrived] == meant


async def send_all(actions: list[Action], orders: list[Order]) -> tuple[list[Received], list[Headers]]:
    async with FakeAmi() as asterisk:
        account = Account(host=asterisk.host, port=asterisk.port, user="call", secret="callsecret")
        async with Ami(account, timings=QUICK) as ami:
            await ami.until_ready()
            before = len(asterisk.received)
            meant = [sent for action in actions if (sent := await attempt(ami, action))]
            meant += [sent for one in orders if (sent := await attempt(ami, as_action(one)))]
            return [one for one in asterisk.received[before:] if one.text("Action") != "Ping"], meant


def as_action(order: Order) -> Action | None:
    channel, id, exten, variables = order
    try:
        return Originate(
            channel="Local/" + channel,
            channel_id="bb" + id,
            context="home",
            exten=exten,
            variables=tuple(variables),
        ).action()
    except Unsendable:
        return None


async def attempt(ami: Ami, action: Action | None) -> Headers | None:
    """What should have arrived; None where it was refused (or is a ping, which the watch sends too)."""
    if action is None:
        return None
    try:
        await ami.send(action)
    except Unsendable:
        return None
    return None if action.name == "Ping" else sorted([("Action", action.name), *action.headers])


def what_was_sent(received: Received) -> Headers:
    return sorted(pair for pair in received.pairs if pair[0] != "ActionID")
