"""Which commands are there? Families register themselves here."""

import typer

from ivr.cli import (
    access,
    backup,
    broadcast,
    care,
    data,
    dialplan,
    drill,
    importing,
    init,
    looking,
    prompts,
    rehearsals,
    report,
    serving,
    simulating,
    terminals,
    twilio,
)

app = typer.Typer(no_args_is_help=True, add_completion=False, help="One press, a person answers.")
serving.register(app)
looking.register(app)
access.register(app)
data.register(app)
importing.register(app)
terminals.register(app)
dialplan.register(app)
rehearsals.register(app)
broadcast.register(app)
care.register(app)
drill.register(app)
prompts.register(app)
report.register(app)
simulating.register(app)
twilio.register(app)
backup.register(app)
init.register(app)
