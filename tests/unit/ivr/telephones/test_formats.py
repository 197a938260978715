"""Files that telephones read: well formed, with our account, both registrars and every key."""

import stat
from configparser import ConfigParser
from dataclasses import replace
from xml.etree import ElementTree

import pytest

from ivr.services import DEFAULT_SERVICES
from ivr.telephones.fitting import Fitting, Key, Registrar, keys_of
from ivr.telephones.formats import FORMATS, fanvil, generic, grandstream, yealink
from ivr.telephones.writing import write_all

HERS = Fitting(
    terminal="t1", secret="s3cret-of-16-letters", registrar=Registrar(host="192.0.2.1"),
    second=Registrar(host="192.0.2.2", port=5070), prefix="#", keys=keys_of(DEFAULT_SERVICES, "#"),
)  # fmt: skip
ALONE = replace(HERS, second=None)
LINE = replace(HERS, secret="", number="+861088880001")


def said(text: str) -> dict[str, str]:
    return dict(line.split(" = ", 1) for line in text.splitlines() if " = " in line)


def test_the_generic_file_can_be_read_by_people_and_programs():
    parser = ConfigParser()
    parser.read_string(generic(HERS))

    assert (parser["account"]["password"], parser["account"]["second_registrar"]) == (HERS.secret, "192.0.2.2:5070")
    assert parser["keys"]["1"] == "#01, 紧急求助, emergency"
    assert (parser["dial"]["codes"], len(parser["keys"])) == ("#xx", 11)


def test_the_generic_file_of_a_fixed_line_holds_its_number_and_no_account():
    assert "number = +861088880001" in generic(LINE)
    assert "registrar" not in generic(LINE)


def test_grandstream_gets_its_account_both_servers_and_eight_keys():
    values = {one.tag: one.text for one in ElementTree.fromstring(grandstream(HERS)).iter()}

    assert [values[name] for name in ("P47", "P2312", "P35", "P36", "P34", "P271")] == [
        "192.0.2.1:5060", "192.0.2.2:5070", "t1", "t1", HERS.secret, "1",
    ]  # fmt: skip
    assert [values["P303"], values["P302"], values["P321"], values["P356"]] == ["#01", "紧急求助", "#07", "#08"]
    assert ElementTree.fromstring(grandstream(ALONE)).findtext("config/P2312") == ""


def test_yealink_gets_a_line_key_for_each_of_the_eleven():
    lines = said(yealink(HERS))

    assert (lines["account.1.sip_server.1.address"], lines["account.1.sip_server.2.port"]) == ("192.0.2.1", "5070")
    assert [lines["linekey.11.value"], lines["linekey.11.type"], lines["linekey.2.label"]] == ["#11", "13", "社区送餐"]
    assert "account.1.sip_server.2.address" not in said(yealink(ALONE))


def test_fanvil_gets_a_memory_key_for_each_of_the_eleven():
    page = ElementTree.fromstring(fanvil(HERS))

    assert [page.findtext(f"sip/line/{name}") for name in ("RegisterPswd", "BackupAddr")] == [HERS.secret, "192.0.2.2"]
    assert [key.findtext("Value") for key in page.iter("Fkey")][::10] == ["#01@1/f", "#11@1/f"]
    assert ElementTree.fromstring(fanvil(ALONE)).find("sip/line/BackupAddr") is None


@pytest.mark.parametrize("name", FORMATS)
def test_a_name_somebody_typed_cannot_become_a_setting_of_its_own(name):
    nasty = Key(
        position=1, service="x", dials="#01", name_zh="x\naccount.1.password = y</P34>&", name_en="\r\n[account]"
    )

    text = FORMATS[name][1](replace(HERS, keys=(nasty,)))

    assert not any(line.startswith("account.1.password = y") for line in text.splitlines())
    assert text.count("\n[account]") <= 1
    if FORMATS[name][0] == "xml":
        ElementTree.fromstring(text)


def test_files_with_secrets_are_ours_alone_and_a_fixed_line_has_the_generic_one(tmp_path):
    (tmp_path / "generic").mkdir()
    (tmp_path / "generic" / ".t1.ini.part").write_text("left by a kill")

    written = write_all(tmp_path, [HERS, replace(LINE, terminal="t2")], list(FORMATS))

    files = {str(file.relative_to(tmp_path)): file for file in tmp_path.rglob("*.*")}
    assert written == 5
    assert sorted(files) == [
        "fanvil/t1.xml",
        "generic/t1.ini",
        "generic/t2.ini",
        "grandstream/t1.xml",
        "yealink/t1.cfg",
    ]
    assert {stat.S_IMODE(file.stat().st_mode) for file in files.values()} == {0o600}
