"""`bigbutton terminals`: settings files, key cards, who should have a telephone, which one was brought."""

import stat
from datetime import date
from pathlib import Path

import pytest

from db import homes
from db.engine import open_engine, writing
from ivr import settings as site_settings
from people.ids import AreaId, HouseholdId, SeniorId
from people.seniors import Household, Senior
from tests.unit.ivr.cli.conftest import Bigbutton


@pytest.fixture
def old(site: Path) -> Path:
    """Somebody of 90 lives where there is no telephone."""
    with writing(open_engine(site_settings.load().database_url)) as conn:
        area = next(iter(homes.load_households(conn).values())).area
        homes.save_households(conn, [Household(id=HouseholdId("h99"), area=AreaId(area), address="古城99号")])
        born = date(1930, 1, 1)
        homes.save_seniors(conn, [Senior(id=SeniorId("s99"), household=HouseholdId("h99"), name="=赵玉", born=born)])
    return site


def test_every_telephone_gets_its_files_and_only_we_may_read_them(site, bigbutton: Bigbutton):
    said = bigbutton("terminals", "provision", "--all", "--to", "out")

    files = [file for file in (site / "out").rglob("*") if file.is_file()]
    assert said.code == 0, said.err
    assert {file.parent.name for file in files} == {"generic", "grandstream", "yealink", "fanvil"}
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert f"{len(files)} files" in said.out


def test_one_telephone_in_one_format_with_the_sites_prefix_and_registrars(site, bigbutton):
    toml = site / "bigbutton.toml"
    toml.write_text(
        'prefix = "#"\n' + toml.read_text() + '[telephones]\nregistrar = "pbx.example:5070"\nsecond_registrar = "b"\n'
    )
    [first, *_] = sorted(file.stem for file in _provisioned(site, bigbutton))

    said = bigbutton("terminals", "provision", "--terminal", first, "--format", "generic", "--to", "one")

    [file] = [file for file in (site / "one").rglob("*") if file.is_file()]
    assert (said.code, file.name) == (0, f"{first}.ini")
    assert "registrar = pbx.example:5070\nsecond_registrar = b:5060" in file.read_text()
    assert "1 = #01, 紧急求助" in file.read_text()


def _provisioned(site: Path, bigbutton: Bigbutton) -> list[Path]:
    assert bigbutton("terminals", "provision", "--all", "--format", "generic", "--to", "all").code == 0
    return list((site / "all" / "generic").iterdir())


def test_what_is_not_there_or_not_said_is_refused(site, bigbutton):
    assert "there is no telephone cat" in bigbutton("terminals", "provision", "--terminal", "cat").err
    assert bigbutton("terminals", "provision").code == 2
    assert "nobody among these" in bigbutton("terminals", "cards", "--senior", "cat", "--to", "c.pdf").err
    assert not (site / "c.pdf").exists()
    assert "no telephone in service" in bigbutton("terminals", "given-out", "cat").err


def test_cards_are_printed_for_everybody(site, bigbutton):
    said = bigbutton("terminals", "cards", "--all", "--to", "cards.pdf")

    assert said.code == 0, said.err
    assert (site / "cards.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_who_should_have_a_telephone_is_listed(old, bigbutton, ending):
    assert "=赵玉" in bigbutton("terminals", "missing").out

    assert bigbutton("terminals", "missing", "--to", f"m.{ending}").code == 0

    assert (old / f"m.{ending}").stat().st_size > 100
    if ending == "csv":
        assert "'=赵玉" in (old / "m.csv").read_text(encoding="utf-8-sig")
    assert bigbutton("terminals", "missing", "--to", "m.doc").code == 2


def test_a_telephone_that_was_brought_is_noted_once(site, bigbutton):
    [first, *_] = sorted(file.stem for file in _provisioned(site, bigbutton))

    assert "noted" in bigbutton("terminals", "given-out", first).out
    assert "known already" in bigbutton("terminals", "given-out", first).out
