"""Is a site that was begun as the runbook says well in every part? And what does the doctor say when secrets differ?

An Asterisk of its own, with the files that a founded site renders.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from db.engine import open_engine, reading
from ivr.cli.dialplan import render
from ivr.doctor.examining import Finding, examine
from ivr.founding.founding import found
from ivr.running.heartbeat import beat
from ivr.settings import CONFIG, Settings, load
from ivr.sounds.needed import site_jobs
from tests.contract.test_doctor_trunks import Carrier
from town.instance import AddressBlock, Instance, Runner


@pytest.fixture
def settings(world_folder: Path, asterisk: Runner, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """A founded site, rendered; its sounds are there, silent."""
    block = AddressBlock()
    told = {
        "site_name": "古城", "published": "66600000", "folder": str(world_folder / "doctor"),
        "exchange.address": block[1], "trunk.host": block[2], "desks.hotline": "desk1", "area.id": "gucheng",
        "area.name": "古城街道", "administrator.login": "zhaolei", "administrator.name": "赵磊",
        "administrator.password": "seven geese over the lake",
    }  # fmt: skip
    config = world_folder / "doctor.toml"
    found(told, config, datetime.now(UTC))
    (world_folder / "doctor").chmod(0o755)
    monkeypatch.setenv(CONFIG, str(config))
    monkeypatch.setenv("BIGBUTTON_EXCHANGE__MODULES", str(asterisk.modules))
    monkeypatch.setenv("BIGBUTTON_EXCHANGE__DATA", str(asterisk.data))
    render()
    block.release()
    return load()


def record(settings: Settings) -> None:
    engine = open_engine(settings.database_url)
    with reading(engine) as conn:
        paths = [settings.exchange.sounds / job.path for job in site_jobs(conn, settings)]
    engine.dispose()
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


@asynccontextmanager
async def up(settings: Settings, asterisk: Runner) -> AsyncIterator[None]:
    """The exchange, its carrier, and a controller that has just said that it lives."""
    loop = asyncio.get_running_loop()
    at = settings.trunks[0].host, settings.trunks[0].port
    carrier, _ = await loop.create_datagram_endpoint(Carrier, local_addr=at)
    exchange = Instance(asterisk, settings.exchange.root)
    await exchange.start()
    beat(settings.heartbeat, timedelta())
    try:
        yield
    finally:
        await exchange.stop()
        carrier.close()


def test_a_site_that_is_up_is_well_in_every_part_and_one_whose_secrets_differ_says_so(
    settings: Settings, asterisk: Runner
) -> None:
    other = settings.exchange.model_copy(update={"call_secret": "other", "fill_secret": "another"})

    async def look() -> tuple[list[Finding], list[Finding]]:
        async with up(settings, asterisk):
            return await examine(settings), await examine(settings.model_copy(update={"exchange": other}))

    record(settings)
    well, differing = asyncio.run(look())

    assert [one for one in well if not one.ok] == []
    assert {
        "exchange",
        "clock",
        "tables",
        "trunk trunka",
        "controller",
        "database",
        "site",
        "sounds",
        "dialplan",
        "secrets",
        "scripts",
    } <= {one.what for one in well}
    refused = {one.what: one.cure for one in differing if "refuses the login" in one.seen}
    assert refused.keys() == {"exchange", "tables"}
    assert all("the secrets differ" in cure for cure in refused.values())
