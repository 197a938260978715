"""How is told what a file would change, and what is wrong with it? Without spelling out what is personal."""

from db.importing import Report
from people.importing import Problem

SECRET = frozenset({"secret", "medical_note", "access_note", "reason"})
"""Never told: whoever needs it finds it on its line."""
PERSONAL = frozenset({"name", "name_en", "born", "address", "number", "numbers", "login", "asked_by"})
FIRST, LONGEST = 3, 60


def shown(problem: Problem) -> str:
    """The line, the column, the value and the cure."""
    value = f" ({_value(problem)})" if problem.value else ""
    return f"line {problem.line}, {problem.column or 'row'}: {problem.reason}{value}"


def counts(report: Report) -> str:
    gone = f", {report.gone} not in the file (they stay)" if report.gone else ""
    return f"{report.added} new, {report.changed} changed, {report.unchanged} unchanged{gone}"


def drastic(report: Report) -> str:
    """The figure that is to be thought about."""
    share = 100 * report.changed / report.standing
    return f"the file would change {report.changed} of the {report.standing} {report.kind} there are ({share:.0f} %)"


def _value(problem: Problem) -> str:
    if problem.column in SECRET:
        return "not shown"
    if problem.column in PERSONAL and len(problem.value) > 1:
        return repr(problem.value[: min(FIRST, len(problem.value) // 2)] + "…")
    return repr(problem.value if len(problem.value) <= LONGEST else problem.value[:LONGEST] + "…")
