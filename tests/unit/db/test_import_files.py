"""Which files can be brought in: text in two ways of writing, workbooks as people really save them, and no bombs."""

import io
import zipfile
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook
from sqlalchemy import Engine

from db import homes
from db.engine import reading
from db.importing import FileRefused, Report, import_file, template
from db.importing.templates import write_template
from people.ids import SeniorId
from people.kinds import KINDS

HEAD = ["编号", "家庭编号", "姓名", "出生日期", "区域", "地址", "听力不好", "标签"]


@pytest.fixture
def areas(engine: Engine, tmp_path: Path) -> Engine:
    (tmp_path / "areas.csv").write_text("id,name,kind\nsjs,石景山,district\n", encoding="utf-8")
    assert import_file(engine, "areas", tmp_path / "areas.csv").written
    return engine


def saved(folder: Path, *rows: Sequence[object]) -> Path:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(folder / "people.xlsx")
    return folder / "people.xlsx"


def rewritten(file: Path, new: str, strings: str = "") -> Path:
    """The workbook with something else in the cell of her name, as other programs write it."""
    with zipfile.ZipFile(file) as read:
        parts = {name: read.read(name).decode() for name in read.namelist()}
    assert NAME in parts[SHEET]
    parts[SHEET] = parts[SHEET].replace(NAME, new)
    parts["xl/sharedStrings.xml"] = strings
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out:
        for name, text in parts.items():
            if text:
                out.writestr(name, text)
    return file


def told(report: Report) -> list[tuple[int, str, str]]:
    return [(one.line, one.column, one.reason) for one in report.problems]


SHEET, NAME = "xl/worksheets/sheet1.xml", '<c r="C2" t="inlineStr"><is><t>王秀英</t></is></c>'
ROW = ["s1", "h1", "王秀英", "1941-05-06", "sjs", "古城1号", "是", "独居"]


def test_a_workbook_says_the_same_as_text(areas, tmp_path):
    file = saved(tmp_path, HEAD, [*ROW[:3], datetime(1941, 5, 6), *ROW[4:6], True, None], [], ["s2", "h1", 13800138000])

    report = import_file(areas, "seniors", file)

    assert (report.added, report.written, told(report)) == (2, True, [])
    with reading(areas) as conn:
        found = homes.load_seniors(conn)
    assert (found[SeniorId("s1")].born, found[SeniorId("s1")].hears_badly) == (date(1941, 5, 6), True)
    assert found[SeniorId("s2")].name == "13800138000"


@pytest.mark.parametrize("kind", KINDS)
def test_a_template_as_a_workbook_can_be_given_back(kind, tmp_path, engine):
    write_template(kind, tmp_path / "t.xlsx")
    write_template(kind, tmp_path / "t.csv")

    workbook, text = (import_file(engine, kind, tmp_path / name, dry_run=True) for name in ("t.xlsx", "t.csv"))

    assert workbook == text
    assert workbook.added + len(workbook.problems) >= 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_text_is_read_in_each_way_of_writing_chinese(areas, tmp_path, encoding):
    (tmp_path / "p.csv").write_bytes(f"{','.join(HEAD)}\r\n{','.join(ROW)}\r\n".encode(encoding))

    assert import_file(areas, "seniors", tmp_path / "p.csv").written
    with reading(areas) as conn:
        assert homes.load_seniors(conn)[SeniorId("s1")].name == "王秀英"


def name_of(engine: Engine, file: Path) -> str:
    report = import_file(engine, "seniors", file)
    assert report.written, report
    with reading(engine) as conn:
        return homes.load_seniors(conn)[SeniorId("s1")].name


def test_a_formula_counts_for_its_value_and_without_one_is_told(areas, tmp_path):
    kept = rewritten(saved(tmp_path, HEAD, ROW), '<c r="C2" t="str"><f>A1</f><v>李强</v></c>')
    assert name_of(areas, kept) == "李强"

    bare = rewritten(saved(tmp_path, HEAD, ROW), "<c r=\"C2\"><f>cmd|'/c calc'!A1</f></c>")
    [(line, column, reason)] = told(import_file(areas, "seniors", bare))
    assert (line, column, reason[:29]) == (2, "C", "a formula without its value: ")


def test_shared_texts_are_found_with_their_runs_and_without_how_they_sound(areas, tmp_path):
    strings = "<sst><si><t>x</t></si><si><r><t>王</t></r><r><t> 秀英 </t></r><rPh><t>おう</t></rPh></si></sst>"

    assert name_of(areas, rewritten(saved(tmp_path, HEAD, ROW), '<c r="C2" t="s"><v>1</v></c>', strings)) == "王 秀英"


def test_prefixes_and_cells_without_a_place_are_understood(areas, tmp_path):
    file = rewritten(saved(tmp_path, HEAD, ROW), '<x:c xmlns:x="u" t="str"><x:v>李强</x:v></x:c>')

    assert name_of(areas, file) == "李强"


