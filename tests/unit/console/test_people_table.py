"""Can the list of people be worked with, and does nothing in it calculate?"""

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from broadcasts.service import PersonLine
from console.broadcasts.people_table import as_csv, as_xlsx, harmless
from console.broadcasts.words import MessageWords, evidence_of
from tests.console.neighbourhood import NOW

HER = PersonLine(
    senior="s1", name="王秀英", name_en="Wang Xiuying", area="gucheng", state="done", way="called",
    evidence="heard", percent=95, tries=2, why="", next_try_at=None, heard_at=NOW, key="1", reply="well",
)  # fmt: skip
AREAS = {"gucheng": "Gucheng"}


def words(language: str = "en") -> MessageWords:
    return MessageWords(language=language, zone="Asia/Shanghai", now=NOW)


def rows(lines: Sequence[PersonLine], language: str = "en") -> list[list[str]]:
    text = "".join(as_csv(lines, AREAS, words(language)))
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))


def test_each_person_is_one_row_in_the_readers_words():
    english, chinese = rows([HER]), rows([HER], "zh")

    assert english[0][:4] == ["Id", "Name", "Area", "Evidence"]
    assert english[1] == [
        "s1", "Wang Xiuying", "Gucheng", "heard", "95", "2", "", "", "2026-11-21 10:40:12", "I am well", "I am well",
    ]  # fmt: skip
    assert (chinese[1][1], chinese[1][3]) == ("王秀英", "已听")


def test_who_has_no_english_name_stands_there_with_her_own():
    assert rows([replace(HER, name_en="")])[1][1] == "王秀英"


def test_why_somebody_is_not_dialled_is_said_with_the_next_dial():
    soon = NOW + timedelta(minutes=5)
    waits = replace(HER, state="due", evidence="rang", why="in_use", next_try_at=soon, heard_at=None)

    assert rows([waits])[1][6:9] == ["her telephone is in use: rung again soon", "2026-11-21 10:45:12", ""]


@pytest.mark.parametrize("name", ['=HYPERLINK("http://evil")', "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_formula_in_a_name_is_text_in_both_files(name: str):
    evil = replace(HER, name=name, name_en="")

    book = load_workbook(io.BytesIO(as_xlsx([evil], AREAS, words())))
    cell = book.worksheets[0].cell(row=2, column=2)

    assert harmless(name) == f"'{name}"
    assert rows([evil])[1][1].startswith("'")
    assert cell.data_type == "s"
    assert str(cell.value).startswith("'")


def test_a_number_below_nothing_stays_a_number_of_the_sheet():
    book = load_workbook(io.BytesIO(as_xlsx([HER], AREAS, words())))

    sheet = book.worksheets[0]

    assert (sheet.cell(row=2, column=5).value, sheet.cell(row=2, column=5).data_type) == (95, "n")
    assert (sheet.cell(row=1, column=1).value, sheet.freeze_panes) == ("Id", "A2")


@pytest.mark.parametrize(
    ("state", "evidence", "why", "shown"),
    [("due", "not_dialled", "", ""), ("due", "not_dialled", "in_use", "not_dialled"),
     ("done", "not_dialled", "", "not_dialled"), ("due", "rang", "", "rang")],
)  # fmt: skip
def test_nobody_is_called_not_dialled_who_just_has_not_had_her_turn(state: str, evidence: str, why: str, shown: str):
    assert evidence_of(replace(HER, state=state, evidence=evidence, why=why)) == shown
