"""Is an unsuitable computer recognised before anything is done to it?"""

from pathlib import Path

import pytest

from prepare import checks
from prepare.say import Impossible

BOOKWORM = 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\n# a comment\nVERSION_ID="12"\n'
HEADER = "Iface\tDestination\tGateway \tFlags"
WIRED = "eth0\t00000000\t0100007F\t0003"
LOOPBACK_6 = "0" * 32 + " 00 " + "0" * 32 + " 00 " + "0" * 32 + " ffffffff 00000001 00000000 00200200       lo"
WIRED_6 = "0" * 32 + " 00 " + "0" * 32 + " 00 " + "f" * 32 + " 00000400 00000001 00000000 00000003     eth0"


def test_debian_and_its_children_are_recognised():
    assert checks.debian_like(checks.read_release(BOOKWORM))
    assert checks.debian_like({"ID": "ubuntu", "ID_LIKE": "debian"})
    assert not checks.debian_like({"ID": "fedora"})
    assert not checks.debian_like({})


def test_the_systems_own_name_is_told():
    assert checks.read_release(BOOKWORM)["PRETTY_NAME"] == "Debian GNU/Linux 12 (bookworm)"


def test_a_default_route_of_either_kind_is_a_way_out():
    assert checks.has_way_out([HEADER, WIRED])
    assert checks.has_way_out([HEADER, LOOPBACK_6, WIRED_6])


def test_a_computer_that_reaches_only_itself_has_no_way_out():
    assert not checks.has_way_out([HEADER])
    assert not checks.has_way_out([HEADER, LOOPBACK_6])
    assert not checks.has_way_out([])


def test_too_small_a_disk_is_named_with_what_it_has_and_what_is_needed(tmp_path: Path):
    with pytest.raises(Impossible) as refused:
        checks.disk_space([tmp_path], needed=10**18)

    assert str(tmp_path) in refused.value.what
    assert "1000000000.0 GB are needed" in refused.value.what


def test_enough_space_is_not_mentioned(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    checks.disk_space([tmp_path], needed=1)

    assert capsys.readouterr() == ("", "")


def test_what_needs_root_goes_through_sudo_for_an_ordinary_user():
    assert checks.Computer(system="Debian", root=True, sudo=False).as_root("id") == ["id"]
    assert checks.Computer(system="Debian", root=False, sudo=True).as_root("id") == ["sudo", "id"]
    assert not checks.Computer(system="Debian", root=False, sudo=False).may_install()
