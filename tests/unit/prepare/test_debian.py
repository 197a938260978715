"""Are exactly the missing Debian packages found, and is the way out told to who may not install them?"""

import io
from pathlib import Path

import pytest

from prepare import debian
from prepare.checks import Computer
from prepare.programs import Runner
from prepare.say import Impossible, Say

LISTING = "ii \tespeak-ng\nun \tmmdebstrap\nrc \tsip-tester\niU \tchromium\nhi \tca-certificates\n"


def names(packages: list[debian.Package]) -> list[str]:
    return [package.name for package in packages]


def test_only_unpacked_and_configured_packages_count_as_installed():
    assert debian.installed(LISTING) == {"espeak-ng", "ca-certificates"}


def test_a_package_dpkg_never_heard_of_is_missing():
    assert debian.installed("") == set()


def test_a_run_needs_neither_browser_nor_sipp():
    run = names(debian.needed(test=False, own_asterisk=True, venv=False))

    assert "mmdebstrap" in run and "espeak-ng" in run
    assert not {"chromium", "sip-tester", "python3-venv"} & set(run)


def test_nothing_is_fetched_for_what_is_there():
    run = names(debian.needed(test=False, own_asterisk=False, venv=True))

    assert "mmdebstrap" not in run
    assert "python3-venv" in run


def test_every_package_says_why_it_is_needed():
    assert all(package.why for package in debian.needed(test=True, own_asterisk=True, venv=True))


def test_without_root_the_exact_command_for_an_administrator_is_named(tmp_path: Path):
    nobody = Computer(system="Debian", root=False, sudo=False)
    step = Say(io.StringIO(), opening="")
    runner = Runner(log=tmp_path / "log", tick=lambda: None)

    with pytest.raises(Impossible) as refused, step.step("Debian packages") as under_way:
        debian.install([debian.MMDEBSTRAP, debian.VENV], nobody, under_way, runner)

    assert "apt-get install --no-install-recommends mmdebstrap python3-venv" in refused.value.cure
    assert not (tmp_path / "log").exists(), "nothing was tried"


def test_installing_removes_nothing_and_recommends_nothing():
    assert {"--no-remove", "--no-install-recommends"} <= set(debian.INSTALL)
