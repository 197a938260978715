"""What does `/metrics` tell, to whom, and what does it never tell?"""

import asyncio
import re
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import Engine

from console.app import create_app
from console.metrics.measuring import Measuring
from tests.console import neighbourhood as here
from tests.console.serving import serving
from tests.unit.console.scraped import OFTEN, scraped, wholly_set

TOKEN = "only for tests: 0123456789abcdef0123".replace(" ", "-")


def test_the_morning_is_told_in_numbers(morning: Engine, tmp_path: Path):
    told = scraped(morning, tmp_path)

    assert told["bigbutton_database_up", ()] == 1
    assert told["bigbutton_incidents", (("state", "open"),)] == 1
    assert told["bigbutton_incident_untaken_seconds", ()] == 38
    assert told["bigbutton_tasks", (("kind", "missed_press"),)] == 1
    assert told["bigbutton_tasks_overdue", (("kind", "missed_press"),)] == 1
    assert told["bigbutton_tasks_overdue", (("kind", "was_she_served"),)] == 0
    assert told["bigbutton_silent_people", ()] == 2
    assert told["bigbutton_presses_total", (("outcome", "reached"), ("service", "clinic"))] == 2
    assert told["bigbutton_presses_total", (("outcome", "nobody"), ("service", "repairs"))] == 1
    assert told["bigbutton_press_answer_seconds_count", (("emergency", "no"),)] == 10
    assert told["bigbutton_press_ring_seconds_bucket", (("emergency", "no"), ("le", "0.05"))] == 11


def test_the_controllers_own_word_is_told(morning: Engine, tmp_path: Path):
    told = scraped(morning, tmp_path)

    assert 0 <= told["bigbutton_controller_heartbeat_age_seconds", ()] < OFTEN
    assert told["bigbutton_exchange_link_up", (("link", "calls"),)] == 1
    assert told["bigbutton_exchange_link_up", (("link", "tables"),)] == 0
    assert told["bigbutton_facts_unread_bytes", ()] == 17
    assert told["bigbutton_way_fit", (("way", "trunkb"),)] == 0
    assert told["bigbutton_disk_free_bytes", ()] > 0


def test_a_controller_that_never_lived_is_infinitely_old(quiet: Engine, tmp_path: Path):
    told = scraped(quiet, tmp_path, beats=False)

    assert told["bigbutton_controller_heartbeat_age_seconds", ()] == float("inf")


def test_a_service_that_is_not_offered_any_more_is_one_of_the_others(quiet: Engine, tmp_path: Path):
    here.people(quiet)
    here.press(quiet, 1, 5, "t1001 or whatever came by", here.Rang(target="desk-hotline"))

    told = scraped(quiet, tmp_path)

    assert told["bigbutton_presses_total", (("outcome", "reached"), ("service", "other"))] == 1


def test_no_person_and_no_telephone_is_in_it(morning: Engine, tmp_path: Path):
    text = Measuring(morning, wholly_set(morning, tmp_path)).text().decode()

    names = {word for name, english, *_ in here.PEOPLE for word in (name, *english.split())}
    assert [word for word in sorted(names) if word in text] == []
    assert re.findall(r"\bt10\d\d\b|\bs\d+\b|\bcase\d|1[38]\d{9}", text) == []


def test_without_its_database_it_says_so_and_goes_on(quiet: Engine, tmp_path: Path):
    settings = wholly_set(quiet, tmp_path)
    with quiet.begin() as conn:
        conn.exec_driver_sql("ALTER TABLE tasks RENAME TO gone")

    text = Measuring(quiet, settings).text().decode()

    assert "bigbutton_database_up 0.0" in text
    assert "bigbutton_controller_heartbeat_age_seconds" in text
    assert "bigbutton_tasks" not in text


def test_every_family_is_what_a_prometheus_server_reads(morning: Engine, tmp_path: Path):
    text = Measuring(morning, wholly_set(morning, tmp_path)).text().decode()

    for family in text_string_to_metric_families(text):
        assert family.name.startswith("bigbutton_") and family.documentation


def test_several_servers_that_ask_at_once_read_the_site_once(quiet: Engine, tmp_path: Path):
    measuring = Measuring(quiet, wholly_set(quiet, tmp_path))

    assert measuring.text() is measuring.text()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"x-forwarded-for": "203.0.113.9"}, 403),
        ({"x-forwarded-for": "127.0.0.1"}, 403),
        ({"x-forwarded-for": "203.0.113.9", "authorization": f"Bearer {TOKEN}"}, 200),
        ({"x-forwarded-for": "203.0.113.9", "authorization": f"Bearer {TOKEN[:-1]}"}, 403),
        ({"x-forwarded-for": "203.0.113.9", "authorization": TOKEN}, 403),
    ],
)
def test_from_elsewhere_only_with_the_token(quiet: Engine, headers: dict[str, str], status: int):
    with serving(quiet, here.settings(metrics_token=TOKEN)) as address:
        reply = httpx.get(f"{address}/metrics", headers=headers)

    assert reply.status_code == status
    assert ("bigbutton_database_up" in reply.text) is (status == 200)


def test_no_token_opens_a_site_that_has_none(quiet: Engine):
    with serving(quiet) as address:
        reply = httpx.get(f"{address}/metrics", headers={"via": "1.1 proxy", "authorization": "Bearer nothing"})

    assert reply.status_code == 403


def test_whoever_asks_from_another_address_is_elsewhere(quiet: Engine):
    async def asked(host: str) -> int:
        transport = httpx.ASGITransport(create_app(quiet, here.settings()), client=(host, 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://console") as client:
            return (await client.get("/metrics")).status_code

    told = {host: asyncio.run(asked(host)) for host in ("127.0.0.1", "::1", "192.0.2.1", "testclient")}
    assert told == {"127.0.0.1": 200, "::1": 200, "192.0.2.1": 403, "testclient": 403}
