"""Where does a test get an empty SQLite database of this version? A copy of one that was upgraded once in a run."""

import fcntl
import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from db.migrations import upgrade


class _Shared:
    """The folder of all workers of a run, once conftest.py knows it; without it each process makes its own."""

    folder: Path | None = None


def share(folder: Path) -> None:
    """From now on the upgraded file lies in `folder`, which every worker of this run can see."""
    _Shared.folder = folder


def copied(file: Path) -> str:
    """The address of a database, at `file`, in which nothing is but what an upgrade puts there."""
    shutil.copy(_upgraded(_Shared.folder or Path(_own_folder())), file)
    return f"sqlite:///{file}"


@cache
def _own_folder() -> str:
    return mkdtemp(prefix="bigbutton-new-")


@cache
def _upgraded(folder: Path) -> Path:
    """The first worker makes it, the others wait; a half-made one has another name."""
    done, half = folder / "new.db", folder / "half.db"
    with open(folder / "new.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            for left in folder.glob("half.db*"):
                left.unlink()
            upgrade(f"sqlite:///{half}")
            half.rename(done)
    return done
