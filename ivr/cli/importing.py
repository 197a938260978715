"""`bigbutton import`: what a site brings. What would change is told; what would change much is asked about."""

import sys
from functools import partial
from pathlib import Path

import typer
from rich.console import Console
from rich.progress import Progress as Bars
from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

from db.importing import Report, import_file, template
from db.importing.taking import Progress
from db.importing.templates import write_template
from ivr import settings as site_settings
from ivr.cli.database import site_database
from ivr.cli.import_words import counts, drastic, shown
from ivr.cli.refusals import refuse
from people.cells import Locality
from people.kinds import KINDS

SHOWN = 50


def register(app: typer.Typer) -> None:
    app.command("import")(import_command)


def _known(kind: str) -> str:
    if kind not in KINDS:
        raise typer.BadParameter(f"{kind!r} is no kind of file; there are: {', '.join(KINDS)}")
    return kind


def import_command(
    kind: str = typer.Argument(callback=_known, help=f"One of: {', '.join(KINDS)}."),
    file: Path | None = typer.Argument(None, help="A workbook (.xlsx), or CSV in UTF-8 or GB18030."),
    dry_run: bool = typer.Option(False, "--dry-run", help="Say what would change; write nothing."),
    yes: bool = typer.Option(False, "--yes", help="Take it though it changes more than a fifth of what is there."),
    show_template: bool = typer.Option(
        False, "--template", help="Give a header and one example row: on the screen, or as FILE (.xlsx or .csv)."
    ),
) -> None:
    """Bring in a file. Any fault in it: every fault is listed, and nothing is written."""
    if show_template:
        _give_template(kind, file)
        return
    if file is None:
        raise typer.BadParameter("name a file, or ask for --template", param_hint="FILE")
    settings = site_settings.load()
    locality = Locality(area_code=settings.area_code, zone=settings.zone)
    with site_database(settings) as engine, _bars() as bars:
        report = import_file(
            engine, kind, file, dry_run, locality=locality,
            asked=None if yes else partial(_sure, bars), progress=_progress(bars),
        )  # fmt: skip
    _tell(report, file)
    if report.problems:
        raise typer.Exit(1)
    if not report.written and not dry_run:
        refuse(drastic(report), "Look whether it is the right file; --dry-run only counts, --yes takes it")


def _give_template(kind: str, file: Path | None) -> None:
    if file is None:
        typer.echo(template(kind), nl=False)
        return
    write_template(kind, file)
    typer.echo(f"written to {file}")


def _sure(bars: Bars, report: Report) -> bool:
    """Asked on the screen; where nobody sits there, the answer is no."""
    bars.stop()
    return sys.stdin.isatty() and typer.confirm(f"{drastic(report)}. Take it?", err=True)


def _bars() -> Bars:
    """A line on the screen while it takes long; nothing where nobody looks."""
    columns = SpinnerColumn(), TextColumn("{task.description} {task.completed:,.0f} rows"), TimeElapsedColumn()
    return Bars(*columns, console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty())


def _progress(bars: Bars) -> Progress:
    examining = bars.add_task("examined", total=None)
    writing = bars.add_task("written", total=None, visible=False)
    return Progress(
        examined=lambda rows: bars.update(examining, completed=rows),
        written=lambda rows: bars.update(writing, completed=rows, visible=True),
    )


def _tell(report: Report, file: Path) -> None:
    for problem in report.problems[:SHOWN]:
        typer.echo(f"{file}: {shown(problem)}", err=True)
    more = len(report.problems) - SHOWN + report.more_problems
    if more > 0:
        typer.echo(f"{file}: and {more} more", err=True)
    verb = "written" if report.written else "nothing written"
    typer.echo(f"{report.kind}: {counts(report)}; {verb}", err=bool(report.problems))
