"""Do tasks, orders and dials keep their promises in the memory: each once, none lost?"""

from dataclasses import replace

from db import (
    attempts,
    audit,
    outbox,
    staff,
    tasks,
    ulid,
)
from tests.contract.memory.known import MINUTE, MORNING, OPERATOR, TASK


class TestTasks:
    def test_the_same_matter_is_one_task_however_often_it_is_opened(self, conn):
        assert tasks.open_task(conn, TASK) == TASK
        assert tasks.open_task(conn, replace(TASK, id="01b")) == TASK
        assert tasks.open_tasks(conn) == [TASK]

    def test_a_task_is_in_one_pair_of_hands(self, conn):
        staff.save_accounts(conn, [staff.Account(person=OPERATOR)])
        tasks.open_task(conn, TASK)

        taken = tasks.take(conn, "01a", "zhao")

        assert taken == replace(TASK, state="taken", owner_id="zhao")
        assert tasks.take(conn, "01a", "zhao") == taken
        assert tasks.take(conn, "01a", "qian") == tasks.NotYours(reason="赵敏 has it")
        refused = tasks.finish(conn, "01a", "qian", at=MORNING, outcome="reached")
        assert refused == tasks.NotYours(reason="赵敏 has it")

    def test_what_is_put_back_is_open_for_everybody(self, conn):
        tasks.open_task(conn, TASK)
        tasks.take(conn, "01a", "zhao")

        assert isinstance(tasks.put_back(conn, "01a", "qian"), tasks.NotYours)
        assert tasks.put_back(conn, "01a", "zhao") == TASK
        assert isinstance(tasks.take(conn, "01a", "qian"), tasks.TaskRow)

    def test_what_is_done_stays_done(self, conn):
        tasks.open_task(conn, TASK)

        done = tasks.finish(conn, "01a", "zhao", at=MORNING, outcome="served", note="饭已送到")

        assert done == replace(
            TASK, state="done", owner_id="zhao", closed_at=MORNING, outcome="served", note="饭已送到"
        )
        assert tasks.take(conn, "01a", "zhao") == tasks.NotYours(reason="done already: served")
        assert tasks.open_tasks(conn) == []

    def test_a_matter_that_settles_itself_is_done_whoever_had_it(self, conn):
        tasks.open_task(conn, TASK)
        tasks.take(conn, "01a", "zhao")

        done = tasks.finish(conn, "01a", None, at=MORNING, outcome="she rang")

        assert isinstance(done, tasks.TaskRow)
        assert (done.state, done.owner_id) == ("done", "zhao")

    def test_nobody_takes_a_task_that_is_not_there(self, conn):
        assert tasks.take(conn, "404", "zhao") == tasks.NotYours(reason="there is no such task")

    def test_the_most_urgent_comes_first_and_no_deadline_last(self, conn):
        later = replace(TASK, id="01b", subject="c-2", due_at=MORNING + 2 * MINUTE)
        some_day = replace(TASK, id="01c", subject="c-3", due_at=None, senior_id="s1", kind="visit")
        for task in (some_day, later, TASK):
            tasks.open_task(conn, task)

        assert tasks.open_tasks(conn) == [TASK, later, some_day]
        assert tasks.open_tasks(conn, "visit") == tasks.of_senior(conn, "s1") == [some_day]
        assert tasks.overdue(conn, MORNING + MINUTE) == [TASK]


class TestOutbox:
    ACT = outbox.OutboxRow(id="01a", kind="originate", payload="{}", created_at=MORNING)

    def test_an_act_is_claimed_by_one_and_settled_once(self, conn):
        outbox.intend(conn, [self.ACT, self.ACT])

        claimed = outbox.claim(conn, at=MORNING + MINUTE)

        assert claimed == [replace(self.ACT, performed_at=MORNING + MINUTE)]
        assert outbox.claim(conn, at=MORNING + MINUTE) == []
        assert outbox.finish(conn, "01a", state="done", result="answered")
        assert not outbox.finish(conn, "01a", state="failed")

    def test_what_was_claimed_and_never_settled_is_found_after_a_crash(self, conn):
        outbox.intend(conn, [self.ACT, replace(self.ACT, id="01b")])
        outbox.claim(conn, at=MORNING, limit=1)

        assert [row.id for row in outbox.unsettled(conn)] == ["01a"]
        assert [row.id for row in outbox.claim(conn, at=MORNING)] == ["01b"]

    def test_unknown_may_be_cleared_up_later(self, conn):
        outbox.intend(conn, [self.ACT])
        outbox.claim(conn, at=MORNING)

        assert outbox.finish(conn, "01a", state="unknown")
        assert outbox.finish(conn, "01a", state="done", result="in the log")

        row = outbox.load(conn, "01a")
        assert row is not None
        assert (row.state, row.result) == ("done", "in the log")

    def test_acts_are_claimed_by_kind_oldest_first(self, conn):
        outbox.intend(conn, [replace(self.ACT, id=f"01{n}", kind=kind) for n, kind in enumerate("abab")])

        assert [row.id for row in outbox.claim(conn, at=MORNING, kind="b")] == ["011", "013"]


class TestAttempts:
    ATTEMPT = attempts.AttemptRow(id="bb-1", kind="broadcast", delivery_id="d1", case_id="k1", committed_at=MORNING)

    def test_a_delivery_is_never_dialled_twice_at_a_time(self, conn):
        assert attempts.intend(conn, self.ATTEMPT)
        assert not attempts.intend(conn, replace(self.ATTEMPT, id="bb-2"))

        ended = replace(self.ATTEMPT, state="ended", outcome="no_answer", ended_at=MORNING)
        attempts.save(conn, [ended])

        again = replace(self.ATTEMPT, id="bb-2", committed_at=MORNING + MINUTE)
        assert attempts.intend(conn, again)
        assert attempts.of_delivery(conn, "d1") == attempts.of_case(conn, "k1") == [ended, again]

    def test_an_attempt_is_open_until_it_has_an_end(self, conn):
        call = replace(self.ATTEMPT, id="bb-3", kind="wellness", delivery_id=None)
        attempts.intend(conn, self.ATTEMPT)
        attempts.intend(conn, call)

        assert attempts.open_attempts(conn) == [self.ATTEMPT, call]
        assert attempts.open_attempts(conn, "wellness") == [call]
        assert attempts.load(conn, ["bb-3"]) == {"bb-3": call}


class TestAudit:
    def test_what_was_done_is_told_newest_first(self, conn):
        read = audit.AuditRow(at=MORNING, actor="zhao", action="read", subject="s1")
        closed = audit.AuditRow(at=MORNING, actor="zhao", action="close", subject="k1", detail="well")

        audit.record(conn, read)
        audit.record(conn, closed)

        assert audit.latest(conn) == [closed, read]
        assert audit.latest(conn, subject="s1") == [read]


def test_new_names_sort_by_time_and_are_never_the_same():
    names = [ulid.new_ulid(MORNING + n * MINUTE) for n in range(50)]

    assert names == sorted(names)
    assert len({ulid.new_ulid(MORNING) for _ in range(1000)}) == 1000
    assert all(len(name) == 26 and name.isalnum() for name in names)
