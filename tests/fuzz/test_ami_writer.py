"""Whatever is to be sent over AMI: it is refused before a byte leaves, or that one action stands there alone."""

import asyncio
from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st

from ivr.asterisk.ami_actions import Originate, Row, place, setvar, status
from ivr.asterisk.ami_panoramisk import wire_action
from ivr.asterisk.ami_wire import Action, Unsendable, check

ORDER = "\r\nAction: Originate\r\nChannel: Local/1@out\r\n\r\n"
NASTY = st.sampled_from(
    [ORDER, "\r", "\n", "\r\n\r\nAction: Command\r\nCommand: core stop now", "\x00", "\x85", "\u2028", "x" * 2000,
     "${SHELL(id)}", "a,b=c", '"', "\\", " ", "Variable: x", ":", "\u8bed"]
)  # fmt: skip
TEXT = st.lists(NASTY | st.text(max_size=30), max_size=4).map("".join)
NAMES = st.sampled_from(["Originate", "DBPut", "Setvar", "Variable", "ActionID", "Action", "Channel"]) | TEXT


def on_the_wire(action: Action) -> list[str]:
    """The lines that would be sent, after all that is checked before."""
    check(action)
    return asyncio.run(_written(action)).encode("ascii").decode("ascii").split("\r\n")


async def _written(action: Action) -> str:
    return str(wire_action(action))


def is_one_action(lines: list[str], name: str) -> bool:
    """One name, one id, one empty line, and that at the end; none too long for Asterisk."""
    assert lines[-2:] == ["", ""]
    body = lines[:-2]
    starts = [line for line in body if line.lower().startswith("action:")]
    ids = [line for line in body if line.lower().startswith("actionid:")]
    assert all(line and line.isprintable() and len(line) < 1024 for line in body)
    return starts == [f"Action: {name}"] and len(ids) == 1


@given(name=NAMES, headers=st.lists(st.tuples(NAMES, TEXT), max_size=6))
def test_any_action_is_refused_or_is_the_only_one_on_the_wire(name: str, headers: list[tuple[str, str]]) -> None:
    with suppress(Unsendable):
        action = Action(name=name, headers=tuple(headers))
        assert is_one_action(on_the_wire(action), name)


@given(
    channel=TEXT | st.just("Local/t1@leg"), key=TEXT | st.just("bb-1"), context=TEXT | st.just("leg"),
    exten=TEXT | st.just("s"), caller=TEXT | st.just("66600000"), other=TEXT | st.just(""),
    variables=st.lists(st.tuples(TEXT | st.sampled_from(["FILE", "__WHO", "GROUP(t)"]), TEXT), max_size=3),
)  # fmt: skip
def test_any_call_is_refused_or_rings_what_it_names_alone(
    channel: str, key: str, context: str, exten: str, caller: str, other: str, variables: list[tuple[str, str]]
) -> None:
    order = Originate(
        channel=channel, channel_id=key, context=context, exten=exten, caller_number=caller, other_channel_id=other,
        variables=tuple(variables),
    )  # fmt: skip
    with suppress(Unsendable):
        lines = on_the_wire(order.action())

        assert is_one_action(lines, "Originate")
        assert [line for line in lines if line.startswith("Channel: ")] == [f"Channel: {channel}"]
        assert "&" not in channel
        assert len([line for line in lines if line.startswith("Variable: ")]) == len(variables)


@given(family=TEXT | st.just("week"), key=TEXT | st.just("north/meals"), value=TEXT)
def test_any_row_is_refused_or_is_one_put(family: str, key: str, value: str) -> None:
    with suppress(Unsendable):
        lines = on_the_wire(Row(family=family, key=key, value=value).action())

        assert is_one_action(lines, "DBPut")
        assert f"Val: {value}" in lines


@given(name=TEXT | st.just("CLOCK_OFFSET"), value=TEXT, asked=st.lists(TEXT, max_size=3))
def test_any_variable_and_any_question_is_refused_or_is_itself_alone(name: str, value: str, asked: list[str]) -> None:
    with suppress(Unsendable):
        assert is_one_action(on_the_wire(setvar(name, value)), "Setvar")
    with suppress(Unsendable):
        assert is_one_action(on_the_wire(status(asked)), "Status")
    with suppress(Unsendable):
        assert place(name, value)[1][1] == value
