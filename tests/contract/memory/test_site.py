"""Does what is known about people, providers and staff come back from the memory as it was put in?"""

from dataclasses import replace
from datetime import date
from types import MappingProxyType

import pytest
from sqlalchemy.exc import IntegrityError

from db import (
    areas,
    homes,
    providers,
    services,
    site,
    staff,
    terminals,
)
from db.engine import reading, writing
from ivr.services import DEFAULT_SERVICES
from people.areas import Area, AreaKind
from people.holds import Hold
from people.ids import AreaId, ProviderId, ServiceId, StaffId
from people.providers import ALL_DAY, CLOSED, Hours, Provider, ProviderNumber, Span
from people.staff import Shift
from people.terminals import Accepts
from tests.contract.memory.known import HOME, LI, MINUTE, MORNING, OPERATOR, PHONE, SON, STREET, WANG


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
