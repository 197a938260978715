"""Do reports draw themselves, read well on a telephone, and stand as tables where there is no script?"""

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from sqlalchemy import Engine

from console.settings import ConsoleSettings
from ivr.services import DEFAULT_SERVICES
from prepare import javascript
from tests.console import neighbourhood as here
from tests.console.serving import serving
from tests.console.test_broadcasts_in_a_browser import sign_in
from tests.waiting import wait_until

CHECKOUT = Path(__file__).resolve().parents[2]
DAYS = "from=2026-11-01&to=2026-11-21"
PAINTED = """canvas => { const seen = new Set(); const all = canvas.getContext("2d")
    .getImageData(0, 0, canvas.width, canvas.height).data;
    for (let i = 0; i < all.length; i += 4) if (all[i + 3]) seen.add(all[i] << 16 | all[i + 1] << 8 | all[i + 2]);
    return seen.size }"""
"""How many colours a picture has."""
IN_SIGHT = """cell => { const at = cell.getBoundingClientRect();
    return cell.contains(document.elementFromPoint(at.x + at.width / 2, at.y + at.height / 2)) }"""
"""Whether nothing lies over it, and it lies in the window."""
EVERY_SERVICE = """
    INSERT INTO calls (id, kind, service_id, via, confirmed, state, pressed_at, rungs, exhausted, outcome)
    SELECT 'every-' || id, 'press', id, 'terminal', 1, 'ended', '2026-11-10 08:00:00.000000', 1, 0, 'gave_up'
    FROM (SELECT id FROM services UNION SELECT 'hotline')"""
"""A press for each of them."""


def coloured(picture: Locator) -> bool:
    return bool(picture.evaluate(PAINTED) > 3)


@pytest.fixture
def charts() -> ConsoleSettings:
    """A console with the charts' script; where the set-up could not fetch it, those tests say so."""
    folder = javascript.folder(CHECKOUT)
    if not (folder / "echarts.js").is_file():
        why = javascript.missing(CHECKOUT)
        pytest.skip(why.read_text().strip() if why.exists() else "no charts: the set-up has not run; type: make run")
    return here.settings(scripts=folder)


@pytest.fixture
def street(morning: Engine) -> Engine:
    with morning.begin() as conn:
        conn.exec_driver_sql("UPDATE staff SET role = 'supervisor' WHERE id = 'wangfang'")
    return morning


@pytest.fixture
def unscripted(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False)
    yield context.new_page()
    context.close()


