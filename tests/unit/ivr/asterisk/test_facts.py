"""Every fact the dialplan states becomes its event; nothing else in the log ever stops the reading."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from ivr import events as e
from ivr.asterisk.facts import OWN
from tests.unit.ivr.asterisk.told_facts import CH, NOON, facts
from tests.unit.ivr.asterisk.writing import asterisks, own

CALL, OTHER = e.CallId(CH), e.CallId("x-1")
INC, BB = e.IncidentId("x-1"), e.AttemptId("bb-1")
ABOUT: dict[str, Any] = {"at": NOON, "channel": CH}


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
    (
        "HAND",
        f"act=bb-1;call={CALL};what=failed;tgt=prov-1;st=BUSY",
        e.HandTold(**ABOUT, act="bb-1", call=CALL, what="failed", target="prov-1", status="BUSY"),
    ),
    (
        "QUEUED",
        f"call={CALL};i=2;q=hotline;cls=2;since={NOON.timestamp() - 60:.0f}",
        e.Queued(**ABOUT, call=CALL, position=2, queue="hotline", urgency=2, since=NOON - timedelta(seconds=60)),
    ),
    ("QUEUE_LEFT", f"call={CALL};st=RETURN", e.QueueLeft(**ABOUT, call=CALL, how="RETURN")),
    (
        "QUEUE_RETURN",
        f"call={CALL};who=t1;q=hotline;prio=98236541000",
        e.ReturnAsked(**ABOUT, call=CALL, terminal="t1", queue="hotline", priority=98236541000),
    ),
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
