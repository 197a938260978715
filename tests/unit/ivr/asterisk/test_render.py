"""Asterisk's files say what the site says, and nothing that a name or a secret could smuggle in."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivr.asterisk.render import (
    DIALPLANS,
    Code,
    Endpoint,
    Folders,
    Node,
    SiteFiles,
    Trunk,
    UnsafeSetting,
    render,
    write,
)

NODE = Node(
    name="exchange",
    folders=Folders(root=Path("/ex"), modules=Path("/lib/m"), data=Path("/share/a"), sounds=Path("/snd")),
    address="127.3.2.1", call_secret="callsecret1", fill_secret="fillsecret1",
)  # fmt: skip
SITE = SiteFiles(
    services=(Code(id="emergency", code="01"), Code(id="meals", code="02")),
    terminals=(Endpoint(id="t1001", secret="hersecret1", call_class="none"),),
    desks=(Endpoint(id="desk1", secret="desksecret1", call_class="national"),),
    trunks=(Trunk(name="trunka", host="10.0.0.1", limit=8), Trunk(name="trunkb", host="10.0.0.2", port=5070)),
    static_targets={"desk-emergency": "ring,PJSIP/desk1,answer"},
    static_hotline="desk-hotline,30,answer,,hotline",
    static_ladder="Local/0-desk-emergency@rung/n",
    access_numbers={"01055550001": "emergency"},
    published="01012345",
)


def files(site: SiteFiles = SITE, node: Node = NODE) -> dict[str, str]:
    return render(node, site)


def test_every_file_of_the_dialplans_is_there_and_none_holds_a_placeholder():
    found = files()

    templates = {path.name.removesuffix(".j2") for path in DIALPLANS.glob("*.j2")}
    assert templates | {str(path.relative_to(DIALPLANS)) for path in DIALPLANS.rglob("*.conf")} == found.keys()
    assert not [name for name, text in found.items() if "{{" in text or "{%" in text]


def test_files_that_need_nothing_of_the_site_are_copied_as_they_are():
    assert files()["dialplan/press.conf"] == (DIALPLANS / "dialplan/press.conf").read_text(encoding="utf-8")


def test_the_same_site_gives_the_same_files():
    assert files() == files()


def test_each_telephone_has_a_secret_of_its_own_and_its_class_as_context():
    pjsip = files()["pjsip.conf"]

    assert "hersecret1" in pjsip
    assert "desksecret1" in pjsip
    assert "home-none" in pjsip


def test_each_trunk_leaves_under_its_own_name_and_for_broadcasts_under_another():
    found = files()

    assert {"trunka", "trunka-bc", "trunkb", "trunkb-bc"} <= set(
        re.findall(r"^\[([\w-]+)\]", found["pjsip.conf"], re.M)
    )
    assert "10.0.0.2:5070" in found["pjsip.conf"]
    assert "TRUNK_LIMIT_trunka = 8" in re.sub(r"\s*=>?\s*", " = ", found["site.conf"])


def test_a_trunk_in_the_cloud_has_a_user_registers_over_tls_and_takes_no_short_numbers():
    cloud = Trunk(
        name="cloud", host="carrier.example", port=5061, takes_emergency_numbers=False, e164=True, transport="tls",
        user="bb", secret="cloudsecret1", registers=True,
    )  # fmt: skip

    found = files(replace(SITE, trunks=(cloud,)))

    pjsip = found["pjsip.conf"]
    assert pjsip.count("outbound_auth=cloud") == 3  # the trunk, its broadcasts, its registration
    assert "protocol=tls" in pjsip and "client_uri=sip:bb@carrier.example" in pjsip
    assert "TRUNK_ODD_cloud=e164" in found["site.conf"]
    assert "TRUNK_ODD_trunka=\n" in files()["site.conf"]


def test_what_must_hold_with_empty_tables_stands_in_the_rendered_files():
    site = files()["site.conf"]

    assert SITE.static_ladder in site
    assert SITE.static_targets["desk-emergency"] in site
    assert SITE.static_hotline in site


def test_the_two_users_that_ask_and_fill_have_their_secrets_where_only_asterisk_reads():
    found = files()

    assert {name for name, text in found.items() if "callsecret1" in text} == {"manager.conf"}
    assert {name for name, text in found.items() if "fillsecret1" in text} == {"manager.conf"}


def test_files_and_folders_are_written_readable_by_their_owner_and_group_alone(tmp_path):
    node = replace(NODE, folders=replace(NODE.folders, root=tmp_path / "ex"))

    config = write(node, SITE)

    assert config == tmp_path / "ex/etc/asterisk.conf"
    assert config.read_text() == files(node=node)["asterisk.conf"]
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "ex/etc").rglob("*.conf")} == {0o640}
    assert (tmp_path / "ex/log/cel-custom").is_dir()


def with_text(text: str) -> list[SiteFiles]:
    """The text in every place that a person fills in."""
    return [
        replace(SITE, terminals=(Endpoint(id="t1", secret=text),)),
        replace(SITE, desks=(Endpoint(id="d1", secret=text),)),
        replace(SITE, trunks=(Trunk(name="trunka", host=text),)),
        replace(SITE, published=text),
        replace(SITE, static_targets={"desk-x": text}),
    ]


@pytest.mark.parametrize("text", ["a\nsecret=b", "a\rb", "a;b", "a[b]", "a#b", "a\0b"])
def test_what_would_begin_another_line_or_section_is_refused_wherever_it_stands(text):
    for site in with_text(text):
        with pytest.raises(UnsafeSetting):
            files(site)


@pytest.mark.parametrize("text", ["a\nb", "a;b"])
def test_secrets_of_the_exchange_itself_are_looked_at_too(text):
    with pytest.raises(UnsafeSetting):
        files(node=replace(NODE, call_secret=text))


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=20))
def test_no_secret_whatever_makes_a_file_longer_by_a_line(secret):
    try:
        found = files(replace(SITE, terminals=(Endpoint(id="t1001", secret=secret),)))
    except UnsafeSetting:
        return

    assert found["pjsip.conf"].count("\n") == files()["pjsip.conf"].count("\n")
    assert len(re.findall(r"^\[", found["pjsip.conf"], re.M)) == len(re.findall(r"^\[", files()["pjsip.conf"], re.M))
