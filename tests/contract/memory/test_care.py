"""Do messages, the watch, cases and visits keep their promises in the memory?"""

from dataclasses import replace

from db import (
    campaigns,
    cases,
    visits,
    watch,
)
from tests.contract.memory.known import CAMPAIGN, CASE, DELIVERY, MINUTE, MORNING


class TestCampaigns:
    def test_a_senior_has_a_campaign_once(self, conn):
        campaigns.save_campaign(conn, CAMPAIGN)

        campaigns.add_deliveries(conn, [DELIVERY, replace(DELIVERY, id="d2")])

        assert campaigns.of_campaign(conn, "b1") == [DELIVERY]
        assert campaigns.load_campaign(conn, "b1") == CAMPAIGN

    def test_due_is_what_waits_in_a_running_campaign_and_whose_time_has_come(self, conn):
        campaigns.save_campaign(conn, CAMPAIGN)
        later = replace(DELIVERY, id="d2", senior_id="s2", next_try_at=MORNING + MINUTE)
        campaigns.add_deliveries(conn, [DELIVERY, later])

        assert campaigns.due_deliveries(conn, MORNING) == [DELIVERY]
        assert len(campaigns.due_deliveries(conn, MORNING + MINUTE)) == 2

        campaigns.save_campaign(conn, replace(CAMPAIGN, state="paused"))
        assert campaigns.due_deliveries(conn, MORNING + MINUTE) == []
        assert campaigns.list_campaigns(conn, "running") == []
        assert [found.state for found in campaigns.list_campaigns(conn)] == ["paused"]

    def test_a_campaign_that_has_not_begun_is_not_due(self, conn):
        campaigns.save_campaign(conn, replace(CAMPAIGN, starts_at=MORNING + MINUTE))
        campaigns.add_deliveries(conn, [DELIVERY])

        assert campaigns.due_deliveries(conn, MORNING) == []

    def test_what_is_heard_no_longer_waits_in_the_home(self, conn):
        campaigns.save_campaign(conn, CAMPAIGN)
        waiting = replace(DELIVERY, available_at=MORNING)
        campaigns.add_deliveries(conn, [waiting])
        assert campaigns.unheard_of_household(conn, "h1") == [waiting]

        heard = replace(waiting, state="done", heard_at=MORNING, evidence="key")
        campaigns.save_deliveries(conn, [heard])

        assert campaigns.unheard_of_household(conn, "h1") == []
        assert campaigns.load_deliveries(conn, ["d1"]) == {"d1": heard}
        assert campaigns.progress(conn, "b1") == campaigns.Progress(total=1, done=1, heard=1)


class TestWatch:
    def test_a_sign_of_life_told_twice_is_one_and_the_newest_comes_first(self, conn):
        pressed = watch.SignRow(senior_id="s1", at=MORNING, kind="press", source="c-1")
        heard = watch.SignRow(senior_id="s1", at=MORNING + MINUTE, kind="heard", source="bb-1")

        watch.record_signs(conn, [pressed, heard, pressed])

        assert watch.last_signs(conn, "s1") == [heard, pressed]

    def test_the_longest_silent_come_first_and_the_listening_not_at_all(self, conn):
        silent = watch.WatchRow(senior_id="s1", oldest_unheard_at=MORNING)
        longer = watch.WatchRow(senior_id="s2", oldest_unheard_at=MORNING - MINUTE)
        watch.save_watch(conn, [silent, longer])
        assert watch.silent_since(conn, MORNING) == [longer, silent]

        heard = replace(longer, oldest_unheard_at=None, last_sign_at=MORNING, last_sign_kind="heard")
        watch.save_watch(conn, [heard])

        assert watch.silent_since(conn, MORNING) == [silent]
        assert watch.load_watch(conn, ["s2", "s404"]) == {"s2": heard}


class TestCases:
    def test_a_senior_has_one_open_case(self, conn):
        assert cases.open_case(conn, CASE) == CASE
        assert cases.open_case(conn, replace(CASE, id="k2")) == CASE

        closed = replace(CASE, state="closed", closed_at=MORNING, outcome="well")
        cases.save(conn, closed)

        assert cases.open_case_of(conn, "s1") is None
        assert cases.open_case(conn, CASE) == closed
        again = replace(CASE, id="k2", opened_at=MORNING + MINUTE)
        assert cases.open_case(conn, again) == again
        assert cases.of_senior(conn, "s1") == [again, closed]
        assert cases.open_cases(conn) == [again]


class TestVisits:
    VISIT = visits.VisitRow(id="v1", case_id="k1", senior_id="s1", opened_at=MORNING)

    def test_one_person_walks_to_the_door(self, conn):
        cases.open_case(conn, CASE)

        assert visits.open_visit(conn, self.VISIT)
        assert not visits.open_visit(conn, replace(self.VISIT, id="v2"))

        assert visits.open_visits(conn) == visits.of_case(conn, "k1") == [self.VISIT]
        assert visits.load(conn, "v1") == self.VISIT

    def test_a_code_opens_nothing_once_the_visit_is_closed(self, conn):
        cases.open_case(conn, CASE)
        accepted = replace(self.VISIT, state="accepted", code="123456", visitor_id="zhao")
        visits.save(conn, accepted)
        assert visits.open_visit_of_code(conn, "123456") == accepted

        visits.save(conn, replace(accepted, state="closed", closed_at=MORNING, outcome="well"))

        assert visits.open_visit_of_code(conn, "123456") is None
        assert visits.open_visit(conn, replace(self.VISIT, id="v2", code="123456"))
