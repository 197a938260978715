"""A site on disk with something of everything, and an empty folder on which it may stand again."""

import os
from pathlib import Path

import pytest

from db.engine import open_engine, writing
from ivr.backup.parts import parts_of
from ivr.settings import CONFIG, Settings, load
from tests.contract.homes import new_database, settle_in

SETTINGS = """
database_url = "sqlite:///{folder}/data/bigbutton.db"
heartbeat = "{folder}/alive"
speech.recordings = "{folder}/recordings"
console.photos = "{folder}/photos"
console.secret = "signs every session of this site"
twilio.folder = "{folder}/twilio"
[exchange]
root = "{folder}/exchange"
sounds = "{folder}/sounds"
call_secret = "calls"
[[trunks]]
name = "trunka"
host = "127.0.0.9"
user = "us"
secret = "between us"
"""


def furnish(folder: Path) -> Settings:
    """The settings of a site in `folder`, in force now; nothing else is there yet."""
    folder.mkdir()
    (folder / "bigbutton.toml").write_text(SETTINGS.format(folder=folder), encoding="utf-8")
    os.environ[CONFIG] = str(folder / "bigbutton.toml")
    return load()


@pytest.fixture(autouse=True)
def nothing_of_ours_around(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("BIGBUTTON_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv(CONFIG, "")  # whatever a test sets goes with it


@pytest.fixture
def site(tmp_path: Path) -> Settings:
    """Two homes, and one file in every folder that cannot be made anew."""
    settings = furnish(tmp_path / "old")
    (tmp_path / "old/data").mkdir()
    engine = open_engine(new_database(tmp_path / "old/data"))
    with writing(engine) as conn:
        settle_in(conn)
    engine.dispose()
    for part in parts_of(settings):
        file = part.folder / ("facts.csv" if part.name == "facts" else "zh/one.sln")
        file.parent.mkdir(parents=True)
        file.write_text(f"{part.name} 王秀英", encoding="utf-8")
    return settings


@pytest.fixture
def bare(site: Settings, tmp_path: Path) -> Path:
    """Another machine: its settings name other folders, and nothing is there."""
    furnish(tmp_path / "new")
    return tmp_path / "new"
