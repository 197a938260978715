"""How does this reader want the pages? Language, light or dark, size of type: remembered in cookies."""

from dataclasses import dataclass

from fastapi import Request, Response

from console.settings import LANGUAGES

THEMES = ("auto", "light", "dark")
SIZES = ("usual", "large")
CHOICES = {"language": LANGUAGES, "theme": THEMES, "size": SIZES}
_YEAR = 365 * 24 * 3600


@dataclass(frozen=True, kw_only=True)
class Look:
    language: str
    theme: str = "auto"
    size: str = "usual"


def look_of(request: Request, language: str) -> Look:
    """What the cookies say; a value nobody offered counts as none. `language`: the site's own."""
    return Look(
        language=_cookie(request, "language") or language,
        theme=_cookie(request, "theme") or THEMES[0],
        size=_cookie(request, "size") or SIZES[0],
    )


def remember(response: Response, name: str, value: str) -> bool:
    """False: no such choice."""
    if value not in CHOICES.get(name, ()):
        return False
    response.set_cookie(f"bigbutton_{name}", value, max_age=_YEAR, httponly=True, samesite="lax")
    return True


def _cookie(request: Request, name: str) -> str | None:
    value = request.cookies.get(f"bigbutton_{name}")
    return value if value in CHOICES[name] else None
