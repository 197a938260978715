"""Which actions are refused before a byte leaves?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.asterisk.ami_wire import Action, Fields, Unsendable, check


def setvar(value: str) -> Action:
    return Action(name="Setvar", headers=(("Variable", "A"), ("Value", value)))


@pytest.mark.parametrize(
    "value",
    [
        "a\r\nAction: Ping",
        "a\nb",
        "a\rb",
        "a\0b",
        "a\tb",
        "a\x7fb",
        "张奶奶",
        "é",
        "\x85",
        "\u2028",
        " a",
        "a ",
        "x" * 1001,
    ],
)
def test_a_value_that_asterisk_could_read_otherwise_is_refused(value):
    action = setvar(value)

    with pytest.raises(Unsendable):
        check(action)


@pytest.mark.parametrize(
    "key", ["", "a b", "a:b", "a\r\nb", "Action", "actionid", "COMMAND", "CommandID", "键", "k" * 41]
)
def test_a_header_name_that_is_not_ours_to_set_is_refused(key):
    action = Action(name="Setvar", headers=((key, "1"),))

    with pytest.raises(Unsendable):
        check(action)


@pytest.mark.parametrize("name", ["", "Ping\r\nAction: Originate", "Core Status", "状态"])
def test_an_action_whose_name_is_more_than_a_word_is_refused(name):
    action = Action(name=name)

    with pytest.raises(Unsendable):
        check(action)


def test_a_header_that_stands_twice_is_refused_unless_it_is_a_variable():
    check(Action(name="Originate", headers=(("Variable", "A=1"), ("Variable", "B=2"))))

    twice = Action(name="Originate", headers=(("Channel", "Local/a@b"), ("channel", "Local/c@d")))

    with pytest.raises(Unsendable):
        check(twice)


def test_120_headers_pass_and_121_are_refused():
    many = tuple(("Variable", f"A{n}=1") for n in range(121))

    check(Action(name="Originate", headers=many[:120]))

    with pytest.raises(Unsendable):
        check(Action(name="Originate", headers=many))


def test_a_value_of_1000_bytes_passes_and_one_of_1001_is_refused():
    check(setvar("x" * 1000))

    with pytest.raises(Unsendable):
        check(setvar("x" * 1001))


@given(st.text(max_size=40))
def test_what_passes_is_printable_ascii_without_a_line_end(value):
    try:
        check(setvar(value))
    except Unsendable:
        return

    assert value.isascii() and value.isprintable()


def test_a_misspelt_key_of_an_answer_is_an_error_and_not_an_empty_text():
    fields = Fields(pairs=(("Uniqueid", "bb-1"),))

    with pytest.raises(KeyError):
        fields.text("UniqueID")
