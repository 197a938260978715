"""How were the messages listened to? Pushed, and what is proven of each, by day, week or month."""

from datetime import datetime

from sqlalchemy import Connection

from reports import messages
from reports.definitions import Words
from reports.message_figures import FIGURES
from reports.messages import Messages
from reports.periods import By, Period
from reports.presses import EVERYBODY, Filter
from reports.sheets import Report, Sheet, Value, column

TITLE = Words(zh="广播", en="Broadcasts")


def report(conn: Connection, period: Period, now: datetime, *, by: By, only: Filter = EVERYBODY) -> Report:
    lines = messages.report(conn, period, by, only)
    sheet = Sheet(id="broadcasts", words=TITLE, columns=COLUMNS, notes=NOTES,
                  rows=[values(name, found) for name, found in lines.items()])  # fmt: skip
    return Report(id="broadcasts", words=TITLE, first=period.first, last=period.last, zone=period.zone,
                  unfinished=not period.finished(now), sheets=(sheet,))  # fmt: skip


def values(name: str, found: Messages) -> tuple[Value, ...]:
    return (name, *(figure.of(found) for figure in FIGURES.values()))


NOTES = tuple(figure.note for figure in FIGURES.values())
COLUMNS = (column("part", "日期", "days"), *(figure.column for figure in FIGURES.values()))
