"""A site on disk, and its command line as somebody types it."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from db.engine import open_engine, writing
from ivr.__main__ import main
from tests.contract.homes import new_database, settle_in


@dataclass(frozen=True, kw_only=True)
class Said:
    """How a command ended, and what it said."""

    code: int
    out: str
    err: str


Bigbutton = Callable[..., Said]

SETTINGS = """
database_url = "{url}"
heartbeat = "{folder}/alive"
speech_cache = "{folder}/cache"
zone = "Asia/Shanghai"
area_code = "10"
[exchange]
root = "{folder}/exchange"
sounds = "{folder}/sounds"
call_secret = "a"
fill_secret = "b"
[[trunks]]
name = "trunka"
host = "127.0.0.9"
"""
DESKS = "".join(
    f'[[desks]]\nname = "{name}"\nphones = [{{ id = "desk{n}", secret = "s" }}]\n'
    for n, name in enumerate(("hotline", "emergency", "community", "centre"), 1)
)


@pytest.fixture
def bigbutton(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Bigbutton:
    """Types a command; never a traceback."""
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("TERM", "dumb")

    def typed(*words: str) -> Said:
        monkeypatch.setattr(sys, "argv", ["bigbutton", *words])
        with pytest.raises(SystemExit) as end:
            main()
        said = capsys.readouterr()
        assert "Traceback" not in said.err + said.out
        code = end.value.code
        return Said(code=code if isinstance(code, int) else int(code is not None), out=said.out, err=said.err)

    return typed


@pytest.fixture
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder without a site; nothing of ours in the environment."""
    for name in ("CONFIG", "DATABASE_URL"):
        monkeypatch.delenv(f"BIGBUTTON_{name}", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def site(nowhere: Path) -> Path:
    """A folder with a site in it: two homes, a trunk, four desks."""
    url = new_database(nowhere)
    engine = open_engine(url)
    with writing(engine) as conn:
        settle_in(conn)
    engine.dispose()
    (nowhere / "bigbutton.toml").write_text(SETTINGS.format(url=url, folder=nowhere) + DESKS)
    return nowhere
