"""Who is on the line? Everything that an operator needs to know of a call, read in one go and in no language yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from console.book import Book, Wanted, look_up
from console.today import Dialled
from console.watch.names import people_names
from console.watch.person_view import PersonView, read_her
from db import in_hand
from db.call_lines import CallLine
from db.calls import CallRow, load, load_legs
from db.cases import open_cases_of
from db.in_hand import ActRow, InHandRow, RecordingRow
from db.incidents import load as load_incidents
from db.providers import providers_of_service
from db.visits import open_visits_of
from ivr.in_hand.acts import KEYS, Kind, Place, may
from ivr.in_hand.rates import answer_rates
from ivr.in_hand.service import standing
from ivr.in_hand.targets import Target, targets
from ivr.rungs import provider_target
from ivr.services import HOTLINE, HOTLINE_SERVICE, Service
from ivr.site import Site
from people.ids import AreaId, SeniorId, ServiceId
from people.seniors import Senior
from wellness_checks.service import history_of

LATEST = 10
"""Events of her life that are shown; who looked at her card is none."""


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
    legs = load_legs(conn, [call]).get(call, ())
    incidents = load_incidents(conn, {row.incident_id} if row.incident_id else set())
    dialled = Dialled(line=_line(row), legs=legs, incident=incidents.get(row.incident_id or ""))
    book = look_up(conn, Wanted(
        terminals={row.terminal_id or ""}, seniors={hand.senior_id or ""},
        targets={row.target, *(leg.target for leg in legs)},
    ))  # fmt: skip
    living = _living(book, row, hand)
    person = _person(conn, book, living[0], now) if living else None
    acts = in_hand.acts_of(conn, call)
    theirs = [one.id for one in living]
    return Card(
        call=dialled, hand=hand, person=person, living=living, acts=tuple(acts),
        recordings=tuple(in_hand.recordings_of(conn, call)), services=_in_order(book),
        offered=offered(conn, service or row.service_id or HOTLINE, person, book, zone, now),
        open_cases=tuple(case.id for case in open_cases_of(conn, theirs)),
        open_visits=len(open_visits_of(conn, theirs)), book=book, names=_names(conn, acts, hand, person),
    )  # fmt: skip


def offered(conn: Connection, service: str, person: PersonView | None, book: Book, zone: str, now: datetime) -> Offered:
    """An unknown caller lives nowhere: then only the ambulance is offered, and the directory helps."""
    known = book.services.get(ServiceId(service), HOTLINE_SERVICE)
    wanted = [one for one in providers_of_service(conn, known.id).values() if one.active]
    site = Site(areas=tuple(book.areas.values()), providers=tuple(wanted), zone=zone)
    area = person.household.area if person else AreaId("")
    contacts = person.contacts if person else ()
    rung = [provider_target(one.id, n) for one in wanted for n, _ in enumerate(one.numbers, 1)]
    found = targets(site, ServiceId(known.id), area, contacts, answer_rates(conn, now, rung), now)
    return Offered(service=known, targets=found)


def _in_order(book: Book) -> tuple[Service, ...]:
    """The hotline's first, then as the site lists them."""
    return tuple(sorted(book.services.values(), key=lambda one: (one.id != HOTLINE, one.position, one.id)))


def _living(book: Book, row: CallRow, hand: InHandRow) -> tuple[Senior, ...]:
    if hand.senior_id is not None:
        attached = book.seniors.get(SeniorId(hand.senior_id))
        return (attached,) if attached else ()
    return book.home(row.terminal_id).seniors


def _person(conn: Connection, book: Book, her: Senior, now: datetime) -> PersonView:
    home = book.households[her.household]
    contacts = tuple(one for one in book.rung if one.household == home.id)
    return read_her(conn, her, home, contacts, now, history_of(conn, her, LATEST, with_audit=False))


def _names(conn: Connection, acts: Sequence[ActRow], hand: InHandRow, person: PersonView | None) -> dict[str, str]:
    asked = {act.asked_by for act in acts} | {hand.noted_by, hand.closed_by, hand.attached_by}
    told = {line.by for line in person.history} if person else set()
    return dict(people_names(conn, {SeniorId(one) for one in asked | told if one}))


def _line(row: CallRow) -> CallLine:
    """A call whose names are told by the person's own card."""
    return CallLine(call=row, names="", names_en="", address="", area="", service="", service_en="")
