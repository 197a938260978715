"""Does the first page tell the truth? Its commands exist, a fresh clone runs them, both languages agree."""

import os
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.main import get_command

from ivr.cli.commands import app
from tests.project.pages import CHECKOUT, blocks, headings, links, rows, section, text_of

SLOW = "BIGBUTTON_SLOW"
TITLES = {
    "Bigbutton": "大按键（Bigbutton）",
    "Press a key yourself": "自己按一个键",
    "The way of a call": "一通电话怎么走",
    "The named folders": "各个文件夹",
    "Not yet": "还没有",
}
ENGLISH, CHINESE = text_of("README.md"), text_of("README.zh-CN.md")
BIGBUTTON = {
    name: set(getattr(command, "commands", ()))
    for name, command in get_command(app).commands.items()  # type: ignore[attr-defined]
}
"""Command -> its subcommands, none for a command of its own."""
PAGES = ("README.md", "README.zh-CN.md", "CONTRIBUTING.md")


def commands(page: str) -> list[str]:
    """Every line of the shell blocks, without its remark."""
    lines = [line for block in blocks(page) if block.language == "sh" for line in block.text.splitlines()]
    return [line.split("  #")[0].strip() for line in lines if line.strip() and not line.startswith("#")]


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """What a newcomer has after `git clone`: what is committed, and nothing else."""
    folder = tmp_path_factory.mktemp("fresh") / "bigbutton"
    if shutil.which("git") is None or not (CHECKOUT / ".git").exists():
        pytest.skip("not a git checkout: there is nothing to clone")
    command = ["git", "-c", "safe.directory=*", "clone", "-q", "--no-hardlinks", str(CHECKOUT), str(folder)]
    subprocess.run(command, check=True, capture_output=True)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def say(command: list[str], where: Path, **more: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    return subprocess.run(command, cwd=where, env=environment | more, capture_output=True, text=True, timeout=900)


def make_goals(checkout: Path = CHECKOUT) -> set[str]:
    text = (checkout / "Makefile").read_text(encoding="utf-8")
    return set(re.findall(r"^([a-z-]+):.*## ", text, re.M))


def test_both_languages_have_the_same_headings_in_the_same_order() -> None:
    english = [(one.level, TITLES[one.text]) for one in headings(ENGLISH)]

    assert english == [(one.level, one.text) for one in headings(CHINESE)]


def test_both_languages_have_the_same_commands_folders_and_number_of_missing_things() -> None:
    assert commands(ENGLISH) == commands(CHINESE)
    assert [row[0] for row in rows(ENGLISH)] == [row[0] for row in rows(CHINESE)]
    missing = (section(ENGLISH, "Not yet"), section(CHINESE, TITLES["Not yet"]))
    assert missing[0].count("\n- ") == missing[1].count("\n- ")


def test_both_languages_show_the_same_sample_and_the_same_figures() -> None:
    samples = [[b.text for b in blocks(page) if not b.language] for page in (ENGLISH, CHINESE)]
    figures = [re.findall(r"[\d.]+", page.split("<!-- figures")[1].split("-->")[1]) for page in (ENGLISH, CHINESE)]

    assert samples[0] == samples[1]
    assert figures[0][:8] == figures[1][:8]


@pytest.mark.parametrize("page", PAGES)
def test_every_make_goal_that_is_named_exists(page: str) -> None:
    text = text_of(page)

    named = set(re.findall(r"`make ([a-z-]+)", text)) | {
        line.split()[1] for line in commands(text) if line.startswith("make ")
    }

    assert named <= make_goals()


@pytest.mark.parametrize("page", PAGES)
def test_every_command_of_bigbutton_that_is_named_can_be_typed(page: str) -> None:
    typed = re.findall(r"bigbutton ((?:[a-z]+ ?)+)", "\n".join(commands(text_of(page))))

    assert [words for words in typed if not known(words.split())] == []


def known(words: list[str]) -> bool:
    """A command of its own, or one of a family."""
    family = BIGBUTTON.get(words[0])
    return family is not None and (not family or (len(words) > 1 and words[1] in family))


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere(page: str) -> None:
    others = {"docs/performance.md", "docs/reliability.md"}

    lost = [name for name in links(text_of(page)) if not (CHECKOUT / name).exists() and name not in others]

    assert lost == []


def test_the_screenshot_is_small_enough_for_a_first_page() -> None:
    picture = CHECKOUT / "docs/pictures/today.png"

    assert picture.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    assert picture.stat().st_size < 300_000


def test_the_first_screen_is_short() -> None:
    first = ENGLISH.split("\n## ")[0]

    assert [len(b.text.splitlines()) for b in blocks(first) if not b.language] == [10]
    assert len(first.splitlines()) < 40


def test_in_a_fresh_clone_make_help_lists_every_goal(clone: Path) -> None:
    said = say(["make", "help"], clone)

    assert said.returncode == 0
    assert all(f"make {goal} " in said.stdout for goal in make_goals(clone))


def test_in_a_fresh_clone_the_set_up_starts_with_nothing_installed(clone: Path) -> None:
    said = say(["python3", "-m", "prepare", "nonsense"], clone)

    assert said.returncode == 2
    assert "Traceback" not in said.stderr


@pytest.mark.timeout(1200)
def test_in_a_fresh_clone_the_story_is_played_from_set_up_to_its_last_line(clone: Path) -> None:
    if not os.environ.get(SLOW):
        pytest.skip(f"takes minutes and fetches half a gigabyte; {SLOW}=1 plays it")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])

    played = say(["make", "run"], clone, ONCE="1", BIGBUTTON_PORT=port)
    cleaned = say(["make", "clean"], clone)

    assert played.returncode == 0, played.stdout[-3000:]
    assert played.stdout.splitlines()[-1].startswith("STORY OK")
    assert cleaned.returncode == 0 and not (clone / ".run").exists()
