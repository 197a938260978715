"""Is `.venv` made anew exactly when it must be?"""

from pathlib import Path

import pytest

from prepare import python_env


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
