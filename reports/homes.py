"""Of whose call is a row, and was it only a test? What every query about something done with a call asks alike."""

from typing import Any

from sqlalchemy import Select, func

from db.schema.calls import calls
from db.schema.site import households
from reports.presses import Filter, is_test

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
