"""Where does the state folder lie, and is the place remembered as it was?"""

import os
from pathlib import Path

import pytest

from prepare import place
from prepare.account import Account
from prepare.place import Asterisk, NotPrepared, Prepared
from prepare.say import Impossible

SHORT = Path("/srv/bigbutton")


def prepared(checkout: Path) -> Prepared:
    return Prepared(
        state_dir=checkout / ".run",
        account=Account(name="bigbutton", uid=990, gid=991),
        asterisk=Asterisk(command=("/x/bin/asterisk",), version="22.10.1", modules=Path("/m"), data=Path("/d")),
        python=checkout / ".venv/bin/python",
        prepared=("run", "test"),
    )


def test_the_state_stays_in_the_checkout_where_asterisks_user_can_reach_it():
    assert place.state_folder(SHORT, reachable=True) == SHORT / ".run"


def test_a_checkout_nobody_else_can_enter_keeps_its_state_under_var_tmp():
    state = place.state_folder(SHORT, reachable=False)

    assert state.parent == Path("/var/tmp")
    assert state.name.startswith("bigbutton-") and len(state.name) == len("bigbutton-") + 10


def test_two_checkouts_never_share_a_state_folder():
    assert place.fallback_folder(Path("/root/a")) != place.fallback_folder(Path("/root/b"))


@pytest.mark.parametrize("name", ["/home/old lady/bigbutton", "/srv/" + "x" * 60, "/srv/a;b", "/srv/大按钮"])
def test_a_path_that_asterisk_cannot_use_is_not_used(name: str):
    assert place.state_folder(Path(name), reachable=True) == place.fallback_folder(Path(name))


def test_a_state_folder_that_is_somebody_elses_link_is_refused(tmp_path: Path):
    (tmp_path / "trap").symlink_to(tmp_path)

    with pytest.raises(Impossible) as refused:
        place.claim(tmp_path / "trap")

    assert "not yours" in refused.value.what and "rm -r" in refused.value.cure


def test_a_claimed_folder_can_be_entered_by_all(tmp_path: Path):
    before = os.umask(0o077)

    place.claim(tmp_path / "state")
    os.umask(before)

    assert (tmp_path / "state").stat().st_mode & 0o777 == 0o755


def test_what_was_saved_is_loaded_as_it_was(tmp_path: Path):
    (tmp_path / ".run").mkdir()

    place.save(tmp_path, prepared(tmp_path))

    assert place.load(tmp_path) == prepared(tmp_path)
    assert not (tmp_path / ".run" / "prepare.new").exists()


@pytest.mark.parametrize("text", [None, "", "{", "[]", '{"state_dir": "/x"}'])
def test_a_missing_or_broken_file_says_what_to_type(tmp_path: Path, text: str | None):
    (tmp_path / ".run").mkdir()
    if text is not None:
        (tmp_path / ".run" / "prepare.json").write_text(text)

    with pytest.raises(NotPrepared, match="make run"):
        place.load(tmp_path)
