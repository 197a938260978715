"""Which settings go into a back-up? Those that are set, from file and environment; secrets only where asked for."""

from typing import Any

from sqlalchemy import make_url

from ivr.backup.databases import without_password
from ivr.founding.toml_text import toml_text
from ivr.settings import Settings

NAME = "bigbutton.toml"
SECRET = ("secret", "token", "password")
"""A field with one of these words in its name, wherever it stands, holds a secret."""


def settings_text(settings: Settings, *, with_secrets: bool) -> tuple[str, tuple[str, ...]]:
    """TOML, and the names of the secrets that were left out of it."""
    values: dict[str, Any] = settings.model_dump(mode="json", exclude_unset=True)
    left_out: list[str] = []
    if not with_secrets:
        values = _without(values, (), left_out)
        values |= _address(settings, left_out)
    return toml_text(values), tuple(sorted(left_out))


def _without(value: Any, path: tuple[str, ...], left_out: list[str]) -> Any:
    if isinstance(value, dict):
        return {key: _without(each, (*path, key), left_out) for key, each in value.items()}
    if isinstance(value, list):
        return [_without(each, (*path, str(n)), left_out) for n, each in enumerate(value, 1)]
    if value and any(word in path[-1] for word in SECRET):
        left_out.append(".".join(path))
        return ""
    return value


def _address(settings: Settings, left_out: list[str]) -> dict[str, str]:
    url = make_url(settings.database_url)
    if url.password is None:
        return {}
    left_out.append("database_url: its password")
    return {"database_url": without_password(url).render_as_string(hide_password=False)}
