"""What the rows of a site's file say, and what is wrong with them."""

from datetime import UTC, date, datetime

import pytest

from people.cells import Locality
from people.importing import REMEMBERED, Entry, Problem, read_table, template, template_rows, text_rows
from people.kinds import KINDS
from people.providers import ProviderNumber
from people.terminals import Accepts, TerminalKind

BEIJING = Locality(area_code="10", zone="Asia/Shanghai")
ROW = {kind: dict(zip([c.name for c in KINDS[kind].columns], template_rows(kind)[1], strict=True)) for kind in KINDS}


def read(kind: str, text: str) -> list[Entry | Problem]:
    return list(read_table(KINDS[kind], text_rows(text.splitlines(keepends=True)), BEIJING))


def one(kind: str, /, **cells: str) -> Entry | Problem:
    """The only row of a file like the template, with some cells changed."""
    row = ROW[kind] | cells
    written = ['"' + cell.replace('"', '""') + '"' for cell in row.values()]
    [found] = read(kind, ",".join(row) + "\n" + ",".join(written) + "\n")
    return found


def reason(found: Entry | Problem) -> str:
    assert isinstance(found, Problem)
    return found.reason


@pytest.mark.parametrize("kind", KINDS)
def test_the_example_of_every_template_can_be_read(kind):
    [entry] = read(kind, template(kind))

    assert isinstance(entry, Entry)
    assert entry.line == 2


@pytest.mark.parametrize("kind", KINDS)
def test_chinese_headers_say_the_same_as_english_ones(kind):
    titles = [column.chinese for column in KINDS[kind].columns]
    example = template(kind).splitlines()[1]

    assert read(kind, ",".join(titles) + "\n" + example) == read(kind, template(kind))


@pytest.mark.parametrize("kind", KINDS)
def test_no_two_columns_of_a_kind_share_a_title(kind):
    titles = [title for column in KINDS[kind].columns for title in (column.name, column.chinese)]

    assert len(set(titles)) == len(titles)


def test_blank_lines_and_windows_line_ends_are_no_trouble():
    [entry] = read("areas", "id,name,kind\r\n\r\n,,\r\n sjs , 石景山区 ,District\r\n")

    assert isinstance(entry, Entry)
    assert (entry.line, entry.item.id, entry.item.name) == (4, "sjs", "石景山区")


def test_more_different_words_than_are_remembered_are_read_all_the_same():
    rows = [f"a{n},社区{n},community" for n in range(REMEMBERED + 2)]

    found = read("areas", "\n".join(["id,name,kind", *rows]) + "\n")

    assert [one.item.name for one in found if isinstance(one, Entry)] == [f"社区{n}" for n in range(REMEMBERED + 2)]


def test_names_with_quotes_and_formulas_are_kept_as_they_are():
    name = """=cmd|'/c calc'!A1 "O'Brien", 王"""

    entry = one("seniors", name=name)

    assert isinstance(entry, Entry)
    assert entry.item.senior.name == name


def test_the_line_is_the_one_a_row_begins_on_even_after_a_cell_of_several_lines():
    text = 'senior,starts_on,ends_on,reason\ns1,2026-03-02,2026-03-03,"a\nb"\ns2,never,2026-03-03,x\n'

    [first, second] = read("holds", text)

    assert (first, reason(second)) == (
        Problem(line=2, column="reason", value="a\nb", reason="has a line break or a control character in it"),
        "not a date like 1941-05-06",
    )
    assert isinstance(second, Problem)
    assert (second.line, second.column, second.value) == (4, "starts_on", "never")


def test_every_bad_cell_of_a_row_is_told():
    found = read("contacts", "id,household,position,name,number\nC1,h1,0,,12\n")

    assert [(each.line, each.column) for each in found if isinstance(each, Problem)] == [
        (2, "id"), (2, "position"), (2, "name"), (2, "number"),
    ]  # fmt: skip


