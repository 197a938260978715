"""Does every repository keep its promises? One suite, run over every database we support."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from types import MappingProxyType

import pytest
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import IntegrityError, StatementError

from db import (
    areas,
    attempts,
    audit,
    call_lines,
    calls,
    campaigns,
    cases,
    facts,
    homes,
    incidents,
    outbox,
    providers,
    services,
    site,
    staff,
    tables,
    tasks,
    terminals,
    ulid,
    visits,
    watch,
)
from db.engine import open_engine, reading, writing
from db.migrations import upgrade
from ivr.services import DEFAULT_SERVICES
from people.areas import Area, AreaKind
from people.holds import Hold
from people.ids import AreaId, ContactId, HouseholdId, ProviderId, SeniorId, ServiceId, StaffId, TerminalId
from people.providers import ALL_DAY, CLOSED, Hours, Provider, ProviderNumber, Span
from people.seniors import Household, Language, Senior
from people.staff import Role, Shift, Staff
from people.terminals import Accepts, CallClass, Contact, Terminal, TerminalKind

POSTGRESQL = os.environ.get("BIGBUTTON_TEST_POSTGRESQL_URL", "")
"""An empty database that the suite may fill and empty again; without it, SQLite alone is tested."""
MORNING = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

STREET = Area(id=AreaId("gucheng"), name="古城街道", kind=AreaKind.STREET)
HOME = Household(id=HouseholdId("h1"), area=STREET.id, address="古城南路1号", access_note="狗")
WANG = Senior(
    id=SeniorId("s1"), household=HOME.id, name='王"秀英', born=date(1941, 5, 6), gender="f",
    tags=frozenset({"lives_alone", "very_old"}), language=Language.ENGLISH, hears_badly=True,
    silent_after_days=3,
)  # fmt: skip
LI = Senior(id=SeniorId("s2"), household=HOME.id, name="李强")
PHONE = Terminal(
    id=TerminalId("t1"), household=HOME.id, kind=TerminalKind.LINE, number="+861088880001",
    call_class=CallClass.NATIONAL, has_machine=True,
)  # fmt: skip
SON = Contact(
    id=ContactId("c1"), household=HOME.id, position=1, name="李明", number="+8613800138000",
    accepts=Accepts.ANSWER, holds_key=True,
)  # fmt: skip
OPERATOR = Staff(id=StaffId("zhao"), name="赵敏", role=Role.OPERATOR)
CAMPAIGN = campaigns.CampaignRow(id="b1", title="高温", text="多喝水", created_at=MORNING, state="running")
DELIVERY = campaigns.DeliveryRow(id="d1", campaign_id="b1", senior_id="s1", household_id="h1", terminal_id="t1")
CASE = cases.CaseRow(id="k1", senior_id="s1", state="calling", opened_at=MORNING)
TASK = tasks.TaskRow(id="01a", kind="missed_press", subject="c-1", opened_at=MORNING, due_at=MORNING + MINUTE)
PRESS = calls.CallRow(id="c-1", terminal_id="t1", household_id="h1", service_id="meals", pressed_at=MORNING)


@pytest.fixture(scope="session")
def new_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh database, made once: a copy is quicker than an upgrade."""
    file = tmp_path_factory.mktemp("memory") / "new.db"
    upgrade(f"sqlite:///{file}")
    return file


@pytest.fixture(params=["sqlite", "postgresql"] if POSTGRESQL else ["sqlite"])
def engine(request: pytest.FixtureRequest, new_sqlite: Path, tmp_path: Path) -> Iterator[Engine]:
    yield from _postgresql() if request.param == "postgresql" else _sqlite(new_sqlite, tmp_path / "memory.db")


def _sqlite(new: Path, file: Path) -> Iterator[Engine]:
    shutil.copy(new, file)
    engine = open_engine(f"sqlite:///{file}")
    yield engine
    engine.dispose()


def _postgresql() -> Iterator[Engine]:
    upgrade(POSTGRESQL)
    engine = open_engine(POSTGRESQL)
    yield engine
    with writing(engine) as conn:
        tables.metadata.drop_all(conn)
        conn.exec_driver_sql("DROP TABLE bigbutton_version")
    engine.dispose()


