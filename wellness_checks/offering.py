"""Which visitor is rung next? Those on duty for her area one after the other, five minutes each, until one accepts."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from db import cases, tasks, visits
from db.areas import load_areas
from db.homes import load_households, load_seniors
from db.staff import load_accounts, on_duty
from db.tasks import TaskRow
from db.ulid import new_ulid
from db.visits import OfferRow, VisitRow
from people.areas import upwards
from people.ids import AreaId, SeniorId
from people.staff import Role, Staff
from wellness_checks import orders
from wellness_checks.case import Refused
from wellness_checks.settings import WatchSettings

DUTY = "visits"


def offer_visits(conn: Connection, now: datetime, settings: WatchSettings | None = None) -> list[VisitRow]:
    """Ring the next visitor for every visit that nobody has accepted in time: which visits."""
    rules = settings or WatchSettings()
    return [_offer(conn, row, now, rules) for row in visits.to_be_offered(conn, now)]


def decline_visit(conn: Connection, visit_id: str, now: datetime, *, by: str) -> VisitRow | Refused:
    """The next one is rung at once."""
    row = visits.load(conn, visit_id)
    if row is None:
        return Refused(field="visit", reason="there is no such visit")
    if row.offered_to != by:
        return Refused(field="by", reason="it is not offered to you")
    _end_offer(conn, row, now, "declined")
    free = replace(row, offered_to=None, offered_until=None)
    visits.save(conn, free)
    return free


def next_visitor(candidates: Sequence[Staff], offered: Sequence[str]) -> Staff | None:
    """Whoever was asked least often; of those the first. None: there is nobody."""
    return min(candidates, key=lambda one: (offered.count(one.id), candidates.index(one)), default=None)


def _offer(conn: Connection, row: VisitRow, now: datetime, rules: WatchSettings) -> VisitRow:
    _end_offer(conn, row, now, "no_answer")
    made = visits.offers(conn, row.id)
    area = _area(conn, row)
    people = _visitors(conn, area, now)
    visitor = next_visitor(people, [one.staff_id for one in made])
    if visitor is None or len(made) >= len(people):
        tasks.open_task(conn, _nobody(row, now, people))
    offered = replace(row, offered_to=visitor.id if visitor else None, offered_until=now + rules.offer_for)
    visits.save(conn, offered)
    if visitor:
        offer = OfferRow(visit_id=row.id, position=len(made) + 1, staff_id=visitor.id, offered_at=now)
        visits.save_offer(conn, offer)
        case = cases.load(conn, [row.case_id or ""]).get(row.case_id or "")
        orders.ring_visitor(conn, offer, visitor, visit=row, area=area, case=case, now=now)
    return offered


def _end_offer(conn: Connection, row: VisitRow, now: datetime, answer: str) -> None:
    for offer in visits.offers(conn, row.id):
        if not offer.answer:
            visits.save_offer(conn, replace(offer, answer=answer, answered_at=now))


def _visitors(conn: Connection, area: str, now: datetime) -> list[Staff]:
    """On duty for visits; where the rota names nobody, every visitor. Those of her own area first, then wider."""
    near = list(upwards(AreaId(area), load_areas(conn)))
    rota = [one for one in on_duty(conn, DUTY, now) if one.area is None or one.area in near]
    everybody = [account.person for account in load_accounts(conn).values() if account.active]
    fit = rota or [one for one in everybody if one.role is Role.VISITOR and (one.area is None or one.area in near)]
    return sorted(fit, key=lambda one: (near.index(one.area) if one.area else len(near), one.id))


def _area(conn: Connection, row: VisitRow) -> str:
    home = load_seniors(conn, [row.senior_id])[SeniorId(row.senior_id)].household
    return load_households(conn, [home])[home].area


def _nobody(row: VisitRow, now: datetime, people: Sequence[Staff]) -> TaskRow:
    note = f"{len(people)} visitors were rung, nobody accepted" if people else "no visitor is on the rota for her area"
    return TaskRow(
        id=new_ulid(now), kind="no_visitor", subject=row.id, senior_id=row.senior_id, case_id=row.case_id,
        opened_at=now, due_at=now, note=note,
    )  # fmt: skip
