"""Does nothing in the log, torn or nonsense, ever stop its reading or change a name?"""

import json
from dataclasses import replace
from datetime import UTC

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ivr.asterisk.factlog import FactRow
from ivr.asterisk.facts import OWN, Translator
from tests.unit.ivr.asterisk.told_facts import CH, NOON, facts
from tests.unit.ivr.asterisk.writing import a_press, an_emergency, asterisks, own

scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
lists = st.lists(scalars | st.lists(scalars, max_size=2), max_size=3)
json_values = scalars | lists | st.dictionaries(st.sampled_from(["extra", "hangupcause"]), scalars | lists, max_size=2)
values = st.sampled_from(
    ["", "0", "1", "-1", "t1", "bb-1", "x-1", "1e400", "²", "--5", "%", "%ff", "SUCCESS"]
) | st.text(max_size=6)
said = st.dictionaries(
    st.sampled_from(["n", "t", "o", "who", "svc", "inc", "att", "call", "i", "st", "ms", "tgt", "key", "code"]),
    values,
)
extras = (
    st.text(max_size=30)
    | json_values.map(json.dumps)
    | said.map(lambda fields: json.dumps({"extra": ";".join(f"{k}={v}" for k, v in fields.items())}))
    | said.map(
        lambda fields: json.dumps({"extra": ";".join(["n=1", "t=1", "o=0", *(f"{k}={v}" for k, v in fields.items())])})
    )
)
rows = st.builds(
    FactRow,
    event=st.sampled_from([*sorted(OWN), "HANGUP", "CHAN_START"]) | st.text(max_size=8),
    time=values,
    uniqueid=values,
    linkedid=values,
    extra=extras,
    channel=st.sampled_from(["PJSIP/t1-1", "Local/x@y;1"]) | st.text(max_size=8),
)


def test_the_exchanges_clock_holds_for_asterisks_rows_that_follow():
    translator = Translator()
    rows = [
        asterisks("HANGUP", CH, 0),
        own("REFUSED", CH, 1, 0, "who=t1", offset=3600),
        asterisks("HANGUP", CH, 5),
    ]

    before, ours, after = translator.facts(rows)

    assert [(fact.at - NOON).total_seconds() for fact in (before, ours, after)] == [0, 3600, 3605]
    assert translator.offset == 3600


TORN = [
    ("no json", "n=1"),
    ("a list", "[1]"),
    ("a number", "5"),
    ("nothing", "null"),
    ("no extra", "{}"),
    ("no offset", '{"extra":"n=1;t=1;who=t1"}'),
    ("no n", '{"extra":"t=1;o=0;who=t1"}'),
    ("time is no number", '{"extra":"n=1;t=x;o=0;who=t1"}'),
    ("time without end", '{"extra":"n=1;t=inf;o=0;who=t1"}'),
    ("the year 30000000", '{"extra":"n=1;t=1e15;o=0;who=t1"}'),
    ("nobody", '{"extra":"n=1;t=1;o=5;who="}'),
    ("half a surrogate", '{"extra":"n=1;t=1;o=0;who=\\ud800"}'),
    ("deep", "[" * 100_000),
]


@pytest.mark.parametrize("extra", [text for _, text in TORN], ids=[name for name, _ in TORN])
def test_a_row_of_ours_that_is_torn_is_counted_and_moves_nothing(extra):
    translator = Translator(7)

    found = list(translator.facts([replace(own("REFUSED", CH, 1, 0), extra=extra)]))

    assert (found, translator.unread, translator.offset) == ([], 1, 7)


@pytest.mark.parametrize(
    "change",
    [{"time": "when?"}, {"time": "nan"}, {"extra": "[1]"}, {"extra": '{"hangupcause":"much"}'}],
    ids=str,
)
def test_a_torn_row_of_asterisks_is_counted_too(change):
    translator = Translator()

    found = list(translator.facts([replace(asterisks("HANGUP", CH, 0), **change)]))

    assert (found, translator.unread) == ([], 1)


@given(st.lists(rows, max_size=10))
@example([FactRow(event="KEY", time="", uniqueid="", linkedid="", extra='{"extra": 5}', channel="")])
def test_no_text_whatever_stops_the_reading_and_what_is_read_can_be_kept(given_rows):
    found = facts(*given_rows)

    assert all(fact.at.tzinfo is UTC and isinstance(fact.ident, str) for fact in found)
    assert all((fact.data + fact.ident).encode() is not None for fact in found)


@given(st.lists(st.sampled_from(a_press("x-1.1") + an_emergency("x-2.1")), max_size=20), st.floats(-1e6, 1e6))
def test_a_fact_has_the_same_name_for_ever_whatever_was_read_before_it(read_before, offset):
    row = own("REFUSED", CH, 7, 0, "who=t1")

    *_, late = Translator(offset).facts([*read_before, row])
    (alone,) = facts(row)

    assert late == alone
    assert (late.uniqueid, late.ident) == (CH, "7")


def test_no_two_facts_of_a_call_share_a_name():
    found = facts(*a_press("x-1.1"), *an_emergency("x-2.1", 100))

    names = [(fact.uniqueid, fact.ident) for fact in found]
    assert len(set(names)) == len(names) == 18
