"""Is every kind of task that any code writes said in words of the reader's own?"""

import pytest

from console.vocabulary import TASKS
from console.words import catalogue
from tests.unit.console.task_kinds import written

KINDS = sorted({one.kind for one in written() if one.kind})


def test_the_code_says_of_each_task_which_kind_it_is():
    assert [one.where for one in written() if one.kind is None] == []


def test_the_watchs_own_tasks_are_among_those_found():
    assert {
        "wellness_call", "visit", "no_visitor", "case_overdue", "nobody_answerable", "overdue_return", "telephone_out",
        "ask_others", "outage", "after_outage", "incident_open", "not_found", "not_met", "not_well",
        "staff_unavailable", "missed_press", "was_she_served",
    } <= set(KINDS)  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_kind_of_task_has_words(kind: str, language: str):
    said = catalogue(language).get(TASKS.get(kind, kind))

    assert kind in TASKS
    assert said is not None and said.string
