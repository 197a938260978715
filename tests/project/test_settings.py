"""Does .env.example name every setting with its default, and would a copy of it change nothing?"""

import os
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel

from ivr.exchange_settings import DeskSettings, PhoneSettings, StepSettings, TrunkSettings
from ivr.settings import Settings, load
from tests.project.pages import text_of

TEXT = text_of(".env.example")


def written() -> dict[str, str]:
    lines = [line for line in TEXT.splitlines() if line and not line.startswith("#")]
    return dict(shlex.split(line)[0].split("=", 1) for line in lines)


def names(model: type[BaseModel], prefix: str) -> Iterator[str]:
    for name, field in model.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            yield from names(inner, f"{prefix}{name.upper()}__")
        else:
            yield prefix + name.upper()


def test_every_setting_is_listed_once_and_nothing_else() -> None:
    listed = re.findall(r"^(BIGBUTTON_\w+)=", TEXT, re.M)

    assert sorted(listed) == sorted(names(Settings, "BIGBUTTON_"))


def test_a_copy_of_the_file_changes_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.startswith("BIGBUTTON_"):
            monkeypatch.delenv(name)
    defaults = load()

    for name, value in written().items():
        monkeypatch.setenv(name, value)

    assert load() == defaults


@pytest.mark.parametrize("model", [TrunkSettings, DeskSettings, PhoneSettings, StepSettings])
def test_the_fields_of_every_list_are_shown(model: type[BaseModel]) -> None:
    assert [name for name in model.model_fields if f'"{name}"' not in TEXT] == []