@pytest.fixture
def conn(engine: Engine) -> Iterator[Connection]:
    """A transaction in which one home is known: two people, a telephone, a son."""
    with writing(engine) as conn:
        areas.save_areas(conn, [STREET])
        homes.save_households(conn, [HOME])
        homes.save_seniors(conn, [WANG, LI])
        homes.save_contacts(conn, [SON])
        terminals.save_terminals(conn, [terminals.SecretTerminal(terminal=PHONE, secret="s" * 24)])
        yield conn


class TestSite:
    def test_what_was_saved_of_a_neighbourhood_comes_back_the_same(self, conn):
        parts = site.load_site_parts(conn)

        assert parts.areas == (STREET,)
        assert (parts.households, parts.seniors) == ((HOME,), (WANG, LI))
        assert (parts.terminals, parts.contacts) == ((PHONE,), (SON,))
        assert parts.services == DEFAULT_SERVICES

    def test_both_people_of_a_home_may_be_calling_from_its_telephone(self, conn):
        assert [one.id for one in site.residents(conn, terminal=PHONE.id)] == [WANG.id, LI.id]
        assert site.residents(conn, terminal="t404") == ()

    def test_saving_a_senior_again_replaces_her_tags(self, conn):
        moved = replace(WANG, tags=frozenset({"dementia"}))

        homes.save_seniors(conn, [moved])

        assert homes.load_seniors(conn, ["s1"]) == {"s1": moved}

    def test_a_telephone_out_of_service_is_not_found_by_its_number(self, conn):
        assert terminals.terminals_by_number(conn, [PHONE.number]) == (PHONE,)

        off = replace(PHONE, active=False)
        terminals.save_terminals(conn, [terminals.SecretTerminal(terminal=off, secret="")])

        assert terminals.terminals_by_number(conn, [PHONE.number]) == ()

    def test_a_home_cannot_lie_in_an_area_that_is_not_there(self, engine):
        with pytest.raises(IntegrityError), writing(engine) as conn:
            homes.save_households(conn, [HOME])

    def test_a_site_may_rename_a_service(self, conn):
        renamed = replace(DEFAULT_SERVICES[1], name_zh="送餐")

        services.save_services(conn, [renamed])

        assert services.load_services(conn)[1] == renamed

    def test_areas_may_be_saved_before_what_they_lie_in(self, engine):
        child = Area(id=AreaId("child"), name="x", kind=AreaKind.COMMUNITY, parent=AreaId("mother"))
        mother = Area(id=AreaId("mother"), name="y", kind=AreaKind.STREET)

        with writing(engine) as conn:
            areas.save_areas(conn, [child])
            areas.save_areas(conn, [mother])

        with reading(engine) as conn:
            assert areas.load_areas(conn, ["child"]) == {"child": child}


class TestProviders:
    HOURS = Hours(
        week=((Span(36, 46), Span(56, 72)), ALL_DAY, CLOSED, CLOSED, CLOSED, (Span(36, 48),), CLOSED),
        on_holidays=(Span(40, 44),),
        days=MappingProxyType({date(2026, 2, 17): CLOSED, date(2026, 2, 18): (Span(36, 40),)}),
    )
    CANTEEN = Provider(
        id=ProviderId("canteen7"), name="食堂", service=ServiceId("meals"), area=STREET.id, hours=HOURS,
        capacity=3,
        numbers=(ProviderNumber(number="+861088880017", seconds=25),
                 ProviderNumber(number="+8613800138017", accepts=Accepts.PRESS_1)),
    )  # fmt: skip

    @pytest.mark.parametrize("on_holidays", [None, CLOSED, (Span(40, 44),)])
    def test_hours_numbers_and_single_days_come_back_the_same(self, conn, on_holidays):
        provider = replace(self.CANTEEN, hours=replace(self.HOURS, on_holidays=on_holidays))

        providers.save_providers(conn, [provider])

        assert providers.load_providers(conn) == {provider.id: provider}

    def test_saving_again_leaves_nothing_of_the_old_hours_and_numbers(self, conn):
        providers.save_providers(conn, [self.CANTEEN])
        shorter = replace(self.CANTEEN, hours=Hours(week=(CLOSED,) * 7), numbers=self.CANTEEN.numbers[:1])

        providers.save_providers(conn, [shorter])

        assert providers.load_providers(conn, ["canteen7"]) == {shorter.id: shorter}


