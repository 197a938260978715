"""Is `.venv` made anew exactly when it must be?"""

from pathlib import Path

import pytest

from prepare import python_env

CHECKOUT = Path(__file__).resolve().parents[3]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout whose environment for `run` is finished."""
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements/run.txt").write_text("fastapi==1\n")
    (tmp_path / "requirements/dev.txt").write_text("fastapi==1\npytest==2\n")
    (tmp_path / "pyproject.toml").write_text("[project]\n")
    python_env.python(tmp_path).parent.mkdir(parents=True)
    python_env.python(tmp_path).write_text("")
    finish(tmp_path, "run")
    return tmp_path


def finish(checkout: Path, kind: str) -> None:
    text = f"{python_env.base(checkout)}\n{python_env.pins(checkout, kind)}"
    python_env.stamp(checkout, kind).write_text(text)


def test_a_finished_environment_is_left_alone(checkout: Path):
    assert python_env.ready(checkout, "run")


def test_an_environment_for_running_is_not_enough_for_tests(checkout: Path):
    assert not python_env.ready(checkout, "test")
    assert python_env.usable(checkout), "but it is built upon"


def test_changed_pins_are_installed_over_it(checkout: Path):
    (checkout / "requirements/run.txt").write_text("fastapi==2\n")

    assert not python_env.ready(checkout, "run")
    assert python_env.usable(checkout)


def test_an_environment_killed_half_way_is_made_anew(checkout: Path):
    python_env.stamp(checkout, "run").unlink()

    assert not python_env.usable(checkout)


def test_a_checkout_that_was_moved_gets_a_new_environment(checkout: Path, tmp_path_factory: pytest.TempPathFactory):
    moved = checkout.rename(tmp_path_factory.mktemp("elsewhere") / "bigbutton")

    assert not python_env.ready(moved, "run")
    assert not python_env.usable(moved)


def test_an_environment_whose_python_is_gone_is_made_anew(checkout: Path):
    python_env.python(checkout).unlink()

    assert not python_env.ready(checkout, "run")
    assert not python_env.usable(checkout)


PINS = """\
lunar-python==1.4.8 ; sys_platform == 'linux' \\
    --hash=sha256:aa
setuptools==80.9.0 ; sys_platform == 'linux' \\
    --hash=sha256:bb \\
    --hash=sha256:cc
setuptools-scm==1 \\
    --hash=sha256:dd
wheel==0.46.1 \\
    --hash=sha256:ee
"""


def test_what_builds_the_others_is_pinned_as_they_are():
    assert python_env.pinned(PINS, python_env.BUILDERS) == (
        "setuptools==80.9.0 ; sys_platform == 'linux' \\\n    --hash=sha256:bb \\\n    --hash=sha256:cc\n"
        "wheel==0.46.1 \\\n    --hash=sha256:ee\n"
    )


@pytest.mark.parametrize("file", python_env.PINS.values())
def test_our_own_pins_hold_what_is_built_here_and_what_builds_it(file: str):
    text = (CHECKOUT / file).read_text()

    for name in (*python_env.BUILDERS, *python_env.BUILT_HERE):
        assert "--hash=sha256:" in python_env.pinned(text, [name])