@pytest.mark.parametrize(
    ("new", "reason"),
    [
        ('r="C2" t="e"><v>#REF!', "an error of the spreadsheet"),
        ('r="C2" t="s"><v>99999', "an error of the spreadsheet"),
        ('r="ZZZ2" t="str"><v>x', "a cell beyond the 200th column"),
        (f'r="C2" t="str"><v>{"王" * 40_000}', "longer than 32767"),
    ],
)
def test_a_cell_that_holds_no_value_is_told_with_its_place(areas, tmp_path, new, reason):
    file = rewritten(saved(tmp_path, HEAD, ROW), f"<c {new}</v></c>")

    [(line, _, said)] = told(import_file(areas, "seniors", file))

    assert (line, said[: len(reason)]) == (2, reason)


def test_only_the_first_sheet_that_is_shown_is_read(areas, tmp_path):
    book = Workbook()
    book.active.append(["hidden notes"])
    book.active.sheet_state = "hidden"
    sheet = book.create_sheet("people")
    for row in (HEAD, ROW):
        sheet.append(row)
    book.active = 1
    book.save(tmp_path / "p.xlsx")

    assert import_file(areas, "seniors", tmp_path / "p.xlsx").written


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("xl/workbook.xml", "<workbook/>")
        out.writestr("xl/worksheets/sheet1.xml", b"<row/>" * (4 << 20))
    return file.getvalue()


def locked_zip() -> bytes:
    """The bit that says so is set in both of the file's headers."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as out:
        out.writestr("xl/workbook.xml", "<workbook/>")
    raw = bytearray(file.getvalue())
    raw[6] |= 1
    raw[raw.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(raw)


def zipped(**parts: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as out:
        for name, text in parts.items():
            out.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return file.getvalue()


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (bomb(), "would unpack to far more"),
        (locked_zip(), "locked with a password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "locked with a password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "file of the old Office"),
        ("编号,名称".encode("utf-16"), "the text is UTF-16"),
        (zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "this is no workbook"),
        (zipped(xl__workbook_xml="<workbook><sheets/></workbook>"), "no sheet with rows"),
        (zipped(xl__workbook_xml="<workbook><sheets"), "the workbook is damaged"),
        (zipped(xl__workbook_xml='<!DOCTYPE x [<!ENTITY a "b">]><workbook/>'), "definitions of its own"),
        (b"PK\x03\x04 and nothing", "the workbook is damaged"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_in_words(engine, tmp_path, raw, said):
    (tmp_path / "x.xlsx").write_bytes(raw)

    with pytest.raises(FileRefused, match=said):
        import_file(engine, "areas", tmp_path / "x.xlsx")


def test_a_workbook_cut_short_is_damaged(areas, tmp_path):
    file = saved(tmp_path, HEAD, *([f"s{n}", *ROW[1:]] for n in range(2000)))
    whole = file.read_bytes()
    place = whole.index(SHEET.encode()) + 400
    file.write_bytes(whole[:place] + b"\0" * 400 + whole[place + 400 :])

    with pytest.raises(FileRefused, match="the workbook is damaged"):
        import_file(areas, "seniors", file)


def test_a_template_never_replaces_a_file_and_has_a_known_ending(tmp_path):
    (tmp_path / "mine.csv").write_text("mine")

    with pytest.raises(FileRefused, match="there already"):
        write_template("areas", tmp_path / "mine.csv")
    with pytest.raises(FileRefused, match=r"\.xlsx or \.csv"):
        write_template("areas", tmp_path / "mine.ods")


@pytest.mark.parametrize(("of_ten", "asks"), [(2, False), (3, True)])
def test_more_than_a_fifth_of_what_is_there_is_asked_about(areas, tmp_path, of_ten, asks):
    ten = ["id,name,kind", *(f"a{n},旧,street" for n in range(9))]
    (tmp_path / "a.csv").write_text("\n".join(ten), encoding="utf-8")
    assert import_file(areas, "areas", tmp_path / "a.csv").standing == 1
    (tmp_path / "a.csv").write_text(
        "\n".join(["id,name,kind", *(f"a{n},新,street" for n in range(of_ten))]), encoding="utf-8"
    )
    questions: list[Report] = []

    def asked(found: Report) -> bool:
        questions.append(found)
        return False

    report = import_file(areas, "areas", tmp_path / "a.csv", asked=asked)

    assert (report.written, len(questions)) == (not asks, int(asks))
    assert (report.standing, report.changed, report.gone) == (10, of_ten, 10 - of_ten)


def test_a_name_in_a_formulas_clothes_is_kept_as_it_is(areas, tmp_path):
    file = rewritten(saved(tmp_path, HEAD, ROW), NAME.replace("王秀英", "=cmd|'/c calc'!A1"))

    assert name_of(areas, file) == "=cmd|'/c calc'!A1"


def test_the_template_says_every_column_in_both_languages():
    assert template("areas").startswith("id 编号,name 名称,name_en 英文名称,kind 类型,parent 上级\n")
