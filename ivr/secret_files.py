"""Where does a setting stand that no environment should show? In a file: `BIGBUTTON_CONSOLE__SECRET_FILE` names it.

Whatever can be set by `BIGBUTTON_…` can be set so: lists are JSON there too. The setting itself beside it wins.
"""

from collections.abc import Mapping
from pathlib import Path

from pydantic_settings import EnvSettingsSource

SUFFIX = "_file"
MOST = 1_000_000
"""Bytes: whatever is longer is another file."""


class SecretFileRefused(ValueError):
    """A file that a variable names cannot be used; the message says which, why, and what to do."""


def with_files(variables: Mapping[str, str | None], prefix: str) -> dict[str, str | None]:
    """The variables, each `…_file` replaced by what stands in its file. Raises SecretFileRefused."""
    found = dict(variables)
    for name in variables:
        if name.lower().startswith(prefix.lower()) and name.lower().endswith(SUFFIX):
            path = found.pop(name)
            if path:
                found.setdefault(name[: -len(SUFFIX)], _read(name, Path(path)))
    return found


def _read(name: str, file: Path) -> str:
    """Without the line end that editors put last."""
    try:
        with file.open("rb") as opened:
            text = opened.read(MOST + 1).decode()
    except OSError as fault:
        cure = "Put it there, readable for the user of this process, or take the variable away"
        raise SecretFileRefused(f"{name.upper()} names {file}: {fault.strerror}. {cure}") from fault
    except UnicodeDecodeError as fault:
        raise SecretFileRefused(f"{name.upper()} names {file}, which is no text. Name a file in UTF-8") from fault
    if len(text) > MOST:
        raise SecretFileRefused(f"{name.upper()} names {file}, which is over {MOST} bytes. Name the secret's own file")
    return text.rstrip("\r\n")


class EnvironmentWithFiles(EnvSettingsSource):
    """The environment as a source of settings, files included."""

    def _load_env_vars(self) -> Mapping[str, str | None]:
        return with_files(super()._load_env_vars(), self.env_prefix)
