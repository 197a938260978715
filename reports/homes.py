"""Of whose call is a row, and was it only a test? What every query about something done with a call asks alike."""

from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from db.schema.calls import calls
from db.schema.reports import drills
from db.schema.site import households
from reports.presses import Filter, during, is_test

OF_THE_CALL = (
    func.coalesce(calls.c.terminal_id, "").label("terminal"),
    func.coalesce(households.c.area_id, "").label("area"),
    func.coalesce(calls.c.service_id, "").label("service"),
    is_test().label("test"),
)
"""The columns, in this order."""


def of_calls(asked: Select[Any], source: Any, call: Any, only: Filter) -> Select[Any]:
    """The query from `source` with its calls (ids in `call`) and their homes beside it, of what is asked for alone."""
    with_calls = source.outerjoin(calls, calls.c.id == call)
    asked = asked.select_from(with_calls.outerjoin(households, households.c.id == calls.c.household_id))
    if only.areas:
        asked = asked.where(households.c.area_id.in_(only.areas))
    return asked.where(calls.c.service_id.in_(only.services)) if only.services else asked


def counted_of(asked: Select[Any], source: Any, call: Any, only: Filter) -> Select[Any]:
    """The query for counting alone: no call is looked up unless its home or service is asked for."""
    return of_calls(asked, source, call, only) if only.areas or only.services else asked.select_from(source)


def of_a_test(call: Any) -> ColumnElement[bool]:
    """P4, of a row that names its call: the calls of tests are few, and found by the times of the tests."""
    tried: ColumnElement[bool] = call.in_(select(calls.c.id).join_from(drills, calls, during()))
    return tried