def heard_of(page: Page) -> list[str]:
    """What the browser complains about: a rule of ours that a script broke, or its fault."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    return said


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_trend_heat_map_funnel_and_league_are_drawn_within_our_own_rules(
    page: Page, street: Engine, charts: ConsoleSettings, theme: str
):
    said = heard_of(page)
    with serving(street, charts) as address:
        page.context.add_cookies([{"name": "bigbutton_theme", "value": theme, "url": address}])
        sign_in(page, address, f"/reports?{DAYS}".replace("&", "%26"))

        for name in ("days", "heat", "funnel", "league"):
            picture = page.locator(f"#{name} canvas").first
            expect(picture).to_be_visible()
            wait_until(partial(coloured, picture))
            assert not page.locator(f"#{name} .numbers table").is_visible()
        page.locator("#heat .numbers summary").click()
        expect(page.locator("#heat table")).to_be_visible()
    assert said == []


def test_a_picture_has_the_numbers_of_its_table(page: Page, street: Engine, charts: ConsoleSettings):
    with serving(street, charts) as address:
        sign_in(page, address, f"/reports?{DAYS}".replace("&", "%26"), "en")
        expect(page.locator("html")).to_have_attribute("data-drawn", "4")
        presses = page.locator(".tiles li").first.locator("b").inner_text()

        hours = page.locator("#heat td[data-value]").evaluate_all(
            "cells => cells.map(cell => Number(cell.dataset.value))"
        )

        assert sum(hours) == int(presses) > 0
        assert len(hours) == 7 * 24


def test_without_scripts_every_figure_stands_in_its_table(unscripted: Page, street: Engine, charts: ConsoleSettings):
    with serving(street, charts) as address:
        sign_in(unscripted, address, f"/reports?{DAYS}".replace("&", "%26"))

        for name in ("days", "heat", "funnel", "league"):
            expect(unscripted.locator(f"#{name} table")).to_be_visible()
            expect(unscripted.locator(f"#{name} .picture")).to_be_hidden()


def test_a_figure_is_clicked_and_its_presses_are_listed(page: Page, street: Engine):
    with serving(street) as address:
        sign_in(page, address, "/reports/calls?from=2026-11-21")
        counted = page.locator(".tiles li").filter(has_text="无人接听").locator("b").inner_text()

        page.locator(".tiles a").filter(has_text="无人接听").click()

        expect(page.locator("h1")).to_contain_text("无人接听")
        expect(page.locator("tbody tr")).to_have_count(int(counted))


def test_other_days_are_chosen_and_kept_in_the_address(page: Page, street: Engine):
    with serving(street) as address:
        sign_in(page, address, "/reports/calls", "en")

        page.fill("#from", "2026-11-21")
        page.fill("#to", "2026-11-21")
        page.get_by_role("button", name="Show").click()

        expect(page.locator("h1")).to_contain_text("21 Nov 2026")
        expect(page.locator("h1")).to_contain_text("not finished")
        assert re.search(r"from=2026-11-21&to=2026-11-21", page.url)


def test_reversed_days_are_explained_where_the_reader_is_taken(page: Page, street: Engine):
    with serving(street) as address:
        sign_in(page, address, "/reports/calls?from=2026-11-21%26to=2026-11-01")

        expect(page.locator("#faults")).to_be_focused()
        expect(page.locator("#faults")).to_contain_text("请把早的日期写在前面")
        expect(page.locator("#from")).to_have_value("2026-11-21")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_nothing_runs_out_of_the_page_on_a_telephone_in_large_type(
    page: Page, street: Engine, charts: ConsoleSettings, language: str
):
    page.set_viewport_size({"width": 390, "height": 844})
    with serving(street, charts) as address:
        page.context.add_cookies([{"name": "bigbutton_size", "value": "large", "url": address}])
        sign_in(page, address, "/reports", language)
        for kind in ("", "/calls", "/emergencies", "/broadcasts", "/watch", "/telephones", "/month", "/rows/presses"):
            page.goto(f"{address}/reports{kind}?from=2026-11-01")
            expect(page.locator("h1")).to_be_visible()

            assert page.evaluate("document.documentElement.scrollWidth") == 390, kind


def test_on_a_telephone_what_a_line_is_for_stays_beside_its_figures(page: Page, street: Engine):
    page.set_viewport_size({"width": 390, "height": 844})
    with serving(street) as address:
        sign_in(page, address, "/reports")
        page.goto(f"{address}/reports/calls?{DAYS}&by=day&per=service")
        line = page.locator("#lines tbody tr:last-child")
        line.locator("td:last-child").scroll_into_view_if_needed()
        names = [line.locator(f"td:nth-child({n})") for n in (1, 2)]

        assert line.locator("td:last-child").evaluate(IN_SIGHT)
        assert [name.inner_text() for name in names if name.evaluate(IN_SIGHT)] == ["2026-11-21", "家电维修"]


def test_on_paper_the_month_has_its_tables_and_nothing_to_press(page: Page, street: Engine, charts: ConsoleSettings):
    with serving(street, charts) as address:
        sign_in(page, address, "/reports/month?from=2026-11")
        expect(page.locator("html")).to_have_attribute("data-drawn", "1")

        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        page.emulate_media(media="print")

        for table in ("#programme table", "#services table"):
            expect(page.locator(table)).to_be_visible()
            expect(page.locator(f"{table} tbody td").first).to_be_visible()
        for other in (".top", ".choose", ".tabs", "#services .picture"):
            expect(page.locator(other)).to_be_hidden()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_month_is_printed_on_one_page_with_every_service_on_it(
    page: Page, street: Engine, charts: ConsoleSettings, language: str
):
    with street.begin() as conn:
        conn.exec_driver_sql(EVERY_SERVICE)
    with serving(street, charts) as address:
        sign_in(page, address, "/reports", language)
        page.goto(f"{address}/reports/month?from=2026-11")
        expect(page.locator("html")).to_have_attribute("data-drawn", "1")
        assert page.locator("#services tbody tr").count() == len(DEFAULT_SERVICES) + 1

        assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) == 1
