"""Who has to stand in Asterisk's queues, and what is changed there?"""

from dataclasses import replace

from ivr.queue.members import REST, WITHOUT, Changes, Member, Seat, changes, endpoint_of, queues, wanted, with_rests

LI, ZHAO = Seat(staff="li", endpoint="op-li"), Seat(staff="zhao", endpoint="desk2", skills=frozenset({"medical"}))
SKILLS = ("medical",)


def test_there_is_a_queue_for_urgent_calls_one_for_all_and_one_for_each_skill():
    assert queues(["medical", "north"]) == ("urgent", "hotline", "skill-medical", "skill-north")


def test_everybody_is_in_every_queue_and_whoever_lacks_the_skill_comes_after():
    found = {(one.queue, one.staff): one.penalty for one in wanted([LI, ZHAO], SKILLS)}

    assert found == {
        ("urgent", "li"): 0, ("urgent", "zhao"): 0, ("hotline", "li"): 0, ("hotline", "zhao"): 0,
        ("skill-medical", "li"): WITHOUT, ("skill-medical", "zhao"): 0,
    }  # fmt: skip


def test_where_all_is_as_wanted_nothing_is_changed():
    want = wanted([LI, ZHAO], SKILLS)

    assert changes(want, want) == Changes() and not changes(want, want)


def test_whoever_joins_is_added_and_whoever_left_is_removed():
    found = changes(wanted([LI], ()), wanted([ZHAO], ()))

    assert {one.staff for one in found.add} == {"li"} and {one.staff for one in found.remove} == {"zhao"}
    assert found.pause == () and found


def test_a_pause_is_told_to_those_who_are_there_and_to_those_who_come():
    paused = replace(LI, paused="meal")

    there = changes(wanted([paused], ()), wanted([LI], ()))
    new = changes(wanted([paused], ()), [])

    assert {one.paused for one in there.pause} == {"meal"} and not there.add and not there.remove
    assert new.pause == new.add == wanted([paused], ())


def test_another_reason_for_the_same_pause_changes_nothing_at_asterisk():
    assert not changes(wanted([replace(LI, paused="meal")], ()), wanted([replace(LI, paused="break")], ()))


def test_other_skills_or_the_end_of_a_rest_take_somebody_out_and_in_again():
    learned = replace(LI, skills=frozenset(SKILLS))
    want = wanted([LI], SKILLS)

    found = changes(wanted([learned], SKILLS), want)
    rested = changes(want, want, frozenset({"li"}))

    assert [one.queue for one in found.remove] == [one.queue for one in found.add] == ["skill-medical"]
    assert rested.remove == rested.add == want


def test_a_member_is_known_by_its_telephone_and_anothers_is_none_of_ours():
    member = Member(queue="hotline", endpoint="op-li", staff="li")

    assert endpoint_of(member.interface) == "op-li"
    assert endpoint_of("PJSIP/op-li") is None and endpoint_of("Local/x@elsewhere/n") is None


def test_a_rest_of_which_asterisk_knows_nothing_is_a_pause_until_it_is_over():
    resting, forgotten = replace(LI, resting=True), wanted([LI], SKILLS)

    during = with_rests([resting], forgotten)
    assert [seat.paused for seat in during] == [REST]
    assert {one.paused for one in changes(wanted(during, SKILLS), forgotten).pause} == {REST}
    paused = wanted(during, SKILLS)
    assert {one.paused for one in changes(wanted(with_rests([LI], paused), SKILLS), paused).pause} == {""}


def test_a_rest_that_asterisk_keeps_by_itself_and_a_pause_of_their_own_stay_as_they_are():
    known = [replace(one, called=True) for one in wanted([LI], SKILLS)]

    assert with_rests([replace(LI, resting=True)], known) == (replace(LI, resting=True),)
    assert not changes(wanted(with_rests([replace(LI, resting=True)], known), SKILLS), known)
    at_meal = replace(LI, resting=True, paused="meal")
    assert with_rests([at_meal], []) == (at_meal,)
