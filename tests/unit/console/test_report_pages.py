"""Does a page of figures tell what was counted, lead to the rows behind it, and refuse what cannot be given?"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Engine, insert, select, update

from db.engine import reading
from db.tables import audit, drills, legs
from tests.console import neighbourhood as here
from tests.console.serving import Visitor, serving, visiting
from tests.unit.console.test_today import text

DAY = "from=2026-11-21&to=2026-11-21"
"""The busy morning itself."""


@pytest.fixture
def desk(morning: Engine) -> Iterator[Visitor]:
    """A supervisor, reading English."""
    here.add_operator(morning, "supervisor", "lijing")
    yield from _signed_in(morning, "lijing")


@pytest.fixture
def official(morning: Engine) -> Iterator[Visitor]:
    here.add_operator(morning, "official", "zhaolei")
    yield from _signed_in(morning, "zhaolei")


def _signed_in(engine: Engine, login: str) -> Iterator[Visitor]:
    with serving(engine, replace(here.settings(), language="en")) as address, visiting(address) as visitor:
        visitor.sign_in(login)
        yield visitor


def tiles(html: str) -> dict[str, str]:
    """Name and value of each figure in large type."""
    found = re.findall(r"<li>.*?<b>([^<]+)</b><span>([^<]+)</span>", html, re.DOTALL)
    return {name: value for value, name in found}


def rows_of(html: str) -> list[str]:
    body = html.partition("<tbody>")[2].partition("</tbody>")[0]
    return re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)


def test_a_figure_leads_to_exactly_the_rows_that_were_counted_in_it(desk: Visitor):
    page = desk.get(f"/reports/calls?{DAY}").text
    counted = {name: value for name, value in tiles(page).items()}

    for name, figure in (("presses", "presses"), ("reached nobody", "nobody")):
        listed = desk.get(f"/reports/rows/{figure}?{DAY}").text
        assert len(rows_of(listed)) == int(counted[name]) > 0
    assert f'href="/reports/rows/nobody?{DAY.replace("&", "&amp;")}"' in page


def test_figures_of_the_other_reports_and_of_the_month_lead_to_as_many_rows(desk: Visitor):
    followed = set()
    for path in ("/reports/emergencies?by=total&", "/reports/broadcasts?by=total&", "/reports/watch?by=total&",
                 "/reports/month?", "/reports?"):  # fmt: skip
        page = desk.get(f"{path}{DAY}").text
        for href, number in re.findall(r'<a href="(/reports/rows/\w+\.\w+\?[^"]*)">(\d+)</a>', page):
            listed = desk.get(href.replace("&amp;", "&")).text
            assert len(rows_of(listed)) == int(number) > 0, href
            followed.add(href.partition("?")[0].rpartition("/")[2])

    assert {"emergencies.opened", "broadcasts.pushed"} <= followed


def test_there_is_no_list_behind_a_figure_that_is_not_there(desk: Visitor):
    assert desk.get("/reports/rows/watch.everything").status_code == 404


def test_each_figure_stands_beside_its_meaning(desk: Visitor):
    page = text(desk.get(f"/reports/calls?{DAY}").text)

    assert "reached nobody 1 Every rung was tried, and nobody accepted." in " ".join(page.split())


def test_a_line_of_one_service_leads_to_the_rows_of_that_service_alone(desk: Visitor):
    page = desk.get(f"/reports/calls?{DAY}&per=service").text
    links = re.findall(r'href="(/reports/rows/presses\?[^"]*service=meals[^"]*)">(\d+)<', page)

    assert len(links) == 1
    listed = desk.get(links[0][0].replace("&amp;", "&")).text
    assert len(rows_of(listed)) == int(links[0][1]) > 0


def test_a_period_that_is_not_over_says_so_and_one_that_is_does_not(desk: Visitor):
    assert "not finished" in desk.get(f"/reports?{DAY}").text
    assert "not finished" not in desk.get("/reports?from=2026-11-20").text


def test_drills_are_left_out_and_their_number_stands_there(desk: Visitor, morning: Engine):
    before = int(tiles(desk.get(f"/reports/calls?{DAY}").text)["presses"])
    with morning.begin() as conn:
        whole = {"starts_at": here.NOW - timedelta(days=1), "ends_at": here.NOW, "terminal_id": None}
        conn.execute(insert(drills).values(id="d1", kind="drill", note="", noted_by="lijing", **whole))

    page = desk.get(f"/reports/calls?{DAY}").text

    assert tiles(page)["presses"] == "0"
    assert f"Tests and drills: {before} excluded." in text(page)


REFUSED = {
    "from=2026-11-21&to=2026-11-01": "2026-11-01 is before 2026-11-21: put the earlier day first.",
    "from=1999-01-01&to=2026-11-01": "Nothing was kept before 2000-01-01: begin there or later.",
    "from=2027-01-01&to=2027-01-02": "2027-01-01 is still to come: today is 2026-11-21.",
    "from=soon": "soon is no day: write it like 2026-03-02.",
    "area=moon": "There is no moon. There are: gucheng.",
    "by=fortnight": "fortnight is not one of: total, day, week, month.",
}


def test_what_cannot_be_given_is_refused_in_words_and_nothing_typed_is_lost(desk: Visitor):
    for query, reason in REFUSED.items():
        reply = desk.get(f"/reports/calls?{query}")

        assert (reply.status_code, reason in text(reply.text)) == (422, True), query
        if query.startswith("from="):
            assert f'name="from" value="{query[5:].partition("&")[0]}"' in reply.text


def test_every_report_can_be_kept_in_every_format(desk: Visitor):
    begins = {"csv": b"\xef\xbb\xbf", "xlsx": b"PK", "json": b"{", "html": b"<!doctype"}
    for kind in ("overview", "calls", "emergencies", "broadcasts", "watch", "telephones", "month"):
        for format, first in begins.items():
            reply = desk.get(f"/reports/{kind}/file/{format}?{DAY}")

            assert (reply.status_code, reply.content[: len(first)]) == (200, first)
            named = rf'attachment; filename="{kind}-[\d-]+\.{format}"'
            assert re.fullmatch(named, reply.headers["content-disposition"])


def test_an_official_reads_figures_and_no_list_of_people(official: Visitor):
    page = official.get(f"/reports/calls?{DAY}").text
    emergencies = official.get(f"/reports/emergencies?{DAY}").text
    refused = [
        official.get(path).status_code
        for path in (f"/reports/rows/presses?{DAY}", "/reports/telephones", f"/reports/rows/presses/csv?{DAY}",
                     "/reports/telephones/file/csv")
    ]  # fmt: skip

    assert int(tiles(page)["presses"]) > 0
    assert "/reports/rows/" not in page
    assert "t1003" not in emergencies
    assert 'id="figures"' in emergencies
    assert refused == [403] * 4


def test_a_list_of_people_stands_in_the_audit_log(desk: Visitor, morning: Engine):
    desk.get(f"/reports/rows/presses?{DAY}")
    desk.get(f"/reports/telephones?{DAY}")
    desk.get(f"/reports/calls?{DAY}")

    with reading(morning) as conn:
        seen = conn.execute(select(audit.c.detail).where(audit.c.action == "viewed", audit.c.subject == "reports"))
        assert list(seen.scalars()) == ["rows presses", "telephones"]


def test_nothing_happened_is_said_and_not_an_empty_chart(desk: Visitor):
    page = desk.get("/reports/broadcasts?from=2026-01-05").text

    assert "Nothing of the kind happened in these days." in text(page)
    assert "data-chart" not in page


def test_without_the_charts_script_the_page_says_so_and_asks_for_none(desk: Visitor):
    page = desk.get(f"/reports?{DAY}").text

    assert "Charts are not set up here" in text(page)
    assert "/static/vendor/" not in page
    assert len(rows_of(page.partition('id="heat"')[2])) == 7


def test_a_line_of_an_operator_leads_to_the_rows_taken_at_that_telephone(desk: Visitor, morning: Engine):
    with morning.begin() as conn:
        taken = conn.execute(update(legs).where(legs.c.status == "joined").values(answered_by="desk9")).rowcount

    page = desk.get(f"/reports/calls?{DAY}&per=operator").text
    (link,) = re.findall(r'href="(/reports/rows/presses\?[^"]*operator=desk9)"', page)
    listed = desk.get(link.replace("&amp;", "&")).text

    assert len(rows_of(listed)) == taken > 0


def test_a_cause_leads_to_its_presses(desk: Visitor):
    page = desk.get(f"/reports/calls?{DAY}").text.partition('id="causes"')[2]

    assert f'href="/reports/rows/nobody?{DAY.replace("&", "&amp;")}"' in page
