"""`bigbutton import`, `bigbutton db upgrade`: what a site brings, and where it is kept."""

from pathlib import Path

import typer

from db.engine import open_engine
from db.importing import Report, import_file, template
from db.migrations import upgrade as upgrade_database
from ivr import settings as site_settings
from people.cells import Locality
from people.kinds import KINDS

db_app = typer.Typer(no_args_is_help=True, help="The database.")
SHOWN = 50


def register(app: typer.Typer) -> None:
    app.command("import")(import_command)
    app.add_typer(db_app, name="db")


def _known(kind: str) -> str:
    if kind not in KINDS:
        raise typer.BadParameter(f"{kind!r} is no kind of file; there are: {', '.join(KINDS)}")
    return kind


def import_command(
    kind: str = typer.Argument(callback=_known, help=f"One of: {', '.join(KINDS)}."),
    file: Path | None = typer.Argument(None, help="A CSV file in UTF-8."),
    dry_run: bool = typer.Option(False, "--dry-run", help="Say what would change; write nothing."),
    show_template: bool = typer.Option(False, "--template", help="Print a header and one example row."),
) -> None:
    """Bring in a file. Any fault in it: every fault is listed, and nothing is written."""
    if show_template:
        typer.echo(template(kind), nl=False)
        return
    if file is None:
        raise typer.BadParameter("name a file, or ask for --template", param_hint="FILE")
    settings = site_settings.load()
    locality = Locality(area_code=settings.area_code, zone=settings.zone)
    report = import_file(open_engine(settings.database_url), kind, file, dry_run, locality=locality)
    _tell(report, file)
    if report.problems:
        raise typer.Exit(1)


@db_app.command("upgrade")
def upgrade() -> None:
    """Make the tables, or bring them to this version."""
    settings = site_settings.load()
    upgrade_database(settings.database_url)
    typer.echo("the database is of this version")


def _tell(report: Report, file: Path) -> None:
    for problem in report.problems[:SHOWN]:
        typer.echo(
            f"{file}: line {problem.line}, {problem.column or 'row'}: {problem.reason} ({problem.value!r})",
            err=True,
        )
    more = len(report.problems) - SHOWN + report.more_problems
    if more > 0:
        typer.echo(f"{file}: and {more} more", err=True)
    verb = "written" if report.written else "nothing written"
    counts = f"{report.added} new, {report.changed} changed, {report.unchanged} unchanged"
    typer.echo(f"{report.kind}: {counts}; {verb}", err=bool(report.problems))
