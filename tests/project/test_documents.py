"""Do the pages in docs/ still describe what lies here? Folders, files, links, decisions."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.project.pages import CHECKOUT, FILES, blocks, headings, links, name, rows, section, text_of

DOCS = sorted((CHECKOUT / "docs").rglob("*.md"))
DECISIONS = sorted((CHECKOUT / "docs/adr").glob("[0-9]*.md"))
COMING = ("performance.md", "reliability.md")
"""Pages that are named before they are written."""
ARCHITECTURE = text_of("docs/architecture.md")


def tree() -> Iterator[tuple[str, str]]:
    """(folder, file pattern) of every file that the tree in architecture.md names."""
    folder = ""
    for line in section(ARCHITECTURE, "Where things live").splitlines():
        found = re.match(r"([a-z_]+)/", line)
        folder = found[1] if found else folder
        yield from ((folder, word) for word in re.findall(r"[a-z_*]+\.py", line))


def test_the_tree_and_both_first_pages_name_every_folder() -> None:
    folders = {name(path).split("/")[0] for path in FILES if "/" in name(path)}
    folders = {folder for folder in folders if not folder.startswith(".")}

    for page in (
        section(ARCHITECTURE, "Where things live"),
        text_of("README.md"),
        text_of("README.zh-CN.md"),
    ):
        assert {folder for folder in folders if f"{folder}/" not in page} == set()


def test_every_file_that_the_tree_names_is_there() -> None:
    lost = [f"{folder}/{word}" for folder, word in tree() if not list((CHECKOUT / folder).rglob(word))]

    assert lost == []


def test_the_architecture_is_drawn_from_the_outside_inwards() -> None:
    drawn = [block.text.split()[0] for block in blocks(ARCHITECTURE) if block.language == "mermaid"]

    assert drawn[:3] == ["C4Context", "C4Container", "C4Component"]


@pytest.mark.parametrize("page", DOCS, ids=lambda path: str(path.name))
def test_every_link_of_a_page_leads_somewhere(page: Path) -> None:
    lost = [link for link in links(page.read_text(encoding="utf-8")) if not (page.parent / link).exists()]

    assert [link for link in lost if Path(link).name not in COMING] == []


@pytest.mark.parametrize("page", DECISIONS, ids=lambda path: str(path.stem))
def test_every_decision_has_its_parts_and_stands_in_the_index(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    found = headings(text)

    assert re.search(r"^Date: \d{4}-\d\d-\d\d$", text, re.M)
    assert re.search(r"^Status: (accepted|proposed|replaced by \[.+\]\(.+\))$", text, re.M)
    assert [one.text for one in found[1:]] == ["Context", "Decision", "Consequences"]
    index = [row[1] for row in rows(text_of("docs/adr/README.md"))]
    assert f"[{found[0].text.partition('. ')[2]}]({page.name})" in index


def test_decisions_are_numbered_without_a_hole() -> None:
    assert [int(page.name[:4]) for page in DECISIONS] == list(range(1, len(DECISIONS) + 1))


def test_the_changelog_keeps_its_form() -> None:
    found = headings(text_of("CHANGELOG.md"))

    assert found[1].text == "[Unreleased]"
    kinds = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
    assert {one.text for one in found if one.level == 3} <= kinds
