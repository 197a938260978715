"""Key cards: a page for each person whatever their number, the nearest hotline, and no name that breaks a page."""

import io
import re

import pytest

from people.areas import Area, AreaKind
from people.ids import AreaId
from reports.cards import printing
from reports.cards.card import Card, CardKey, hotline_of
from reports.cards.joining import Joined

KEYS = [
    CardKey(pictogram=name, zh="社区送餐", en="meals", dials="*02") for name in ("emergency", "meals", "../x", "none")
]
TOWN = Area(id=AreaId("town"), name="石景山", kind=AreaKind.DISTRICT)
STREET = Area(id=AreaId("street"), name="古城", kind=AreaKind.STREET, parent=TOWN.id)
AREAS = {TOWN.id: TOWN, STREET.id: STREET}


def card(n: int, name: str = "王秀英") -> Card:
    return Card(
        name=name, name_en="", terminal=f"t{n}", area="古城", first=KEYS[0], keys=KEYS[1:], hotline="6886 0000",
        hotline_dials="*00",
    )  # fmt: skip


def test_cards_laid_out_in_parts_are_one_file_with_a_page_each(monkeypatch):
    monkeypatch.setattr(printing, "TOGETHER", 2)
    out = io.BytesIO()

    assert printing.pdf((card(n) for n in range(3)), "古城", out) == 3

    raw = out.getvalue()
    root = re.search(rb"/Type /Pages /Count (\d+) /Kids \[([^]]*)\]", raw)
    assert root and (root[1], root[2].count(b" 0 R")) == (b"3", 2)
    offsets = [int(line[:10]) for line in raw[raw.rindex(b"\nxref") :].splitlines() if line.endswith(b" n ")]
    assert all(re.match(rb"\d+ 0 obj", raw[offset : offset + 20]) for offset in offsets)
    assert len(re.findall(rb"/Type /Page\b", raw)) == 3
    assert b"NotoSans" in raw or b"Noto-Sans" in raw or b"WenQuanYi" in raw


def test_nobody_makes_no_page():
    out = io.BytesIO()

    assert printing.pdf(iter(()), "古城", out) == 0
    assert b"trailer" not in out.getvalue()


def test_a_name_is_text_and_an_unknown_service_has_the_plain_drawing():
    page = printing.html([card(1, "<script>王")], "古城")

    assert "&lt;script&gt;王" in page
    assert printing.pictogram("none", "#000000") == printing.pictogram("../x", "#000000")
    assert "currentColor" not in page


def test_something_that_is_no_such_file_is_not_joined():
    with pytest.raises(ValueError, match="not a PDF with a table"):
        Joined(io.BytesIO()).add(b"%PDF-1.7\n1 0 obj\nstartxref\n9\n%%EOF")


@pytest.mark.parametrize(
    ("hotlines", "number"),
    [({"street": "1"}, "1"), ({"town": "2"}, "2"), ({"town": "2", "street": "1"}, "1"), ({}, "9")],
)
def test_the_hotline_of_the_nearest_area_is_printed(hotlines, number):
    assert hotline_of(STREET.id, AREAS, hotlines, "9") == number