class TestStaff:
    ACCOUNT = staff.Account(person=OPERATOR, login="zhao", password_hash="x")

    def test_an_account_is_found_by_its_login(self, conn):
        staff.save_accounts(conn, [self.ACCOUNT])

        assert staff.account_of_login(conn, "zhao") == self.ACCOUNT
        assert staff.account_of_login(conn, "nobody") is None

    def test_a_login_belongs_to_one_person(self, engine):
        other = staff.Account(person=replace(OPERATOR, id=StaffId("qian")), login="zhao")

        with pytest.raises(IntegrityError), writing(engine) as conn:
            staff.save_accounts(conn, [self.ACCOUNT, other])

    def test_a_password_is_set_only_for_somebody_who_is_there(self, conn):
        staff.save_accounts(conn, [self.ACCOUNT])

        assert staff.set_password(conn, OPERATOR.id, "new")
        assert not staff.set_password(conn, StaffId("nobody"), "new")

    def test_a_shift_begins_at_its_start_and_is_over_at_its_end(self, conn):
        staff.save_accounts(conn, [self.ACCOUNT])
        shift = Shift(staff=OPERATOR.id, starts=MORNING, ends=MORNING + 8 * 60 * MINUTE)

        staff.save_shifts(conn, [shift, shift])

        assert staff.on_duty(conn, "hotline", shift.starts) == (OPERATOR,)
        assert staff.on_duty(conn, "hotline", shift.ends) == ()
        assert staff.on_duty(conn, "emergency", shift.starts) == ()

    def test_who_left_is_on_no_duty(self, conn):
        staff.save_accounts(conn, [replace(self.ACCOUNT, active=False)])
        staff.save_shifts(conn, [Shift(staff=OPERATOR.id, starts=MORNING, ends=MORNING + MINUTE)])

        assert staff.on_duty(conn, "hotline", MORNING) == ()

    def test_a_hold_covers_both_its_days(self, conn):
        hold = Hold(senior=WANG.id, starts_on=date(2026, 3, 2), ends_on=date(2026, 3, 4), reason="住院")

        staff.save_holds(conn, [hold])

        assert [staff.holds_on(conn, date(2026, 3, day)) for day in (1, 2, 4, 5)] == [
            (),
            (hold,),
            (hold,),
            (),
        ]


def fact(n: int, uniqueid: str = "c-1") -> facts.FactRow:
    return facts.FactRow(uniqueid=uniqueid, ident=str(n), linkedid="c-1", event="RUNG", at=MORNING)


class TestFacts:
    def test_a_fact_told_twice_is_kept_once(self, conn):
        assert facts.append(conn, [fact(1), fact(2), fact(1)]) == [fact(1), fact(2)]
        assert facts.append(conn, [fact(2), fact(3)]) == [fact(3)]
        assert facts.of_call(conn, ["c-1"]) == [fact(1), fact(2), fact(3)]

    def test_thousands_of_facts_are_one_append(self, conn):
        many = [fact(n) for n in range(1200)]

        assert facts.append(conn, many) == many
        assert facts.append(conn, many) == []

    def test_facts_can_be_read_again_from_any_number_on(self, conn):
        facts.append(conn, [fact(1), fact(2), fact(3)])

        [(first, _), _, _] = facts.since(conn, 0)

        assert [row for _, row in facts.since(conn, first)] == [fact(2), fact(3)]

    def test_the_cursor_moves_with_the_facts_it_stands_behind_or_not_at_all(self, engine):
        cursor = facts.CursorRow(node="a", inode=7, offset=100)
        with pytest.raises(RuntimeError), writing(engine) as conn:
            facts.append(conn, [fact(1)])
            facts.save_cursor(conn, cursor)
            raise RuntimeError("the power failed")

        with writing(engine) as conn:
            assert facts.load_cursor(conn, "a") is None
            assert facts.append(conn, [fact(1)]) == [fact(1)]
            facts.save_cursor(conn, cursor)
            facts.save_cursor(conn, replace(cursor, offset=200))
            assert facts.load_cursor(conn, "a") == replace(cursor, offset=200)


class TestInstants:
    def test_an_instant_without_a_zone_is_refused(self, conn):
        with pytest.raises(StatementError, match="no time zone"):
            calls.save(conn, [replace(PRESS, pressed_at=datetime(2026, 3, 2, 8, 0))])

    def test_an_instant_in_her_own_zone_comes_back_in_utc(self, conn):
        shanghai = timezone(timedelta(hours=8))
        calls.save(conn, [replace(PRESS, pressed_at=datetime(2026, 3, 2, 16, 0, 0, 5, tzinfo=shanghai))])

        kept = calls.load(conn, ["c-1"])["c-1"].pressed_at

        assert kept == MORNING + timedelta(microseconds=5)
        assert kept.tzinfo is UTC


