"""How do cards become a PDF? A page of A5 each, with Chinese letters embedded; any number in the memory of a few."""

import tempfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import IO

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from db.records import batches
from reports.cards.card import Card
from reports.cards.joining import Joined

TOGETHER = 40
"""Cards laid out at a time."""
TEMPLATES = Path(__file__).parents[1] / "templates"


def html(cards: Iterable[Card], site: str) -> str:
    """Complete, with its style and drawings inside."""
    return _pages().get_template("cards.html").render(cards=list(cards), site=site, pictogram=pictogram)


def pdf(cards: Iterable[Card], site: str, out: IO[bytes]) -> int:
    """How many were printed. None: nothing is written. Loads the typesetter only now: it takes a moment."""
    from weasyprint import HTML
    from weasyprint.text.fonts import FontConfiguration

    fonts, printed, joined = FontConfiguration(), 0, Joined(out)
    for part in batches(cards, TOGETHER):
        with tempfile.TemporaryFile() as pages:
            HTML(string=html(part, site)).write_pdf(pages, font_config=fonts, pdf_version="1.4")
            pages.seek(0)
            joined.add(pages.read())
        printed += len(part)
    if printed:
        joined.close()
    return printed


@cache
def pictogram(name: str, colour: str) -> Markup:
    """A drawing of ours; a service that the site added has the plain one."""
    known = TEMPLATES / "pictograms" / f"{name}.svg"
    file = known if name.isalnum() and known.is_file() else TEMPLATES / "pictograms" / "other.svg"
    return Markup(file.read_text(encoding="utf-8").replace("currentColor", colour))


@cache
def _pages() -> Environment:
    loader = PackageLoader("reports", "templates")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
