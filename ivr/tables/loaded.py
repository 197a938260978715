"""What does the exchange want to know of the database now? Read at each look, a moment long; nothing is kept here."""

from datetime import timedelta

from sqlalchemy import Engine

from db import revisions
from db.engine import reading, writing
from db.providers import load_providers
from db.requests import desks_of_providers
from db.terminals import load_terminals
from ivr.asterisk.ami_actions import Order
from ivr.clock import Clock
from ivr.commands import Command, ToPeople
from ivr.in_hand.commands import InHand
from ivr.in_hand.orders import order_in_hand
from ivr.messages.waiting import Waiting, lamp_owners
from ivr.messages.waiting_changes import WaitingChanges
from ivr.operators.phones import phone_rows
from ivr.orders import Ways, dialled, order
from ivr.orders_to_people import order_to_people
from ivr.picture import answering, endpoints, load_site
from ivr.queue.needs import need_rows
from ivr.queue.settings import skills_of
from ivr.requests.provider_rows import provider_rows
from ivr.settings import Settings
from ivr.site import Site
from ivr.tables import overlay
from ivr.tables.rows import Row
from people.ids import TerminalId
from people.terminals import Terminal


class Loaded:
    """Every call reads in a transaction of its own, in the thread of its caller."""

    def __init__(self, engine: Engine, settings: Settings, clock: Clock) -> None:
        self._engine = engine
        self._settings = settings
        self._clock = clock
        self.waiting_changes = WaitingChanges(settings.exchange.sounds)

    def site(self) -> Site:
        with reading(self._engine) as conn:
            return load_site(conn, self._settings)

    def overlay(self) -> tuple[Row, ...]:
        """Telephones that have changed since their files were rendered, and whose telephones speak for a provider."""
        rendered = overlay.read_manifest(self._settings.exchange.root / "etc")
        with reading(self._engine) as conn:
            terminals = endpoints(conn)
            browsers = answering(conn)
            speaking = load_providers(conn).values(), self._settings.area_code, desks_of_providers(conn)
        rows = overlay.overlay_rows(terminals, rendered), overlay.closed_rows(terminals, rendered)
        return (*rows[0], *rows[1], *phone_rows(browsers), *provider_rows(*speaking))

    def needs(self) -> tuple[Row, ...]:
        """Which skill of the hotline's queue a service or a home needs."""
        skills = skills_of(self._settings.queue)
        return need_rows(self.site(), skills) if skills else ()

    def waiting(self) -> Waiting:
        with reading(self._engine) as conn:
            return self.waiting_changes.look(conn, self._clock())

    def lamp_owners(self) -> list[str]:
        with reading(self._engine) as conn:
            return lamp_owners(conn)

    def revision(self) -> int:
        with reading(self._engine) as conn:
            return revisions.site(conn)

    def generation(self) -> int:
        """The next free number of a push; the only thing that is written here."""
        with writing(self._engine) as conn:
            return revisions.next_generation(conn)

    def order(self, command: Command) -> Order | None:
        """How the command is performed; None: there is no such telephone."""
        if isinstance(command, InHand):
            return order_in_hand(command)
        ways = ways_of(self._settings)
        if isinstance(command, ToPeople):
            return order_to_people(command, ways)
        terminal = dialled(command) or self._terminal(command.terminal)
        return None if terminal is None else order(command, terminal, ways)

    def _terminal(self, key: str) -> Terminal | None:
        with reading(self._engine) as conn:
            return load_terminals(conn, [key]).get(TerminalId(key))


def ways_of(settings: Settings) -> Ways:
    """What an order needs of the site."""
    return Ways(
        trunk=settings.trunks[0].name if settings.trunks else "",
        area_code=settings.area_code,
        published=settings.published,
        sounds=str(settings.exchange.sounds),
        language=settings.language,
        rings=timedelta(seconds=settings.care.message_rings),
    )
