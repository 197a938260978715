"""Which list lies behind a number on a page, and what does the figure mean? Each is known by its sheet and column."""

from collections.abc import Mapping

from reports import listing, listings
from reports.calls import CAUSES
from reports.definitions import FIGURES, Defined
from reports.sheets import Sheet, Value

PRESSES = frozenset({"lines", "days", "total", "route_outcomes"})
"""Sheets whose columns are figures of presses."""
_OF_REPORT: Mapping[str, str] = {
    "figures": "emergencies", "ambulance": "emergencies", "broadcasts": "broadcasts", "watch": "watch",
    "queue": "queue", "transfer_days": "transfers", "kept_outcomes": "outcomes", "requests": "requests",
}  # fmt: skip
"""Sheets whose columns are figures of another report."""
_OF_ROWS: Mapping[str, Mapping[str, str]] = {
    "programme": {
        "presses": "presses", "reached_percent": "reached_percent", "person_median": "person_median",
        "emergencies": "emergencies.opened", "trips": "emergencies.trips", "people": "emergencies.people",
        "pushed": "broadcasts.pushed", "heard": "broadcasts.heard", "wellness": "watch.calls",
        "visits": "watch.visits",
    },
    "funnel": {
        "pushed": "broadcasts.pushed", "heard": "broadcasts.heard", "calls": "watch.calls", "visits": "watch.visits",
    },
    "causes": {cause: cause for cause in CAUSES},
}  # fmt: skip
"""Sheets that have a figure in each row, by the row's id."""
_NO_FIGURES = frozenset({"kept_percent"})
"""Columns beside figures that have no rows of their own."""
_NUMBERS = frozenset({"this", "number", "presses"})
"""The columns of those that are of the period itself."""


def figure_of(sheet: Sheet, row: tuple[Value, ...], column: str) -> str:
    """As `reports.listing` calls it; empty: there is no list behind this number."""
    if sheet.id in PRESSES:
        found = column
    elif sheet.id in _OF_ROWS:
        found = _OF_ROWS[sheet.id].get(str(row[0]), "") if column in _NUMBERS else ""
    else:
        found = f"{_OF_REPORT.get(sheet.id, '')}.{column}"
    return found if column not in _NO_FIGURES and listing.known(found) else ""


def defined(figure: str) -> Defined | None:
    kind, _, id_ = figure.rpartition(".")
    if not kind:
        return FIGURES.get(figure)
    return listings.OTHERS[kind].figures.get(id_) if kind in listings.OTHERS else None
