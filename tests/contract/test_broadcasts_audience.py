"""Does the database choose just whom the rule chooses, and does each get one delivery?"""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Connection

from broadcasts.audience import Why
from broadcasts.campaigns import fault_of_ids
from broadcasts.filters import EVERYBODY, Filter
from broadcasts.service import (
    Draft,
    Refused,
    Started,
    create,
    drop_audience,
    excluded_people,
    load_audiences,
    preview,
    save_audience,
    start,
)
from db import audiences, campaigns, watch
from db.areas import save_areas
from db.audiences import AudienceRow
from db.campaigns import CampaignRow
from db.homes import load_seniors, save_seniors
from db.staff import save_holds
from people.areas import Area, AreaKind
from people.holds import Hold
from people.ids import AreaId, HouseholdId, SeniorId
from people.seniors import MessageWay, Senior
from tests.contract.audiences import DAY, FROST, NOW, conn, heard, url

__all__ = ["conn", "url"]


def away(conn: Connection, senior: str, reason: str, *, days: int = 0) -> None:
    """From yesterday until so many days from today."""
    today = date(2026, 3, 1)
    until = today + DAY * days
    save_holds(conn, [Hold(senior=SeniorId(senior), starts_on=today - DAY, ends_on=until, reason=reason)])


def why(conn: Connection, senior: str, chosen: Filter = EVERYBODY) -> Why | None:
    return next((one.why for one in excluded_people(conn, NOW, chosen) if one.senior == senior), None)


def drafted(conn: Connection, draft: Draft) -> CampaignRow:
    row = create(conn, NOW, draft, by="hu")
    assert isinstance(row, CampaignRow), row
    return row


def test_a_preview_counts_everybody_once_among_the_chosen_or_under_one_reason(conn: Connection) -> None:
    away(conn, "zhao", "to her daughter")

    found = preview(conn, NOW, EVERYBODY)

    assert (found.total, found.chosen) == (2, 1)
    assert found.excluded == {Why.ON_HOLD: 1}
    assert found.by_area == {"laoshan": 1}
    assert [(one.senior, one.name) for one in found.sample] == [("wang", "王秀英")]


@pytest.mark.parametrize("reason", ["Hospital, ward 3", "住院", "去医院"])
def test_who_is_in_hospital_is_told_apart_from_who_travels(conn: Connection, reason: str) -> None:
    away(conn, "wang", reason)

    assert why(conn, "wang") is Why.IN_HOSPITAL


def test_who_has_heard_the_campaign_before_is_left_out_of_the_next(conn: Connection) -> None:
    heard(conn, "wang", "c0")

    assert why(conn, "wang", Filter(not_reached_by="c0")) is Why.ALREADY_REACHED
    assert why(conn, "zhao", Filter(not_reached_by="c0")) is None


def test_an_area_holds_whatever_lies_below_it(conn: Connection) -> None:
    save_areas(conn, [
        Area(id=AreaId("shijingshan"), name="石景山", kind=AreaKind.DISTRICT),
        Area(id=AreaId("laoshan"), name="老山", kind=AreaKind.COMMUNITY, parent=AreaId("shijingshan")),
        Area(id=AreaId("gucheng"), name="古城", kind=AreaKind.COMMUNITY, parent=AreaId("shijingshan")),
    ])  # fmt: skip

    assert preview(conn, NOW, Filter(areas=frozenset({"shijingshan"}))).chosen == 2
    assert preview(conn, NOW, Filter(areas=frozenset({"gucheng"}))).excluded == {Why.NOT_CHOSEN: 2}


def test_a_list_longer_than_any_statement_takes_parameters_is_one_list(conn: Connection) -> None:
    many = frozenset(f"s{n}" for n in range(300_000)) | {"wang"}

    assert preview(conn, NOW, Filter(seniors=many)).chosen == 1


def test_ids_that_nobody_knows_are_named_and_a_tag_with_a_fixed_id_is_known(conn: Connection) -> None:
    wrong = Filter(
        areas=frozenset({"nowhere"}),
        tags=frozenset({"bereaved_parent", "blue_eyed"}),
        terminals=frozenset({"t9"}),
        seniors=frozenset({"wang", *(f"x{n}" for n in range(5))}),
        not_reached_by="c9",
    )

    reasons = {refused.reason for refused in fault_of_ids(conn, wrong)}

    assert reasons == {
        "there is no area nowhere", "there is no tag blue_eyed", "there is no terminal t9",
        "there is no senior x0, x1, x2 and 2 more", "there is no campaign c9",
    }  # fmt: skip
    assert fault_of_ids(conn, Filter(terminals=frozenset({"t1001"}))) == ()


