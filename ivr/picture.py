"""What does this site look like? People from the database, desks and trunks from the settings: one Site."""

import secrets

from sqlalchemy import Connection

from db.site import load_site_parts
from db.staff import load_accounts
from db.terminals import load_secret_terminals
from ivr.asterisk.render import Code, Endpoint, Folders, Node, SiteFiles, Trunk
from ivr.emergency import Carrier, LadderSettings, Step, encode_ladder, static_ladder
from ivr.exchange_settings import DeskSettings
from ivr.operators.phones import answers_in_a_browser, endpoint_of
from ivr.queue.settings import queue_files
from ivr.routing import static_route
from ivr.rungs import Rings
from ivr.services import DEFAULT_SERVICES, HOTLINE
from ivr.settings import Settings
from ivr.site import Desk, Site
from ivr.speech.script import script
from ivr.tables.rows import encode_rungs
from people.ids import StaffId, TargetId
from people.numbers import to_dial
from people.terminals import TerminalKind


def load_site(conn: Connection, settings: Settings) -> Site:
    """Everything the rules read."""
    parts = load_site_parts(conn)
    return Site(
        areas=parts.areas,
        services=parts.services or DEFAULT_SERVICES,
        providers=parts.providers,
        households=parts.households,
        seniors=parts.seniors,
        terminals=parts.terminals,
        contacts=parts.contacts,
        desks=tuple(_desk(desk) for desk in settings.desks),
        ladder=ladder_settings(settings),
        zone=settings.zone,
        prefix=settings.prefix,
    )


def ladder_settings(settings: Settings) -> LadderSettings:
    """The site's ladder; the default one where it sets none."""
    carriers = [Carrier(id=t.name, takes_emergency_numbers=t.takes_emergency_numbers) for t in settings.trunks]
    takes = next((carrier for carrier in carriers if carrier.takes_emergency_numbers), None)
    carrier = takes or (carriers[0] if carriers else Carrier(id="trunk"))
    if not settings.ladder:
        return LadderSettings(carrier=carrier)
    steps = tuple(Step(seconds=step.seconds, target=TargetId(step.target)) for step in settings.ladder)
    return LadderSettings(steps=steps, carrier=carrier)


def node(settings: Settings) -> Node:
    """Where the exchange is."""
    exchange = settings.exchange
    return Node(
        name=exchange.name,
        folders=Folders(root=exchange.root, modules=exchange.modules, data=exchange.data, sounds=exchange.sounds),
        address=exchange.address,
        sip_port=exchange.sip_port,
        ami_port=exchange.ami_port,
        web_port=exchange.web_port,
        rtp_first=exchange.rtp_first,
        rtp_last=exchange.rtp_last,
        call_secret=exchange.call_secret,
        fill_secret=exchange.fill_secret,
        clock_offset=exchange.clock_offset,
    )


def site_files(conn: Connection, settings: Settings) -> SiteFiles:
    """What is rendered at boot: everything that must hold with the tables empty."""
    site = load_site(conn, settings)
    return SiteFiles(
        services=tuple(Code(id=service.id, code=service.code) for service in site.services),
        terminals=endpoints(conn),
        desks=_phones(settings),
        operators=operators(conn),
        trunks=tuple(Trunk(**trunk.model_dump()) for trunk in settings.trunks),
        static_targets=_static_targets(settings, site),
        static_hotline=encode_rungs(static_route(HOTLINE).rungs),
        static_ladder=encode_ladder(static_ladder(site.ladder)),
        access_numbers=settings.access_numbers,
        published=settings.published,
        area_code=settings.area_code,
        prefix=settings.prefix,
        language=settings.language,
        trunk_reserve=settings.trunk_reserve,
        announce=settings.announce,
        ring_her=settings.care.ring_her,
        script=tuple(line.number for line in script(site.services)),
        queue=queue_files(settings.queue, Rings().centre, {desk.name: desk.accepts for desk in settings.desks}),
    )


def operators(conn: Connection) -> tuple[Endpoint, ...]:
    """The browsers of whoever answers calls. Nobody knows these secrets: each page is given one of its own."""
    return tuple(Endpoint(id=endpoint_of(person), secret=secrets.token_urlsafe(24)) for person in answering(conn))


def answering(conn: Connection) -> tuple[StaffId, ...]:
    """Members of staff in service who have a telephone in the browser."""
    accounts = load_accounts(conn).values()
    return tuple(a.person.id for a in accounts if a.active and answers_in_a_browser(a.person))


def endpoints(conn: Connection) -> tuple[Endpoint, ...]:
    """Every telephone that registers at the exchange, with its secret and class."""
    return tuple(
        Endpoint(id=held.terminal.id, secret=held.secret, call_class=held.terminal.call_class.value)
        for held in load_secret_terminals(conn).values()
        if held.terminal.active and held.terminal.kind is TerminalKind.SIP
    )


def _static_targets(settings: Settings, site: Site) -> dict[str, str]:
    rows = {f"desk-{desk.name}": _desk_row(desk, settings.area_code) for desk in settings.desks}
    ambulances = [step.target for step in site.ladder.steps if step.target.startswith("amb-")]
    return rows | {target: f"trunk,{target.removeprefix('amb-')},answer" for target in ambulances}


def _desk_row(desk: DeskSettings, area_code: str) -> str:
    if desk.number:
        return f"trunk,{to_dial(desk.number, area_code=area_code)},press-1"
    return f"ring,{'&'.join(f'PJSIP/{name}' for name in _ringing(desk))},{desk.accepts}"


def _ringing(desk: DeskSettings) -> tuple[str, ...]:
    return (*(phone.id for phone in desk.phones), *(endpoint_of(person) for person in desk.staff))


def _desk(desk: DeskSettings) -> Desk:
    return Desk(name=desk.name, endpoints=_ringing(desk) or (desk.number,))


def _phones(settings: Settings) -> tuple[Endpoint, ...]:
    """Each telephone once, though it may stand in several groups."""
    found = {phone.id: phone.secret for desk in settings.desks for phone in desk.phones}
    return tuple(Endpoint(id=key, secret=secret, call_class="national") for key, secret in found.items())
