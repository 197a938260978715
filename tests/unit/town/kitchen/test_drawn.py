"""Is a press drawn as it went: each rung with its seconds, an emergency as its ladder, whoever took it told apart?"""

from datetime import UTC, datetime, timedelta

from ivr.call import Call, Leg
from ivr.incident import Incident, Moment
from town.kitchen.drawn import drawn, ladder, newest

AT = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


def after(seconds: float) -> datetime:
    return AT + timedelta(seconds=seconds)


def leg(position: int, target: str, status: str, starts: float, ends: float | None = None, why: str = "open") -> Leg:
    return Leg(
        position=position, target=target, seconds=8, why=why, status=status, started_at=after(starts),
        ended_at=None if ends is None else after(ends),
    )  # fmt: skip


def call(key: str = "1.1", at: datetime = AT, **more: object) -> Call:
    known = {
        "id": key, "terminal_id": "t1021", "service_id": "meals", "via": "terminal", "confirmed": True,
        "caller_id": "", "sip_call_id": "", "route_source": "area", "pressed_at": at, **more,
    }  # fmt: skip
    return Call(**known)  # type: ignore[arg-type]


def test_rungs_are_drawn_in_seconds_from_the_press_and_the_one_that_took_it_ends_with_the_call():
    legs = (leg(1, "prov-a-1", "NOANSWER", 0, 8), leg(2, "desk-hotline", "joined", 8, why="hotline"))
    press = call(legs=legs, reached_at=after(11), target="desk-hotline", ended_at=after(20), outcome="reached")

    found = drawn(press, None)

    assert [(r.target, r.status, r.from_s, r.until_s) for r in found.rungs] == [
        ("prov-a-1", "NOANSWER", 0, 8), ("desk-hotline", "joined", 8, 20),
    ]  # fmt: skip
    assert (found.taken_by, found.taken_s, found.ended_s, found.fixed) == ("desk-hotline", 11, 20, False)


def test_what_still_rings_has_no_end_and_nobody_has_taken_it():
    found = drawn(call(legs=(leg(1, "prov-a-1", "rang", 0.3),), route_source="static"), None)

    assert [r.until_s for r in found.rungs] == [None]
    assert (found.taken_by, found.taken_s, found.ended_s, found.fixed) == ("", None, None, True)


def incident(*told: tuple[float, str, str], **more: object) -> Incident:
    timeline = tuple(Moment(at=after(at), what=what, detail=detail) for at, what, detail in told)
    return Incident(id="1.1", terminal_id="t1021", opened_at=AT, timeline=timeline, **more)  # type: ignore[arg-type]


LADDER = (
    (0.0, "pressed", "terminal"), (0.1, "rang", "desk-emergency"), (10.0, "rang", "contact-c1"),
    (12.0, "answered", "contact-c1"), (25.0, "ended", "desk-emergency NOANSWER"),
)  # fmt: skip


def test_a_telephone_of_the_ladder_that_rings_again_goes_on_in_its_own_bar():
    desk, contact = ladder(incident(*LADDER, (26.0, "rang", "desk-emergency")), AT)

    assert (desk.target, desk.status, desk.from_s, desk.until_s) == ("desk-emergency", "rang", 0.1, None)
    assert (contact.status, contact.until_s) == ("answered", None)


def test_whoever_accepts_is_with_her_and_the_others_are_no_longer_needed():
    taken = incident(*LADDER[:4], (14.0, "accepted", "contact-c1"), accepted_at=after(14), accepted_by="contact-c1")

    desk, contact = drawn(call(incident_id="1.1"), taken).rungs

    assert (desk.status, desk.until_s) == ("CANCEL", 14)
    assert (contact.status, contact.until_s) == ("joined", None)


def test_a_closed_incident_ends_every_bar_and_says_whether_a_person_had_it():
    closed = incident(
        *LADDER[:4], (14.0, "accepted", "contact-c1"), state="closed", accepted_at=after(14), accepted_by="contact-c1",
        closed_at=after(30),
    )  # fmt: skip

    found = drawn(call(incident_id="1.1", ended_at=after(2)), closed)

    assert [rung.until_s for rung in found.rungs] == [14, 30]
    assert (found.ended_s, found.outcome, found.taken_by) == (30, "reached", "contact-c1")


def test_the_newest_presses_come_first_and_older_ones_are_left_out():
    calls = [call(f"1.{n}", after(n)) for n in range(5)]

    assert [one.call for one in newest(calls, {}, 2)] == ["1.4", "1.3"]


def test_the_visitors_own_presses_are_not_pushed_out_by_those_of_the_story():
    calls = [call(f"1.{n}", after(n), terminal_id="t1021" if n == 1 else "t1009") for n in range(5)]

    assert [one.call for one in newest(calls, {}, 2, {"t1021"})] == ["1.1", "1.4"]
