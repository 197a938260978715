"""What is the telephone's part of the operator's page drawn from?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from fastapi import Request

from console.access.table import ANSWERING
from console.forms.sending import person_of
from console.frame import frame_of
from ivr.operators.phones import endpoint_of

DOMAIN: Final = "bigbutton.invalid"
"""SIP wants one; nothing is looked up by it."""
SCRIPT: Final = "jssip.js"


@dataclass(frozen=True, kw_only=True)
class Telephone:
    uri: str
    """Empty: this account has none."""
    there: bool
    """Whether this console has what a browser telephone needs: an exchange, and JsSIP."""
    desk: str
    """The operator's desk telephone; empty: none."""


def uri_of(staff: str) -> str:
    return f"sip:{endpoint_of(staff)}@{DOMAIN}"


def telephone(request: Request) -> Mapping[str, Any]:
    person, settings = person_of(request), frame_of(request).settings
    has_one = person.role in ANSWERING
    there = settings.telephones is not None and settings.scripts is not None and (settings.scripts / SCRIPT).is_file()
    return {"telephone": Telephone(uri=uri_of(person.id) if has_one else "", there=there, desk=person.desk)}
