"""`bigbutton import`: what it tells, what it asks first, and what of a bad row it spells out."""

import sys
from pathlib import Path

import pytest

from tests.unit.ivr.cli.conftest import Bigbutton

NEW = "id,name,kind\n" + "".join(f"area{n},新,street\n" for n in range(4))


@pytest.fixture
def areas(site: Path, bigbutton: Bigbutton) -> Path:
    """Four areas more than the site had."""
    (site / "areas.csv").write_text(NEW, encoding="utf-8")
    assert bigbutton("import", "areas", "areas.csv").code == 0
    return site


def test_a_dry_run_counts_what_is_new_changed_the_same_and_not_there(areas, bigbutton):
    (areas / "areas.csv").write_text(
        NEW.replace("area3,新", "area9,新").replace("area0,新", "area0,改"), encoding="utf-8"
    )

    said = bigbutton("import", "areas", "areas.csv", "--dry-run")

    assert said.code == 0
    assert "1 new, 1 changed, 2 unchanged, " in said.out
    assert "not in the file (they stay); nothing written" in said.out


def test_a_file_that_changes_much_is_refused_with_the_figure_until_somebody_says_yes(areas, bigbutton, monkeypatch):
    (areas / "areas.csv").write_text(NEW.replace("新", "改"), encoding="utf-8")

    refused = bigbutton("import", "areas", "areas.csv")
    agreed = bigbutton("import", "areas", "areas.csv", "--yes")

    assert refused.code == 1
    assert "the file would change 4 of the " in refused.err
    assert "--yes takes it" in refused.err
    assert (agreed.code, "4 changed" in agreed.out) == (0, True)


def test_what_is_personal_or_secret_is_not_spelt_out(site, bigbutton):
    (site / "t.csv").write_text("id,household,number,secret\nT1,h1,12345678901234,tooshort\n", encoding="utf-8")

    said = bigbutton("import", "terminals", "t.csv")

    assert said.code == 1
    assert "line 2, id: an id is a lower-case letter" in said.err
    assert "('123…')" in said.err
    assert "(not shown)" in said.err
    assert "12345678901234" not in said.err + said.out
    assert "tooshort" not in said.err + said.out


def test_a_file_that_is_no_table_is_refused_in_words(site, bigbutton):
    (site / "old.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)

    said = bigbutton("import", "areas", "old.xls")

    assert (said.code, said.out) == (1, "")
    assert "file of the old Office (.xls). Open it in a spreadsheet and save it as .xlsx" in said.err


def test_templates_are_given_on_the_screen_and_as_files(site, bigbutton):
    assert bigbutton("import", "areas", "--template").out.startswith("id 编号,name 名称")
    assert bigbutton("import", "areas", "areas.xlsx", "--template").code == 0
    assert bigbutton("import", "areas", "areas.xlsx", "--dry-run").code == 0
    assert "there already" in bigbutton("import", "areas", "areas.xlsx", "--template").err


def test_whoever_sits_there_is_asked(areas, bigbutton, monkeypatch):
    (areas / "areas.csv").write_text(NEW.replace("新", "改"), encoding="utf-8")
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr("typer.confirm", lambda text, **_: "would change 4 of the" in text)

    assert bigbutton("import", "areas", "areas.csv").code == 0
