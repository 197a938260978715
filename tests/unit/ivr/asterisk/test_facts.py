"""Every fact the dialplan states becomes its event; nothing else in the log ever stops the reading."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ivr import events as e
from ivr.asterisk.factlog import FactRow
from ivr.asterisk.facts import OWN, Fact, Translator
from tests.unit.ivr.asterisk.writing import START, a_press, an_emergency, asterisks, own

NOON = datetime.fromtimestamp(START, UTC)
CH = "exchange-1.1"
CALL, OTHER = e.CallId(CH), e.CallId("x-1")
INC, BB = e.IncidentId("x-1"), e.AttemptId("bb-1")
ABOUT: dict[str, Any] = {"at": NOON, "channel": CH}


def facts(*rows: FactRow) -> list[Fact]:
    return list(Translator().facts(rows))


def event_of(name: str, text: str) -> e.Event:
    (fact,) = facts(own(name, CH, 1, 0, text))
    return fact.event


MEANINGS: list[tuple[str, str, e.Event]] = [
    (
        "PRESS",
        "who=t1;svc=meals;via=access;conf=0;cid=139;src=own;sip=a%40b",
        e.Pressed(
            **ABOUT,
            call=CALL,
            terminal="t1",
            service="meals",
            via="access",
            confirmed=False,
            caller_id="139",
            route_source="own",
            sip_call_id="a@b",
        ),
    ),
    (
        "PRESS",
        "who=t1;svc=emergency;conf=1;inc=x-1;joined=2",
        e.Pressed(
            **ABOUT,
            call=CALL,
            terminal="t1",
            service="emergency",
            via="terminal",
            confirmed=True,
            caller_id="",
            route_source="",
            sip_call_id="",
            incident=INC,
            joined=True,
        ),
    ),
    ("RUNG_END", "call=x-1-p2;i=0;st=EXHAUSTED", e.RungsExhausted(**ABOUT, call=e.CallId("x-1-p2"))),
    (
        "RUNG",
        "i=2;tgt=own-1;secs=25;why=family",
        e.RungStarted(**ABOUT, call=CALL, position=2, target="own-1", seconds=25, why="family"),
    ),
    (
        "RUNG",
        "inc=x-1;i=10;r=3;tgt=contact-c1;secs=25;why=ladder",
        e.LadderRang(**ABOUT, incident=INC, seconds=10, round=3, target="contact-c1"),
    ),
    (
        "ANSWERED",
        "call=x-1;i=1;tgt=own-1;tried=trunka;sip=q",
        e.LegAnswered(**ABOUT, call=OTHER, position=1, target="own-1", sip_call_id="q", tried="trunka"),
    ),
    (
        "ANSWERED",
        "call=x-1;i=2;tgt=desk-hotline;tried=;by=desk1;sip=q",
        e.LegAnswered(**ABOUT, call=OTHER, position=2, target="desk-hotline", sip_call_id="q", by="desk1"),
    ),
    (
        "ANSWERED",
        "inc=x-1;i=0;tgt=desk-emergency;by=desk2;sip=q",
        e.LadderAnswered(**ABOUT, incident=INC, seconds=0, target="desk-emergency", sip_call_id="q", by="desk2"),
    ),
    (
        "ANSWERED",
        "att=bb-1;who=t1;sip=q",
        e.AttemptAnswered(**ABOUT, attempt=BB, terminal="t1", sip_call_id="q"),
    ),
    (
        "RUNG_END",
        "call=x-1;i=1;st=BUSY;cause=17;tried=trunka.BUSY.17+",
        e.RungEnded(**ABOUT, call=OTHER, position=1, status="BUSY", cause=17, tried="trunka.BUSY.17+"),
    ),
    ("RUNG_END", "i=1;st=FULL", e.RungEnded(**ABOUT, call=CALL, position=1, status="FULL", cause=0)),
    ("RUNG_END", "i=0;st=EXHAUSTED", e.RungsExhausted(**ABOUT, call=CALL)),
    (
        "RUNG_END",
        "inc=x-1;i=0;r=1;tgt=desk-emergency;st=NOANSWER;cause=19",
        e.LadderRungEnded(**ABOUT, incident=INC, seconds=0, round=1, target="desk-emergency", status="NOANSWER"),
    ),
    (
        "RUNG_END",
        "att=bb-1;who=t1;st=BUSY",
        e.HerLegEnded(**ABOUT, attempt=BB, terminal="t1", status="BUSY"),
    ),
    ("ACCEPTED", "call=x-1;i=2;tgt=own-1", e.PersonJoined(**ABOUT, call=OTHER, position=2, target="own-1")),
    (
        "ACCEPTED",
        "inc=x-1;who=t1;i=0;tgt=contact-c1",
        e.IncidentAccepted(**ABOUT, incident=INC, terminal="t1", target="contact-c1"),
    ),
    (
        "ACCEPTED",
        "att=bb-1;who=t1;tgt=desk-hotline",
        e.StaffAccepted(**ABOUT, attempt=BB, terminal="t1", target="desk-hotline"),
    ),
    ("RESUMED", "inc=x-1;who=t1", e.IncidentResumed(**ABOUT, incident=INC)),
    ("RINGBACK", "inc=x-1;who=t1", e.RingBackStarted(**ABOUT, incident=INC)),
    (
        "RINGBACK_END",
        "inc=x-1;who=t1;st=NOANSWER",
        e.RingBackEnded(**ABOUT, incident=INC, status="NOANSWER"),
    ),
    ("CLOSED", "inc=x-1;who=t1;by=contact-c1", e.IncidentClosed(**ABOUT, incident=INC, by="contact-c1")),
    ("KEY", "att=bb-1;who=t1;key=1", e.KeyPressed(**ABOUT, terminal="t1", key="1", attempt=BB)),
    ("KEY", "who=t1;key=visit;code=012345", e.KeyPressed(**ABOUT, terminal="t1", key="visit", code="012345")),
    (
        "KEY",
        "att=bb-1;who=t1;key=report;code=1",
        e.StaffReported(**ABOUT, attempt=BB, terminal="t1", key="1"),
    ),
    (
        "ANSWERED",
        "att=x-1-2;who=t1;dlv=d7;sip=q",
        e.AttemptAnswered(**ABOUT, attempt=e.AttemptId("x-1-2"), terminal="t1", sip_call_id="q", delivery="d7"),
    ),
    (
        "RECORDED",
        "att=bb-1;who=t1;what=reply;lang=zh;st=SILENCE",
        e.ReplySpoken(**ABOUT, attempt=BB, terminal="t1", language="zh"),
    ),
    (
        "RECORDED",
        "what=phrase;phrase=300;lang=en;file=%2Fa%2Fb;by=desk1",
        e.PhraseRecorded(**ABOUT, number=300, language="en", file="/a/b", by="desk1"),
    ),
    ("SAID", "what=visit;id=V1;by=li;key=1;days=", e.VisitAnswered(**ABOUT, visit="V1", by="li", key="1")),
    ("SAID", "what=overdue;id=C1;by=boss;key=1;days=", e.CaseTaken(**ABOUT, case="C1", by="boss")),
    ("SAID", "what=case;id=C1;by=k1;key=2;days=12", e.ContactTold(**ABOUT, case="C1", by="k1", key="2", days=12)),
    ("SAID", "what=home;id=t1;by=k1;key=1;days=", e.ContactTold(**ABOUT, terminal="t1", by="k1", key="1")),
    ("DRILL", "id=bb-drill-1;what=accepted", e.DrillTold(**ABOUT, drill="bb-drill-1", what="accepted")),
    (
        "DRILL",
        "id=bb-drill-1;what=ended;st=BUSY;cause=17;ring=120;tried=trunka.BUSY.17+",
        e.DrillTold(
            **ABOUT, drill="bb-drill-1", what="ended", status="BUSY", cause=17, ring_ms=120, tried="trunka.BUSY.17+"
        ),
    ),
    ("ORDINARY", "who=t1;dir=out", e.OrdinaryCall(**ABOUT, terminal="t1", outgoing=True)),
    ("ORDINARY", "who=t1;dir=in", e.OrdinaryCall(**ABOUT, terminal="t1", outgoing=False)),
    ("REFUSED", "who=t1", e.NumberRefused(**ABOUT, terminal="t1")),
]


@pytest.mark.parametrize(("name", "text", "event"), MEANINGS, ids=[f"{name} {text}" for name, text, _ in MEANINGS])
def test_what_the_dialplan_states_means(name, text, event):
    assert event_of(name, text) == event


def test_every_name_the_dialplan_may_state_has_been_shown():
    assert {name for name, _, _ in MEANINGS} | {"HEARD"} == OWN


@pytest.mark.parametrize(
    ("said", "ms", "measured"),
    [
        ("ms=-1;st=SUCCESS", None, True),
        ("ms=4100;st=USERSTOPPED", 4100, True),
        ("ms=2000;st=ERROR", 2000, True),
        ("ms=2000;st=SUCCESS", 2000, True),
        ("ms=-1;st=ERROR", 0, False),
        ("ms=-1;st=GONE", 0, True),
        ("ms=;st=", 0, False),
    ],
)
def test_how_much_of_a_message_was_heard(said, ms, measured):
    event = event_of("HEARD", f"att=bb-1;who=t1;{said};key=%2A")

    expected = e.MessageHeard(**ABOUT, attempt=BB, terminal="t1", ms=ms, measured=measured, key="*")
    assert event == expected


@pytest.mark.parametrize(("source", "by_itself"), [(f"PJSIP/{CH}", True), ("PJSIP/other", False), ("", False)])
def test_the_end_of_a_telephones_channel_says_why_and_who(source, by_itself):
    (fact,) = facts(asterisks("HANGUP", CH, 0, cause=17, source=source))

    assert fact.event == e.HungUp(**ABOUT, cause=17, by_itself=by_itself)
    assert (fact.uniqueid, fact.ident, fact.name) == (CH, "HANGUP", "HANGUP")


def test_an_attempt_is_heard_of_from_its_first_sound_to_its_end():
    rows = [asterisks(name, "bb-01", 0, kind="Local") for name in ("CHAN_START", "HANGUP")]

    rang, ended = facts(*rows)

    assert rang.event == e.AttemptRang(at=NOON, channel="bb-01", attempt=e.AttemptId("bb-01"))
    assert ended.event == e.HungUp(at=NOON, channel="bb-01", cause=16, by_itself=False)


@pytest.mark.parametrize("name", ["ANSWER", "CHAN_END", "LINKEDID_END", "CHAN_START", "anything"])
def test_the_rest_of_asterisks_own_rows_is_passed_over(name):
    assert facts(asterisks(name, CH, 0)) == []


def test_a_local_channel_that_ends_is_nobodys_telephone():
    assert facts(asterisks("HANGUP", CH, 0, kind="Local")) == []


def test_a_hangup_that_says_nothing_more_is_still_an_end():
    for extra in ("", "{}", "torn {"):
        (fact,) = facts(replace(asterisks("HANGUP", CH, 0), extra=extra))
        assert fact.event == e.HungUp(**ABOUT, cause=0, by_itself=False)


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
