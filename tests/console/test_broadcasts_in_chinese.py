"""Is everything on the pages of broadcasts said in Chinese to whoever reads Chinese?"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import Engine

from console.broadcasts import vocabulary as known
from console.broadcasts.campaign_view import GRADES, LEFT_OUT
from db.records import batches
from tests.console import messages
from tests.console import neighbourhood as here
from tests.console.messages import COLD
from tests.console.serving import serving

NAMES = (
    "Bigbutton", "English", "CSV", "Excel", "WAV", "MP3", "M4A", "MB", "bigbutton doctor", "Alt", "Shift", "Tab", "Esc",
)  # fmt: skip
"""What is called so in Chinese too."""
IDS = re.compile(r"\bs\d+\b|\{\w+\}")
"""A person's id; a slot, as it is typed."""
SAID = """() => {
  const words = []
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walk.nextNode()) {
    const holder = walk.currentNode.parentElement
    if (!holder.closest("script, noscript, style, textarea, [lang=en]")) words.push(walk.currentNode.textContent)
  }
  for (const one of document.querySelectorAll("[aria-label], [title], [placeholder], [alt], [data-sure]"))
    for (const name of ["aria-label", "title", "placeholder", "alt", "data-sure"])
      if (!one.closest("[lang=en]")) words.push(one.getAttribute(name) || "")
  return words.concat(document.title)
}"""


def latin(page: Page) -> list[str]:
    """Texts in which a Latin word stands that is nobody's name."""
    return [text.strip() for text in page.evaluate(SAID) if re.search("[A-Za-z]{2,}", _without_names(text))]


def _without_names(text: str) -> str:
    for name in NAMES:
        text = text.replace(name, "")
    return IDS.sub("", text)


@pytest.fixture
def address(page: Page, morning: Engine, tmp_path: Path) -> Iterator[str]:
    """A supervisor who reads Chinese is signed in; one message is under way, one repeats, one person is left out."""
    with morning.begin() as conn:
        conn.exec_driver_sql("UPDATE staff SET role = 'supervisor' WHERE id = 'wangfang'")
        conn.exec_driver_sql("UPDATE seniors SET consents_to_broadcasts = 0 WHERE id = 's2'")
    messages.under_way(morning)
    messages.every_friday(morning)
    with serving(morning, messages.settings(tmp_path)) as address:
        page.context.add_cookies([{"name": "bigbutton_language", "value": "zh", "url": address}])
        page.goto(f"{address}/sign-in?to=/broadcasts")
        page.fill("#login", here.LOGIN)
        page.fill("#password", here.PASSWORD)
        page.press("#password", "Enter")
        expect(page.locator("#pulse[data-state=live]")).to_be_visible()
        yield address


def test_the_list_of_messages_is_in_chinese(page: Page, address: str):
    page.goto(f"{address}/broadcasts")

    assert latin(page) == []


def test_a_message_and_its_people_are_in_chinese(page: Page, address: str):
    for evidence in ("", *GRADES, LEFT_OUT):
        page.goto(f"{address}/broadcasts/{COLD}?evidence={evidence}")

        expect(page.locator("#part-people nav")).to_be_visible()
        assert latin(page) == [], evidence


def test_every_reason_why_somebody_is_not_dialled_is_in_chinese(page: Page, address: str, morning: Engine):
    reasons = sorted(known.WHY)
    for some in batches(reasons, 10):
        with morning.begin() as conn:
            for n, why in enumerate(some, 1):
                done = "UPDATE deliveries SET why = ?, state = 'done', heard_at = NULL WHERE id = ?"
                conn.exec_driver_sql(done, (why, f"cold{n}"))

        page.goto(f"{address}/broadcasts/{COLD}")

        shown = page.locator(".people td.why").all_inner_texts()
        assert all(re.search("[一-鿿]{2}", text) for text in shown)
        assert latin(page) == [], some


def test_the_page_on_which_a_message_is_written_is_in_chinese(page: Page, address: str):
    page.goto(f"{address}/broadcasts/new")
    expect(page.locator("#reach .big")).to_be_visible()
    assert latin(page) == []

    page.fill("#text", "{name}您好，{date}降温。")
    page.get_by_role("button", name="存为草稿").last.click()

    expect(page.locator("#faults")).to_be_visible()
    assert latin(page) == []