class TestCalls:
    def test_a_call_saved_again_is_still_one_row(self, conn):
        ended = replace(PRESS, state="ended", ended_at=MORNING + MINUTE, outcome="reached", talk_ms=60_000)

        calls.save(conn, [PRESS])
        calls.save(conn, [ended])

        assert calls.load(conn, ["c-1", "c-404"]) == {"c-1": ended}
        assert calls.open_calls(conn) == []

    def test_open_calls_are_listed_oldest_first(self, conn):
        later = replace(PRESS, id="c-2", pressed_at=MORNING + MINUTE)

        calls.save(conn, [later, PRESS])

        assert calls.open_calls(conn) == [PRESS, later]

    def test_legs_come_back_in_order(self, conn):
        legs = tuple(calls.LegRow(call_id="c-1", position=n, target=f"prov-x-{n}") for n in (1, 2, 3))

        calls.save_legs(conn, legs[::-1])

        assert calls.load_legs(conn, ["c-1", "c-2"]) == {"c-1": legs}

    def test_todays_list_names_everybody_in_words(self, conn):
        calls.save(conn, [PRESS, replace(PRESS, id="c-0", pressed_at=MORNING - MINUTE)])

        [line] = call_lines.calls_between(conn, MORNING, MORNING + MINUTE)

        assert line.call == PRESS
        assert set(line.names.split("、")) == {WANG.name, LI.name}
        assert (line.address, line.area) == (HOME.address, STREET.name)
        assert (line.service, line.service_en) == ("社区送餐", "community dining")

    def test_a_call_of_an_unknown_telephone_is_listed_without_names(self, conn):
        calls.save(conn, [replace(PRESS, terminal_id=None, household_id=None, service_id=None)])

        [line] = call_lines.calls_between(conn, MORNING, MORNING + MINUTE)

        assert (line.names, line.names_en, line.address, line.area, line.service) == ("", "", "", "", "")

    def test_her_last_calls_come_newest_first(self, conn):
        calls.save(conn, [PRESS, replace(PRESS, id="c-2", pressed_at=MORNING + MINUTE)])

        assert [line.call.id for line in call_lines.calls_of_household(conn, "h1")] == ["c-2", "c-1"]

    def test_a_word_outside_the_vocabulary_is_refused(self, conn):
        with pytest.raises(IntegrityError):
            calls.save(conn, [replace(PRESS, outcome="perhaps")])


class TestIncidents:
    INCIDENT = incidents.IncidentRow(id="c-1", terminal_id="t1", opened_at=MORNING)

    def test_an_incident_is_open_until_a_person_closes_it(self, conn):
        incidents.save(conn, [self.INCIDENT])
        assert incidents.open_incidents(conn) == [self.INCIDENT]

        closed = replace(self.INCIDENT, state="closed", closed_at=MORNING + MINUTE, closed_by="zhao")
        incidents.save(conn, [closed])

        assert incidents.open_incidents(conn) == []
        assert incidents.load(conn, ["c-1"]) == {"c-1": closed}
        assert incidents.opened_between(conn, MORNING, MORNING + MINUTE) == [closed]

    def test_the_presses_that_joined_it_are_found(self, conn):
        second = replace(PRESS, id="c-2", incident_id="c-1", pressed_at=MORNING + MINUTE)

        calls.save(conn, [second, replace(PRESS, incident_id="c-1"), replace(PRESS, id="c-3")])

        assert [call.id for call in calls.of_incident(conn, "c-1")] == ["c-1", "c-2"]

    def test_the_timeline_stands_in_the_order_of_what_happened_and_holds_nothing_twice(self, conn):
        assert incidents.note(conn, "c-1", at=MORNING + MINUTE, what="accepted", detail="zhao")
        assert incidents.note(conn, "c-1", at=MORNING, what="pressed")
        assert not incidents.note(conn, "c-1", at=MORNING, what="pressed")

        assert [event.what for event in incidents.timeline(conn, "c-1")] == ["pressed", "accepted"]


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
