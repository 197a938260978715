"""Who is on the line? Everything that an operator needs to know of a call, read in one go and in no language yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from console.book import Book, Wanted, look_up
from console.today import Dialled
from console.watch.names import people_names
from console.watch.person_view import PersonView, read_person
from db import in_hand
from db.areas import load_areas
from db.call_lines import CallLine
from db.calls import CallRow, load, load_legs
from db.cases import open_case_of
from db.homes import load_seniors, seniors_of_households
from db.in_hand import ActRow, InHandRow, RecordingRow
from db.incidents import load as load_incidents
from db.providers import load_providers
from db.services import load_services
from db.terminals import load_terminals
from db.visits import open_visits
from ivr.in_hand.acts import KEYS, Kind, Place, may
from ivr.in_hand.rates import answer_rates
from ivr.in_hand.service import standing
from ivr.in_hand.targets import Target, targets
from ivr.services import HOTLINE, HOTLINE_SERVICE, Service
from ivr.site import Site
from people.ids import AreaId, SeniorId, ServiceId, TerminalId
from people.seniors import Senior

LATEST = 10
"""Events of her life that are shown."""


@dataclass(frozen=True, kw_only=True)
class Offered:
    """For one service: to whom the call may be passed on."""

    service: Service
    targets: tuple[Target, ...]


@dataclass(frozen=True, kw_only=True)
class Card:
    """`person`: whose telephone it is, or who the caller turned out to be; `living`: everybody of that home."""

    call: Dialled
    hand: InHandRow
    person: PersonView | None
    living: tuple[Senior, ...]
    acts: tuple[ActRow, ...]
    recordings: tuple[RecordingRow, ...]
    offered: Offered
    services: tuple[Service, ...]
    open_cases: tuple[str, ...]
    open_visits: int
    book: Book
    names: dict[str, str]

    @property
    def row(self) -> CallRow:
        return self.call.line.call

    @property
    def attached(self) -> bool:
        """By what was said, not by the telephone."""
        return self.hand.senior_id is not None

    @property
    def over(self) -> bool:
        return self.hand.place in (Place.OVER, Place.AWAY)

    @property
    def ringing(self) -> bool:
        return self.row.state in ("pressed", "ringing")

    @property
    def recording(self) -> RecordingRow | None:
        return next((one for one in self.recordings if one.state != "done"), None)

    def may(self, kind: str) -> bool:
        return bool(self.hand.peer) and may(Kind(kind), Place(self.hand.place))

    def key(self, kind: str) -> str:
        return KEYS[Kind(kind)].upper()


def read_card(conn: Connection, call: str, service: str, zone: str, now: datetime) -> Card | None:
    """None: no such call. `service`: whose providers are offered; empty: of the service that she asked for."""
    row = load(conn, [call]).get(call)
    if row is None:
        return None
    hand = standing(conn, row)
    living = _living(conn, row, hand)
    person = read_person(conn, living[0].id, now, LATEST) if living else None
    legs = load_legs(conn, [call]).get(call, ())
    incidents = load_incidents(conn, {row.incident_id} if row.incident_id else set())
    dialled = Dialled(line=_line(row), legs=legs, incident=incidents.get(row.incident_id or ""))
    wanted = Wanted(
        terminals={row.terminal_id or ""}, seniors={one.id for one in living},
        targets={row.target, *(leg.target for leg in legs)},
    )  # fmt: skip
    acts = in_hand.acts_of(conn, call)
    services = (HOTLINE_SERVICE, *load_services(conn))
    return Card(
        call=dialled, hand=hand, person=person, living=living, acts=tuple(acts),
        recordings=tuple(in_hand.recordings_of(conn, call)), services=services,
        offered=offered(conn, service or row.service_id or HOTLINE, person, services, zone, now),
        open_cases=tuple(case.id for one in living if (case := open_case_of(conn, one.id))),
        open_visits=sum(visit.senior_id in {one.id for one in living} for visit in open_visits(conn)),
        book=look_up(conn, wanted), names=_names(conn, acts, hand, person),
    )  # fmt: skip


def offered(
    conn: Connection, service: str, person: PersonView | None, services: Sequence[Service], zone: str, now: datetime
) -> Offered:
    """An unknown caller lives nowhere: then only the ambulance is offered, and the directory helps."""
    known = next((one for one in services if one.id == service), HOTLINE_SERVICE)
    wanted = [one for one in load_providers(conn).values() if one.service == known.id and one.active]
    site = Site(areas=tuple(load_areas(conn).values()), providers=tuple(wanted), zone=zone)
    area = person.household.area if person else AreaId("")
    contacts = person.contacts if person else ()
    found = targets(site, ServiceId(known.id), area, contacts, answer_rates(conn, now), now)
    return Offered(service=known, targets=found)


def _living(conn: Connection, row: CallRow, hand: InHandRow) -> tuple[Senior, ...]:
    if hand.senior_id is not None:
        return tuple(load_seniors(conn, [hand.senior_id]).values())
    terminal = load_terminals(conn, [row.terminal_id or ""]).get(TerminalId(row.terminal_id or ""))
    return tuple(seniors_of_households(conn, [terminal.household]).get(terminal.household, ())) if terminal else ()


def _names(conn: Connection, acts: Sequence[ActRow], hand: InHandRow, person: PersonView | None) -> dict[str, str]:
    asked = {act.asked_by for act in acts} | {hand.noted_by, hand.closed_by, hand.attached_by}
    told = {line.by for line in person.history} if person else set()
    return dict(people_names(conn, {SeniorId(one) for one in asked | told if one}))


def _line(row: CallRow) -> CallLine:
    """A call whose names are told by the person's own card."""
    return CallLine(call=row, names="", names_en="", address="", area="", service="", service_en="")
