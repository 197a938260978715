"""How does an address become a square that a mobile can read? A QR code as a drawing within the page."""

import segno
from markupsafe import Markup


def square(text: str) -> Markup:
    """SVG in the page's own ink; scales with whatever it stands in."""
    code = segno.make_qr(text, error="m")
    drawn = code.svg_inline(scale=1, border=2, omitsize=True, svgclass="square", lineclass=None)
    return Markup(drawn)
