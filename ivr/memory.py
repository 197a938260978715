"""How do calls and incidents, as the rules see them, become rows and come back?"""

from collections.abc import Iterable, Mapping

from sqlalchemy import Connection

from db import calls as call_rows
from db import incidents as incident_rows
from db.calls import CallRow, LegRow
from db.incidents import IncidentRow
from ivr.call import Call, Leg
from ivr.incident import Incident, Moment
from ivr.reasons import reason


def open_calls(conn: Connection) -> dict[str, Call]:
    """Every call that has not ended, by id."""
    return _calls(conn, call_rows.open_calls(conn))


def calls(conn: Connection, ids: Iterable[str]) -> dict[str, Call]:
    return _calls(conn, call_rows.load(conn, list(ids)).values())


def open_incidents(conn: Connection) -> dict[str, Incident]:
    return {row.id: _incident(conn, row) for row in incident_rows.open_incidents(conn)}


def incidents(conn: Connection, ids: Iterable[str]) -> dict[str, Incident]:
    return {key: _incident(conn, row) for key, row in incident_rows.load(conn, list(ids)).items()}


def save_calls(conn: Connection, calls: Iterable[Call], homes: Mapping[str, str]) -> None:
    """Whole rows with their legs. `homes`: terminal -> household."""
    calls = list(calls)
    call_rows.save(conn, [_call_row(call, homes.get(call.terminal_id)) for call in calls])
    call_rows.save_legs(conn, [_leg_row(call.id, leg) for call in calls for leg in call.legs])


def save_incidents(conn: Connection, before: Mapping[str, Incident], after: Iterable[Incident]) -> None:
    """The rows, and those lines of their timelines that are new."""
    after = list(after)
    incident_rows.save(conn, [_incident_row(incident) for incident in after])
    for incident in after:
        known = before[incident.id].timeline if incident.id in before else ()
        for moment in incident.timeline:
            if moment not in known:
                incident_rows.note(conn, incident.id, at=moment.at, what=moment.what, detail=moment.detail)


def _calls(conn: Connection, rows: Iterable[CallRow]) -> dict[str, Call]:
    rows = list(rows)
    legs = call_rows.load_legs(conn, [row.id for row in rows])
    return {row.id: _call(row, legs.get(row.id, ())) for row in rows}


def _call(row: CallRow, legs: Iterable[LegRow]) -> Call:
    return Call(
        id=row.id,
        terminal_id=row.terminal_id or "",
        service_id=row.service_id or "",
        via=row.via,
        confirmed=row.confirmed,
        caller_id=row.caller_id,
        sip_call_id=row.sip_call_id,
        route_source=row.route_source,
        pressed_at=row.pressed_at,
        state=row.state,
        ring_at=row.ring_at,
        reached_at=row.reached_at,
        ended_at=row.ended_at,
        target=row.target,
        exhausted=row.exhausted,
        ended_by=row.ended_by,
        outcome=row.outcome,
        incident_id=row.incident_id,
        legs=tuple(_leg(leg) for leg in legs if leg.started_at is not None),
    )


def _leg(row: LegRow) -> Leg:
    assert row.started_at is not None
    return Leg(
        position=row.position,
        target=row.target,
        seconds=row.seconds or 0,
        why=row.why,
        status=row.status,
        started_at=row.started_at,
        ended_at=row.ended_at,
        sip_call_id=row.sip_call_id,
        tried=row.tried,
        answered_by=row.answered_by,
    )


def _call_row(call: Call, household: str | None) -> CallRow:
    return CallRow(
        id=call.id,
        kind="press",
        terminal_id=call.terminal_id,
        household_id=household,
        service_id=call.service_id,
        via=call.via,
        confirmed=call.confirmed,
        caller_id=call.caller_id,
        sip_call_id=call.sip_call_id,
        route_source=call.route_source,
        state=call.state,
        pressed_at=call.pressed_at,
        ring_at=call.ring_at,
        reached_at=call.reached_at,
        ended_at=call.ended_at,
        target=call.target,
        rungs=call.rungs,
        exhausted=call.exhausted,
        ms_to_ring=call.ms_to_ring,
        ms_to_person=call.ms_to_person,
        talk_ms=call.talk_ms,
        ended_by=call.ended_by,
        outcome=call.outcome,
        reason=reason(call),
        incident_id=call.incident_id,
    )


def _leg_row(call_id: str, leg: Leg) -> LegRow:
    return LegRow(
        call_id=call_id,
        position=leg.position,
        target=leg.target,
        seconds=leg.seconds,
        why=leg.why,
        status=leg.status,
        started_at=leg.started_at,
        ended_at=leg.ended_at,
        sip_call_id=leg.sip_call_id,
        tried=leg.tried,
        answered_by=leg.answered_by,
    )


def _incident(conn: Connection, row: IncidentRow) -> Incident:
    lines = incident_rows.timeline(conn, row.id)
    return Incident(
        id=row.id,
        terminal_id=row.terminal_id or "",
        opened_at=row.opened_at,
        state=row.state,
        accepted_at=row.accepted_at,
        accepted_by=row.accepted_by,
        closed_at=row.closed_at,
        closed_by=row.closed_by,
        presses=row.presses,
        rung_back=row.rung_back,
        timeline=tuple(Moment(at=line.at, what=line.what, detail=line.detail) for line in lines),
    )


def _incident_row(incident: Incident) -> IncidentRow:
    return IncidentRow(
        id=incident.id,
        terminal_id=incident.terminal_id,
        state=incident.state,
        opened_at=incident.opened_at,
        accepted_at=incident.accepted_at,
        accepted_by=incident.accepted_by,
        closed_at=incident.closed_at,
        closed_by=incident.closed_by,
        presses=incident.presses,
        rung_back=incident.rung_back,
    )
