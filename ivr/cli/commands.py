"""Which commands are there? Families register themselves here."""

import typer

from ivr.cli import care, data, dialplan, rehearsals, serving

app = typer.Typer(no_args_is_help=True, add_completion=False, help="One press, a person answers.")
serving.register(app)
data.register(app)
dialplan.register(app)
rehearsals.register(app)
care.register(app)
