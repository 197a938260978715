"""Who lives where? Households, the seniors in them with their tags, and whom to ring for them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from sqlalchemy import Connection, delete

from db import revisions
from db.records import Values, among, clear, put, put_new, reads
from db.schema.site import contacts, households, senior_tags, seniors
from db.watch import look_again
from people.ids import AreaId, ContactId, HouseholdId, SeniorId
from people.seniors import Household, Language, MessageWay, Senior
from people.terminals import Accepts, Contact
from people.windows import parse_windows, windows_text


def load_households(conn: Connection, ids: Collection[str] | None = None) -> Mapping[HouseholdId, Household]:
    """All of them, or those named that exist."""
    rows = reads(conn, among(households, households.c.id, ids))
    return {
        HouseholdId(key): Household(id=key, area=AreaId(area), address=address, access_note=note)
        for key, area, address, note in rows
    }


def load_seniors(conn: Connection, ids: Collection[str] | None = None) -> Mapping[SeniorId, Senior]:
    """All of them, or those named that exist."""
    tags = _tags(conn, ids)
    found = reads(conn, among(seniors, seniors.c.id, ids))
    return {SeniorId(row[0]): _senior(*row, tags=tags.get(row[0], frozenset())) for row in found}


def seniors_of_households(conn: Connection, homes: Collection[str]) -> Mapping[HouseholdId, tuple[Senior, ...]]:
    """Who lives in these homes, in the order of their ids."""
    rows = sorted(reads(conn, among(seniors, seniors.c.household_id, homes)), key=lambda row: str(row.id))
    tags = _tags(conn, [row.id for row in rows])
    grouped: defaultdict[HouseholdId, list[Senior]] = defaultdict(list)
    for row in rows:
        grouped[row.household_id].append(_senior(*row, tags=tags.get(row.id, frozenset())))
    return {home: tuple(people) for home, people in grouped.items()}


def load_contacts(conn: Connection, ids: Collection[str] | None = None) -> Mapping[ContactId, Contact]:
    """All of them, or those named that exist."""
    rows = reads(conn, among(contacts, contacts.c.id, ids))
    return {ContactId(row[0]): _contact(*row) for row in rows}


def contacts_of_households(conn: Connection, homes: Collection[str]) -> tuple[Contact, ...]:
    """In the order they are rung, home by home."""
    rows = reads(conn, among(contacts, contacts.c.household_id, homes))
    return tuple(sorted((_contact(*row) for row in rows), key=lambda c: (c.household, c.position, c.id)))


def save_households(conn: Connection, items: Sequence[Household]) -> None:
    revisions.changed(conn)
    put(conn, households, [
        {"id": h.id, "area_id": h.area, "address": h.address, "access_note": h.access_note} for h in items
    ])  # fmt: skip


def save_seniors(conn: Connection, items: Sequence[Senior]) -> None:
    """With their tags: those a senior no longer has are removed."""
    revisions.changed(conn)
    put(conn, seniors, [_senior_values(senior) for senior in items])
    clear(conn, delete(senior_tags), senior_tags.c.senior_id, [senior.id for senior in items])
    put_new(conn, senior_tags, [{"senior_id": s.id, "tag": tag} for s in items for tag in sorted(s.tags)])
    look_again(conn, [senior.id for senior in items])


def save_contacts(conn: Connection, items: Sequence[Contact]) -> None:
    revisions.changed(conn)
    put(conn, contacts, [
        {"id": c.id, "household_id": c.household, "position": c.position, "name": c.name, "number": c.number,
         "relation": c.relation, "accepts": c.accepts.value, "holds_key": c.holds_key}
        for c in items
    ])  # fmt: skip


def _tags(conn: Connection, ids: Collection[str] | None) -> Mapping[str, frozenset[str]]:
    grouped: defaultdict[str, set[str]] = defaultdict(set)
    for senior, tag in reads(conn, among(senior_tags, senior_tags.c.senior_id, ids)):
        grouped[senior].add(tag)
    return {senior: frozenset(tags) for senior, tags in grouped.items()}


def _senior(
    key: str, household: str, name: str, name_en: str, born: date | None, gender: str, language: str,
    zone: str, hears_badly: bool, dialect: str, medical_note: str, consents: bool,
    silent_after_days: int | None, message_way: str, call_windows: str,
    *, tags: frozenset[str],
) -> Senior:  # fmt: skip
    return Senior(
        id=SeniorId(key), household=HouseholdId(household), name=name, name_en=name_en,
        born=born, gender=gender, tags=tags, language=Language(language), zone=zone, hears_badly=hears_badly,
        dialect=dialect, medical_note=medical_note, consents_to_broadcasts=consents,
        silent_after_days=silent_after_days, message_way=MessageWay(message_way or MessageWay.CALLED),
        call_windows=parse_windows(call_windows),
    )  # fmt: skip


def _senior_values(s: Senior) -> Values:
    return {
        "id": s.id, "household_id": s.household, "name": s.name, "name_en": s.name_en, "born": s.born,
        "gender": s.gender, "language": s.language.value, "zone": s.zone, "hears_badly": s.hears_badly,
        "dialect": s.dialect, "medical_note": s.medical_note,
        "consents_to_broadcasts": s.consents_to_broadcasts, "silent_after_days": s.silent_after_days,
        "message_way": s.message_way.value, "call_windows": windows_text(s.call_windows),
    }  # fmt: skip


def _contact(
    key: str, household: str, position: int, name: str, number: str, relation: str, accepts: str,
    holds_key: bool,
) -> Contact:  # fmt: skip
    return Contact(
        id=ContactId(key), household=HouseholdId(household), position=position, name=name, number=number,
        relation=relation, accepts=Accepts(accepts), holds_key=holds_key,
    )  # fmt: skip