def test_a_header_with_unknown_doubled_or_missing_columns_gives_no_rows():
    found = read("areas", "id,ID,colour\nsjs,sjs,red\n")

    assert [(each.column, each.reason[:20]) for each in found if isinstance(each, Problem)] == [
        ("ID", "the column is there "),
        ("colour", "no such column; ther"),
        ("name", "the column is missin"),
        ("kind", "the column is missin"),
    ]


@pytest.mark.parametrize(
    ("raw", "line", "why"),
    [
        ("", 1, "the file is empty"),
        ('id,name,kind\na,"x,street\nb,y,street\n', 2, "broken row"),
        ("id,name,kind\na,x\n", 2, "has 2 cells, the header 3"),
        ("id,name,kind\na,x,street,\n", 2, "has 4 cells, the header 3"),
        ("id,name,kind,,\na,x,street,,y\n", 2, "has 5 cells, the header 3"),
    ],
)
def test_a_file_that_is_no_clean_table_is_told_where(raw, line, why):
    found = read("areas", raw)[-1]

    assert isinstance(found, Problem)
    assert (found.line, found.reason[: len(why)]) == (line, why)


@pytest.mark.parametrize(
    "head", ["ID 编号,ＮＡＭＥ,类型 (kind)", "\u3000编号 ,名称　name, kind/类型", "编号,名 称,KIND,,", "kind,id,name"]
)
def test_titles_are_known_in_both_languages_in_any_order_and_width(head):
    row = "street,sjs,甲" if head.startswith("kind") else "sjs,甲,street" + ",," * head.endswith(",,")

    [entry] = read("areas", f"{head}\n{row}\n")

    assert isinstance(entry, Entry)
    assert (entry.item.id, entry.item.name, entry.item.kind) == ("sjs", "甲", "street")


def test_a_column_named_in_both_languages_is_refused_with_both_names():
    [found] = read("areas", "id,name,kind,名称\nsjs,甲,street,乙\n")

    assert reason(found) == "the column is there twice: 'name' and '名称' are the same column: keep one of them"


def test_ids_dates_and_words_may_be_typed_in_full_width():
    entry = one("seniors", id="ｓ１００１", born="１９４１－０５－０６", hears_badly="ｙｅｓ", name="ＡＢ　王")

    assert isinstance(entry, Entry)
    senior = entry.item.senior
    assert (senior.id, senior.born, senior.hears_badly) == ("s1001", date(1941, 5, 6), True)
    assert senior.name == "ＡＢ　王"


def test_a_column_the_file_does_not_have_is_not_given():
    [entry] = read("areas", "id,name,kind\nsjs,x,street\n")

    assert isinstance(entry, Entry)
    assert entry.given == {"id", "name", "kind"}


@pytest.mark.parametrize(
    ("kind", "column", "cell", "why"),
    [
        ("seniors", "id", "S1", "an id is a lower-case letter"),
        ("seniors", "name", "", "must not be empty"),
        ("seniors", "name", "王\x07", "control character"),
        ("seniors", "name", "王" * 101, "longer than 100"),
        ("seniors", "medical_note", "\x00", "control character"),
        ("seniors", "born", "1941-02-30", "not a date"),
        ("seniors", "born", "0041-02-03", "not a date"),
        ("seniors", "gender", "x", "not one of: f, m"),
        ("seniors", "zone", "../etc/passwd", "no such time zone"),
        ("seniors", "tags", "独居老人", "'独居老人' is no tag"),
        ("seniors", "language", "fr", "not one of: zh, en"),
        ("seniors", "zone", "Mars/Olympus", "no such time zone"),
        ("seniors", "hears_badly", "perhaps", "write yes or no"),
        ("seniors", "silent_after_days", "0", "not a whole number from 1 to 60"),
        ("seniors", "silent_after_days", "five", "not a whole number"),
        ("seniors", "call_windows", "09:00", "is no window"),
        ("contacts", "number", "12345678901234", "no such number"),
        ("terminals", "id", "u12", "unknown callers are named u and digits"),
        ("terminals", "id", "T1", "an id is a lower-case letter"),
        ("terminals", "secret", "short", "a secret is 16 to 64"),
        ("providers", "numbers", ";", "give one to nine numbers"),
        ("providers", "numbers", "13800138000; +86 138 0013 8000", "the same number twice"),
        ("providers", "numbers", "13800138000/20/answer/x", "is not number/seconds/accepts"),
        ("providers", "numbers", "13800138000/4", "not a whole number from 5 to 120"),
        ("providers", "hours", "Mon 09:10-10:00", "not on the quarter hour"),
        ("rota", "starts", "soon", "not a day and time"),
        ("rota", "ends", "2026-03-02 08:00", "ends before it starts"),
        ("holds", "ends_on", "2026-03-01", "ends before it starts"),
    ],
)
def test_a_cell_that_cannot_be_meant_is_told_with_its_column_and_value(kind, column, cell, why):
    found = one(kind, **{column: cell})

    assert isinstance(found, Problem)
    assert (found.line, found.column) == (2, column)
    assert why in found.reason


