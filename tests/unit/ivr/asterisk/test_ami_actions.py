"""How do an Originate, a row and a variable become actions, and which are refused?"""

from datetime import timedelta

import pytest

from ivr.asterisk.ami_actions import Originate, Row, setvar, status
from ivr.asterisk.ami_wire import Unsendable, check


def order(**changed: object) -> Originate:
    usual = {"channel": "Local/answer@home/n", "channel_id": "bb-1", "context": "person", "exten": "talk"}
    return Originate(**(usual | changed))  # type: ignore[arg-type]


def test_an_originate_is_always_asynchronous_and_carries_the_id_we_gave():
    action = order(timeout=timedelta(seconds=25), variables=(("__INC", "t1"), ("GROUP(trunk-a)", "bc"))).action()

    assert ("Async", "true") in action.headers
    assert ("ChannelId", "bb-1") in action.headers
    assert ("Timeout", "25000") in action.headers
    assert [value for key, value in action.headers if key == "Variable"] == ["__INC=t1", "GROUP(trunk-a)=bc"]


def test_the_other_half_of_a_local_and_the_callers_number_are_sent_where_given():
    action = order(other_channel_id="bb-1-2", caller_number="+8657112345678").action()

    assert ("OtherChannelId", "bb-1-2") in action.headers
    assert ("CallerID", "+8657112345678") in action.headers


@pytest.mark.parametrize(
    "changed",
    [
        {"channel": ""}, {"channel": "Local"}, {"channel": "Local/a@b&Local/c@d"},
        {"channel": "Local/a\r\nB: c"}, {"channel_id": ""}, {"channel_id": "bb 1"}, {"channel_id": "bb;2"},
        {"channel_id": "bb-\n"}, {"context": ""}, {"exten": "talk,1"}, {"exten": "说"},
        {"caller_number": '"x" <1>'}, {"variables": (("A", "1,B=2"),)}, {"variables": (("A", 'say "x"'),)},
        {"variables": (("A", "a\\b"),)}, {"variables": (("A=1,B", "2"),)},
        {"variables": (("SHELL(ls)", "2"),)},
        {"variables": (("A", "奶奶"),)}, {"variables": (("A", "a\nb"),)},
    ],
)  # fmt: skip
def test_an_originate_that_could_be_read_as_more_than_itself_is_refused(changed):
    doubtful = order(**changed)

    with pytest.raises(Unsendable):
        doubtful.action()


def test_a_row_may_lie_in_a_family_of_families():
    action = Row(family="ps_auth/auth", key="north/meals", value="{}").action()

    assert action.headers == (("Family", "ps_auth/auth"), ("Key", "north/meals"), ("Val", "{}"))


@pytest.mark.parametrize(
    ("family", "key", "value"),
    [("", "k", "v"), ("f", "", "v"), ("f/", "k", "v"), ("f", "/k", "v"), ("f", "a b", "v"),
     ("f", "k" * 250, "v"), ("f", "k", "v" * 1001), ("f", "k", "v\r\nx"), ("f", "k", "奶")],
)  # fmt: skip
def test_a_row_that_astdb_would_not_keep_as_it_is_is_refused(family, key, value):
    row = Row(family=family, key=key, value=value)

    with pytest.raises(Unsendable):
        check(row.action())


def test_global_variables_have_plain_names():
    assert setvar("CLOCK_OFFSET", "0").headers == (("Variable", "CLOCK_OFFSET"), ("Value", "0"))

    with pytest.raises(Unsendable):
        setvar("SHELL(x)", "1")


def test_a_status_without_variables_asks_for_none():
    assert status(()).headers == ()
    assert status(("INCID", "A")).headers == (("Variables", "INCID,A"),)
