"""How does a broadcast read in a terminal? In plain lines, or live with a bar for each figure."""

from collections.abc import Iterator, Mapping

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from broadcasts.listening import Grade
from broadcasts.service import PersonLine, Preview, Progress
from console.broadcasts.campaign_lines import CampaignLine
from console.broadcasts.words import MessageWords

WIDTH = 32
GRADES = tuple(grade.word for grade in sorted(Grade, reverse=True))
COLOURS: Mapping[str, str] = {
    "confirmed": "green", "heard": "green", "answered": "yellow", "rang": "yellow", "not_reached": "yellow",
}  # fmt: skip


def line_text(line: CampaignLine, say: MessageWords) -> str:
    """`01k… going out  寒潮提醒 · 10:20 · 10 people, 7 done, 3 heard (30 %)`"""
    row = line.campaign
    heard = "offered to nobody yet"
    if line.people:
        heard = f"{line.people} people, {line.done} need no more dial, {line.heard} heard it ({line.percent} %)"
    return f"{row.id}  {say.state(line)[1]:9}  {row.title} · {say.when(line)} · {heard}"


def preview_lines(found: Preview, areas: Mapping[str, str], say: MessageWords) -> Iterator[str]:
    yield f"{found.chosen} of {found.total} people would get it"
    for why, count in found.excluded.items():
        yield f"  {count:>7}  not: {say.known('EXCLUDED', why.value)}"
    for area, count in found.by_area.items():
        yield f"  {count:>7}  in {areas.get(area, area or '?')}"


def show_lines(line: CampaignLine, found: Progress, areas: Mapping[str, str], say: MessageWords) -> Iterator[str]:
    """Everything of one message."""
    row = line.campaign
    yield line_text(line, say)
    yield f"  says: {row.text or 'a recording'}"
    yield f"  {figures(found, say)}"
    for grade in GRADES:
        yield f"  {found.by_evidence.get(grade, 0):>7}  {say.evidence(grade)[1]}"
    for area, one in found.by_area.items():
        yield f"  {areas.get(area, area or '?')}: {one.heard} of {one.total} heard, {one.done} need no more dial"


def figures(found: Progress, say: MessageWords) -> str:
    """One line: what a terminal that is no screen is told after each change."""
    told = (
        f"{found.done}/{found.total} done, {found.dialled} dialled, {found.ringing} ringing or speaking, "
        f"{found.heard} heard, waiting for {found.waiting}"
    )
    return told + (f", finished at about {say.times.moment(found.finish_at)}" if found.finish_at else "")


def screen(line: CampaignLine, found: Progress, areas: Mapping[str, str], say: MessageWords) -> RenderableType:
    """What `watch` shows while it runs."""
    evidence, places = _bars(), _bars()
    for grade in GRADES:
        count, colour = found.by_evidence.get(grade, 0), COLOURS.get(grade, "white")
        _bar(evidence, say.evidence(grade)[1], count, found.total, colour)
    for area, one in found.by_area.items():
        _bar(places, areas.get(area, area or "?"), one.heard, one.total, "green")
    head = Text(f"{say.state(line)[1]} · {say.when(line)}\n{figures(found, say)}")
    whole = ProgressBar(total=max(1, found.total), completed=found.done, width=2 * WIDTH)
    proven, where = (Text(f"\n{words}", style="bold") for words in ("What is proven", "Heard, by area"))
    shown = Group(head, whole, proven, evidence, where, places)
    as_of = f"as of {say.times.clock(say.now, seconds=True)}; Ctrl-C ends"
    return Panel(shown, title=line.campaign.title, subtitle=as_of)


def person_text(line: PersonLine, areas: Mapping[str, str], say: MessageWords) -> str:
    why = f" · {say.why(line)}" if line.why else ""
    heard = f" {line.percent} %" if line.percent else ""
    proven = f"{say.person_evidence(line)[1]}{heard}"
    return f"{line.senior}  {say.name(line)} · {areas.get(line.area, line.area)} · {proven} · {line.tries} dials{why}"


def _bars() -> Table:
    table = Table.grid(padding=(0, 2))
    table.add_column(min_width=24)
    table.add_column(width=WIDTH)
    table.add_column(justify="right")
    return table


def _bar(table: Table, word: str, count: int, total: int, colour: str) -> None:
    bar = ProgressBar(total=max(1, total), completed=count, width=WIDTH, complete_style=colour, finished_style=colour)
    table.add_row(word, bar, f"{count} of {total}")