@pytest.mark.parametrize("name", ["u", "u12b", "u1b2", "ulan12", "t12"])
def test_an_id_that_no_unknown_caller_can_have_is_taken(name):
    entry = one("terminals", id=name)

    assert isinstance(entry, Entry)
    assert entry.item.terminal.id == name


@pytest.mark.parametrize("kind", ["areas", "seniors", "contacts", "providers", "staff"])
def test_only_terminals_stand_beside_unknown_callers(kind):
    assert isinstance(one(kind, id="u12"), Entry)


@pytest.mark.parametrize("said", ["area", "address", "access_note"])
def test_a_home_is_described_by_any_word_about_it_and_by_nothing_else(said):
    silent = {"area": "", "address": "", "access_note": ""}

    described = [one("seniors", **silent), one("seniors", **silent | {said: ROW["seniors"][said]})]

    assert [entry.item.describes_home for entry in described if isinstance(entry, Entry)] == [False, True]


def test_a_line_without_a_number_cannot_be_known():
    assert reason(one("terminals", kind="固话", number="")) == "a line is known by its number"

    line = one("terminals", kind="固话", number="88880001")

    assert isinstance(line, Entry)
    assert (line.item.terminal.kind, line.item.terminal.number) == (TerminalKind.LINE, "+861088880001")


def test_numbers_of_a_provider_keep_their_order_seconds_and_way_of_accepting():
    entry = one("providers", numbers="010-8888 0017/25/接听； 13800138017//按1;96156")

    assert isinstance(entry, Entry)
    assert entry.item.numbers == (
        ProviderNumber(number="+861088880017", seconds=25),
        ProviderNumber(number="+8613800138017", accepts=Accepts.PRESS_1),
        ProviderNumber(number="96156"),
    )


def test_chinese_words_and_ways_of_writing_dates_are_understood():
    entry = one("seniors", born="1941年5月6日", gender="女", tags="独居；高龄、walks_badly", hears_badly="是")

    assert isinstance(entry, Entry)
    senior = entry.item.senior
    assert (senior.born, senior.gender, senior.hears_badly) == (date(1941, 5, 6), "f", True)
    assert senior.tags == {"lives_alone", "very_old", "walks_badly"}


def test_clock_times_are_the_sites_unless_they_say_otherwise():
    entry = one("rota", starts="2026/03/02 08:00", ends="2026-03-02T12:00+00:00")

    assert isinstance(entry, Entry)
    assert entry.item.starts == datetime(2026, 3, 2, 0, 0, tzinfo=UTC)
    assert entry.item.ends == datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def test_a_secret_and_a_zone_of_her_own_are_taken_as_they_are():
    terminal = one("terminals", secret="0123456789-abc_DEF")
    senior = one("seniors", zone="Asia/Urumqi")

    assert isinstance(terminal, Entry)
    assert isinstance(senior, Entry)
    assert terminal.item.secret == "0123456789-abc_DEF"
    assert senior.item.senior.zone == "Asia/Urumqi"
