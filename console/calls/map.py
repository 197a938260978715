"""Where on a map is an address? A link made from the site's pattern; without a pattern there is none."""

from urllib.parse import quote

PLACE = "{address}"
SCHEMES = ("https://", "http://")


def map_link(pattern: str, address: str) -> str:
    """`pattern` holds `{address}`. Empty: no link."""
    if not address or not is_pattern(pattern):
        return ""
    return pattern.replace(PLACE, quote(address, safe=""))


def is_pattern(text: str) -> bool:
    """A web address with a place for the home's: nothing else may stand behind a link."""
    return text.startswith(SCHEMES) and PLACE in text
