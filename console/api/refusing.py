"""How is a refused step told to a program? As problem details, with the field of each thing that is to be mended."""

from collections.abc import Sequence

from fastapi import Request

from broadcasts.campaign import Refused
from console.forms.once import Answer
from console.problems import body_of
from wellness_checks.case import Refused as WatchRefused

_STATUS = {"campaign": 404, "case": 404, "visit": 404, "task": 404, "request": 404, "call": 404, "state": 409}
"""422 for every other field: what was sent is to be mended."""


def refused(request: Request, faults: Sequence[Refused | WatchRefused]) -> Answer:
    status = _STATUS.get(faults[0].field, 422)
    errors = [{"field": fault.field, "reason": fault.reason} for fault in faults]
    detail = "; ".join(f"{fault.field}: {fault.reason}" for fault in faults)
    return Answer(status=status, body=body_of(request, status, detail, errors))
