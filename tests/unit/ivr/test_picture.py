"""One site from two places: people from the database, desks, trunks and the ladder from the settings."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from db.engine import open_engine, writing
from ivr.emergency import DEFAULT_STEPS
from ivr.exchange_settings import DeskSettings, ExchangeSettings, PhoneSettings, StepSettings, TrunkSettings
from ivr.picture import ladder_settings, load_site, node, site_files
from ivr.services import DEFAULT_SERVICES
from ivr.settings import CareSettings, Settings
from ivr.speech.script import script
from tests.contract.homes import new_database, settle_in

PHONE = PhoneSettings(id="desk1", secret="s1")
DESKS = (
    DeskSettings(name="hotline", phones=(PHONE, PhoneSettings(id="desk2", secret="s2"))),
    DeskSettings(name="emergency", phones=(PHONE,), accepts="press-1"),
    DeskSettings(name="centre", number="+861066660001"),
)
CLOUD = TrunkSettings(name="cloud", host="c", takes_emergency_numbers=False)
TRUNK = TrunkSettings(name="trunka", host="t", limit=7)


def settings(**more: object) -> Settings:
    return Settings(desks=DESKS, trunks=(CLOUD, TRUNK), **more)  # type: ignore[arg-type]


@pytest.fixture
def conn(tmp_path: Path) -> Iterator[Connection]:
    engine = open_engine(new_database(tmp_path))
    with writing(engine) as conn:
        settle_in(conn)
        yield conn
    engine.dispose()


def test_people_come_from_the_database_and_desks_from_the_settings(conn):
    site = load_site(conn, settings(zone="Asia/Urumqi"))

    assert [terminal.id for terminal in site.terminals] == ["t1001", "t1002"]
    assert [(desk.name, desk.endpoints) for desk in site.desks] == [
        ("hotline", ("desk1", "desk2")), ("emergency", ("desk1",)), ("centre", ("+861066660001",))
    ]  # fmt: skip
    assert (site.zone, site.services) == ("Asia/Urumqi", DEFAULT_SERVICES)


def test_the_ladder_is_the_sites_own_where_it_sets_one():
    own = ladder_settings(settings(ladder=(StepSettings(seconds=0, target="desk-centre"),)))

    assert [(step.seconds, step.target) for step in own.steps] == [(0, "desk-centre")]
    assert ladder_settings(settings()).steps == DEFAULT_STEPS


def test_the_ambulance_is_called_through_a_carrier_that_takes_its_number_where_there_is_one():
    assert ladder_settings(settings()).carrier.id == "trunka"
    assert ladder_settings(Settings(trunks=(CLOUD,))).carrier.id == "cloud"
    assert ladder_settings(Settings()).carrier.id == "trunk"


def test_the_exchange_is_where_the_settings_say():
    found = node(
        settings(exchange=ExchangeSettings(name="north", root=Path("/n"), address="127.9.9.9", clock_offset=7))
    )

    assert (found.name, found.folders.etc, found.address, found.clock_offset) == (
        "north", Path("/n/etc"), "127.9.9.9", 7
    )  # fmt: skip


def test_only_telephones_that_register_are_rendered_and_each_desk_telephone_once(conn):
    files = site_files(conn, settings())

    assert [(one.id, one.secret, one.call_class) for one in files.terminals] == [("t1001", "s", "local")]
    assert [(one.id, one.secret) for one in files.desks] == [("desk1", "s1"), ("desk2", "s2")]
    assert [(trunk.name, trunk.limit) for trunk in files.trunks] == [("cloud", 30), ("trunka", 7)]


def test_every_desk_and_the_ambulance_can_be_dialled_with_the_tables_empty(conn):
    files = site_files(conn, settings(area_code="10"))

    assert files.static_targets == {
        "desk-hotline": "ring,PJSIP/desk1&PJSIP/desk2,answer",
        "desk-emergency": "ring,PJSIP/desk1,press-1",
        "desk-centre": "trunk,66660001,press-1",
        "amb-120": "trunk,120,answer",
    }
    assert files.static_ladder.startswith("Local/0-desk-emergency@rung/n&")
    assert files.static_hotline.startswith("desk-hotline,")


def test_what_the_site_sets_about_its_calls_reaches_the_files(conn):
    own = settings(
        care=CareSettings(ring_her=30), prefix="#", language="en", announce=False, published="01012345",
        access_numbers={"01055550001": "emergency"}, trunk_reserve=1,
    )  # fmt: skip

    files = site_files(conn, own)

    assert (files.ring_her, files.prefix, files.language, files.announce) == (30, "#", "en", False)
    assert (files.published, files.trunk_reserve) == ("01012345", 1)
    assert files.access_numbers == {"01055550001": "emergency"}


def test_every_line_of_the_script_can_be_recorded_by_its_number_services_and_comfort_too(conn):
    numbers = set(site_files(conn, settings()).script)

    assert numbers == {line.number for line in script(DEFAULT_SERVICES)}
    assert {100, 401, 701, 802, 901} <= numbers
    assert all(100 <= number <= 999 for number in numbers)
