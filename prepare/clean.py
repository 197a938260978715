"""How is everything that the set-up and the runs left behind taken away again?

Only processes named in our own pid files are ended, and only if they still are what the file says: a number
that was given to another program in the meantime is left alone. Debian packages and the system user stay
(said at the end).
"""

import os
import shutil
import signal
import time
from pathlib import Path

from prepare import account, place
from prepare.say import Impossible, Say

PATIENCE = 10.0  # seconds between asking a process to end and ending it
MADE = (".venv", "bigbutton.egg-info", "build", ".hypothesis", ".coverage")
CACHES = (".mypy_cache", ".ruff_cache", ".pytest_cache", ".import_linter_cache")


def clean(checkout: Path, say: Say) -> None:
    folders = [folder for folder in state_folders(checkout) if ours(folder)]
    for name, pid in running(folders, checkout):
        say.line(f"ending {name} (process {pid})")
        end(pid)
    for path in [*folders, *(checkout / name for name in MADE + CACHES)]:
        remove(path, say)
    say.line("Clean. Debian packages that were installed stay" + user_stays() + ".")


def user_stays() -> str:
    said = f", and so does the system user {account.NAME} (userdel {account.NAME} removes it)"
    return said if account.find() else ""


def state_folders(checkout: Path) -> list[Path]:
    """Known from the checkout's path, so a lost prepare.json hides nothing. `.run` last: it has the lock."""
    return [place.fallback_folder(checkout), place.run_folder(checkout)]


def ours(folder: Path) -> bool:
    return folder.is_dir() and not folder.is_symlink() and (os.geteuid() in (0, folder.stat().st_uid))


def running(folders: list[Path], checkout: Path) -> list[tuple[str, int]]:
    """(name, pid) of every living process of ours that a pid file names."""
    known = [str(folder) for folder in folders] + [str(checkout)]
    named = [(file.stem, read_pid(file)) for folder in folders for file in pid_files(folder)]
    found = {pid: name for name, pid in named if pid is not None}
    return [(name, pid) for pid, name in found.items() if pid not in ancestors() and belongs(pid, known)]


def pid_files(folder: Path) -> list[Path]:
    found = []
    for where, inside, files in os.walk(folder):
        inside[:] = [name for name in inside if not name.startswith("asterisk-root")]
        found += [Path(where) / name for name in files if name.endswith(".pid")]
    return found


def read_pid(file: Path) -> int | None:
    try:
        return int(file.read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return None


def belongs(pid: int, known: list[str]) -> bool:
    """Its command line or its working folder lies in one of ours."""
    process = Path("/proc") / str(pid)
    try:
        words = (process / "cmdline").read_bytes().decode(errors="replace")
        where = os.readlink(process / "cwd")
    except OSError:
        return False
    return any(path in words or where == path or where.startswith(path + "/") for path in known)


def ancestors() -> set[int]:
    """Ourselves and whoever started us: never ended from here."""
    pid, found = os.getpid(), set[int]()
    while pid > 1 and pid not in found:
        found.add(pid)
        pid = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    return found


def end(pid: int) -> None:
    for how, wait in ((signal.SIGTERM, PATIENCE), (signal.SIGKILL, 2.0)):
        try:
            os.kill(pid, how)
        except ProcessLookupError:
            return
        deadline = time.monotonic() + wait
        while time.monotonic() < deadline and alive(pid):
            time.sleep(0.05)


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def remove(path: Path, say: Say) -> None:
    if not path.exists() and not path.is_symlink():
        return
    try:
        shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    except PermissionError as error:
        raise Impossible(f"{path} holds files of another user.", f"As root: rm -r {path}") from error
    say.line(f"removed {path}")
