"""What does a page of ours say? Its headings, the rows of its tables and its fenced blocks."""

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, kw_only=True)
class Heading:
    level: int
    text: str


@dataclass(frozen=True, kw_only=True)
class Block:
    """A fenced block: the word behind its fence, and its text."""

    language: str
    text: str


def text_of(name: str) -> str:
    return (CHECKOUT / name).read_text(encoding="utf-8")


def headings(page: str) -> list[Heading]:
    lines = re.sub(r"^```.*?^```", "", page, flags=re.M | re.S).splitlines()
    found = (re.fullmatch(r"(#+) (.+)", line) for line in lines)
    return [Heading(level=len(one[1]), text=one[2].strip()) for one in found if one]


def section(page: str, title: str) -> str:
    """The text below a heading, up to the next one of its level or above."""
    found = re.search(rf"^(#+) {re.escape(title)}\n(.*?)(?=^#{{1,6}} |\Z)", page, re.M | re.S)
    assert found, f"no heading '{title}'"
    return found[2]


def rows(part: str) -> Iterator[list[str]]:
    """The cells of each row of the tables in `part`, without head and rule."""
    lines = [line for line in part.splitlines() if line.startswith("|")]
    rules = {n for n, line in enumerate(lines) if re.fullmatch(r"[|\s:-]+", line)}
    for n, line in enumerate(lines):
        if n not in rules and n + 1 not in rules:
            yield [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


def first_codes(part: str) -> set[str]:
    """What stands in `code` in the first cell of each row."""
    return {name for row in rows(part) for name in codes(row[0])}


def codes(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def blocks(page: str) -> list[Block]:
    found = re.finditer(r"^```([a-z]*)\n(.*?)^```", page, re.M | re.S)
    return [Block(language=one[1], text=one[2]) for one in found]


def links(page: str) -> Iterator[str]:
    """Relative links and pictures; addresses of the outer world are left out."""
    for target in re.findall(r"\]\(([^)\s]+)\)", page):
        if not re.match(r"[a-z]+:|#", target):
            yield target.partition("#")[0]


def files() -> list[Path]:
    """Everything that is, or is about to be, in the repository."""
    command = ["git", "-c", "safe.directory=*", "ls-files", "-co", "--exclude-standard", "-z"]
    try:
        listed = subprocess.run(command, cwd=CHECKOUT, capture_output=True, check=True).stdout.decode()
    except (OSError, subprocess.CalledProcessError):
        return []
    return [CHECKOUT / name for name in listed.split("\0") if name and (CHECKOUT / name).is_file()]


def name(path: Path) -> str:
    """As the repository names it."""
    return str(path.relative_to(CHECKOUT))


FILES = files()
"""Empty where this is no git checkout."""