def test_everybody_of_the_audience_gets_one_delivery_and_a_clock(conn: Connection) -> None:
    save_seniors(conn, [replace(load_seniors(conn)[SeniorId("zhao")], message_way=MessageWay.WAITING)])
    row = drafted(conn, Draft(title="Frost", text="It will be cold"))

    done = start(conn, row.id, NOW, audio=FROST, by="hu")

    assert isinstance(done, Started)
    assert (done.people, done.excluded, done.campaign.state) == (2, {}, "running")
    wang, zhao = sorted(campaigns.of_campaign(conn, row.id), key=lambda one: one.senior_id)
    assert (wang.state, wang.way, wang.why, wang.terminal_id) == ("waiting", "called", "", "t1001")
    assert (zhao.state, zhao.way, zhao.why, zhao.evidence) == ("done", "waiting", "by_lamp", "")
    assert {(one.area_id, one.available_at, one.total_ms, one.heard_at) for one in (wang, zhao)} == {
        ("laoshan", NOW, 30_000, None)
    }
    assert {one.oldest_unheard_at for one in watch.load_watch(conn, ["wang", "zhao"]).values()} == {NOW}


def test_a_clock_that_runs_already_is_not_set_back(conn: Connection) -> None:
    watch.save_watch(conn, [watch.WatchRow(senior_id="wang", oldest_unheard_at=NOW - DAY, last_sign_kind="key")])
    row = drafted(conn, Draft(title="Frost", text="It will be cold"))

    start(conn, row.id, NOW, audio=FROST, by="hu")

    kept = watch.load_watch(conn, ["wang"])["wang"]
    assert (kept.oldest_unheard_at, kept.last_sign_kind) == (NOW - DAY, "key")


def test_ids_of_deliveries_are_ulids_of_their_moment_unique_and_in_order(conn: Connection) -> None:
    home = HouseholdId("h1")
    save_seniors(conn, [Senior(id=SeniorId(f"p{n:03}"), household=home, name="王") for n in range(100)])
    first, second = (drafted(conn, Draft(title=name, text="x")) for name in ("A", "B"))

    start(conn, first.id, NOW, audio=FROST, by="hu")
    start(conn, second.id, NOW + DAY, audio=FROST, by="hu")

    rows = [*campaigns.of_campaign(conn, first.id), *campaigns.of_campaign(conn, second.id)]
    ids = [row.id for row in rows]
    assert len(set(ids)) == 204
    assert ids == sorted(ids)
    assert [row.senior_id for row in rows[:102]] == sorted(row.senior_id for row in rows[:102])
    assert {len(one) for one in ids} == {26}
    assert set("".join(ids)) <= set("0123456789abcdefghjkmnpqrstvwxyz")


def test_an_audience_of_nobody_is_refused_at_the_start_with_the_reasons(conn: Connection) -> None:
    row = drafted(conn, Draft(title="Frost", text="x", audience=Filter(min_age=100)))

    refused = start(conn, row.id, NOW, audio=FROST, by="hu")

    assert refused == Refused(field="audience", reason="nobody would be rung: 2 not_chosen")
    assert campaigns.of_campaign(conn, row.id) == []


def test_an_audience_is_saved_under_a_name_that_no_other_has(conn: Connection) -> None:
    alone = Filter(tags=frozenset({"lives_alone"}))
    save_audience(conn, NOW, " Alone ", alone, by="hu")

    again = save_audience(conn, NOW, "Alone", EVERYBODY, by="li")
    save_audience(conn, NOW, "Alone", replace(alone, min_age=80), by="li", replacing=True)

    assert again == (Refused(field="name", reason="another audience has this name"),)
    assert [(one.name, one.filter.min_age, one.saved_by) for one in load_audiences(conn)] == [("Alone", 80, "li")]
    assert drop_audience(conn, NOW, "Alone", by="li") is None
    assert drop_audience(conn, NOW, "Alone", by="li") == Refused(field="name", reason="there is no audience Alone")
    assert load_audiences(conn) == []


def test_a_saved_audience_without_a_name_or_with_faults_is_refused_and_an_unreadable_one_left_out(
    conn: Connection,
) -> None:
    refused = save_audience(conn, NOW, "", Filter(min_age=9, max_age=3, areas=frozenset({"nowhere"})), by="hu")
    too_long = save_audience(conn, NOW, "x" * 101, EVERYBODY, by="hu")
    audiences.save(conn, AudienceRow(id="a1", name="Old", filter='{"moon": 1}', saved_at=NOW))

    assert isinstance(refused, tuple)
    assert [one.field for one in refused] == ["name", "audience", "audience"]
    assert too_long == (Refused(field="name", reason="longer than 100 characters"),)
    assert load_audiences(conn) == []
