"""How is a broadcast watched from a terminal? On a screen that renews itself; elsewhere a line for each change."""

import time
from collections.abc import Callable

import typer
from rich.live import Live

from broadcasts.campaign import State
from broadcasts.service import Progress
from console.broadcasts.campaign_lines import CampaignLine
from ivr.cli.broadcast_desk import Desk
from ivr.cli.broadcast_text import figures, screen

OVER = frozenset({State.DONE.value, State.CANCELLED.value})
Look = Callable[[], tuple[CampaignLine, Progress]]


def watch_lines(look: Look, desk: Desk, every: float) -> None:
    """The first line at once; ends when the message is over."""
    told = ""
    while True:
        line, found = look()
        words = desk.words()
        now = f"{words.state(line)[1]}: {figures(found, words)}"
        if now != told:
            typer.echo(f"{words.times.clock(words.now, seconds=True)} {now}")
            told = now
        if line.campaign.state in OVER:
            return
        time.sleep(every)


def watch_screen(look: Look, desk: Desk, every: float) -> None:
    """Drawn anew in its place; what stood there last stays when it ends."""
    areas = desk.areas()
    line, found = look()
    with Live(screen(line, found, areas, desk.words()), auto_refresh=False) as live:
        while line.campaign.state not in OVER:
            time.sleep(every)
            line, found = look()
            live.update(screen(line, found, areas, desk.words()), refresh=True)
