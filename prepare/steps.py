"""What is done to set this checkout up, in which order?

`python3 -m prepare run|test|libraries|clean`. Ends with 0, or with 2 and a message that names the cure.
"""

import fcntl
import os
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from prepare import account, asterisk_root, checks, clean, debian, javascript, place, postgresql, python_env
from prepare.account import Account
from prepare.checks import Computer
from prepare.place import Asterisk, Prepared
from prepare.programs import Failed, Runner, answer
from prepare.say import Impossible, Say, Step

OPENING = "Setting up Bigbutton: a minute or two the first time, a second after that."
SPACE = {"run": 1_500_000_000, "test": 2_500_000_000}


def main(arguments: list[str]) -> int:
    what = arguments[0] if arguments else "run"
    if what not in ("run", "test", "libraries", "clean"):
        sys.stderr.write(f"{what}: not known. {__doc__}")
        return 2
    checkout = Path.cwd().resolve()
    os.umask(0o022)
    sys.stdout.reconfigure(errors="replace")  # type: ignore[union-attr]
    say = Say(opening=OPENING)
    try:
        return guarded(what, checkout, say)
    except Impossible as error:
        say.impossible(error, log=str(log_file(checkout)) if log_file(checkout).exists() else "")
    except KeyboardInterrupt:
        say.line("")
        say.line("Stopped. Starting again goes on where this ended.")
        return 130
    except Exception as error:
        say.impossible(unforeseen(checkout, error), log=str(log_file(checkout)))
    return 2


def guarded(what: str, checkout: Path, say: Say) -> int:
    with only_one(checkout, say):
        if what == "clean":
            clean.clean(checkout, say)
        elif what == "libraries":
            libraries_only(checkout, say)
        else:
            set_up(checkout, what, say)
    return 0


@contextmanager
def only_one(checkout: Path, say: Say) -> Iterator[None]:
    """Two set-ups of one checkout take turns."""
    folder = place.run_folder(checkout)
    try:
        folder.mkdir(mode=0o755, exist_ok=True)
        lock = (folder / "prepare.lock").open("a")
    except PermissionError as error:
        cure = "Start as the user who made it, or let that user type: make clean"
        raise Impossible(f"{folder} was made by another user.", cure) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say.line("Another set-up is running here; waiting until it is done …")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def set_up(checkout: Path, kind: str, say: Say) -> None:
    started = time.monotonic()
    computer = look_around(checkout, say)
    runs_as, state = user_and_folder(checkout, computer, say)
    found = asterisk_at_hand(state, runs_as)
    lacking = missing_packages(kind, found)
    if lacking or found is None or not python_env.ready(checkout, kind):
        checks.disk_space([checkout, state], needed=SPACE[kind])
        checks.network()
    with say.step("Debian packages") as step:
        if lacking:
            debian.install(lacking, computer, step, runner(checkout, step))
    libraries(checkout, kind, say)
    asterisk = working_asterisk(checkout, state, runs_as, computer, say)
    if kind == "test":
        postgresql_for_tests(checkout, state, computer, say)
    remember(checkout, kind, state, runs_as, asterisk)
    tell_the_end(say, checkout, place.load(checkout), time.monotonic() - started)


def look_around(checkout: Path, say: Say) -> Computer:
    with say.step("This computer") as step:
        computer = checks.computer()
        if not (place.run_folder(checkout) / "prepare.json").exists():
            step.tell(computer.in_words())
    return computer


def user_and_folder(checkout: Path, computer: Computer, say: Say) -> tuple[Account, Path]:
    with say.step("A user and a folder for Asterisk") as step:
        runs_as = asterisks_user(checkout, computer, step) if computer.root else account.current()
        state = choose_state(checkout, runs_as)
        if not state.exists():
            step.tell(f"folder {state}, because Asterisk cannot work in {place.run_folder(checkout)}")
        place.claim(state)
    return runs_as, state


def asterisks_user(checkout: Path, computer: Computer, step: Step) -> Account:
    if account.find() is None:
        step.tell(f"user {account.NAME}, without password or home: Asterisk never runs as root")
        runner(checkout, step).run(account.USERADD)
    found = account.find()
    if found is None:
        raise Impossible(f"the system user {account.NAME} could not be made.", f"As root: {' '.join(account.USERADD)}")
    return found


def choose_state(checkout: Path, runs_as: Account) -> Path:
    own = place.run_folder(checkout)
    reachable = answer(["test", "-r", str(own), "-a", "-x", str(own)], account=runs_as) is not None
    return place.state_folder(checkout, reachable=reachable)


def asterisk_at_hand(state: Path, runs_as: Account) -> asterisk_root.Found | None:
    return asterisk_root.on_path(runs_as) or asterisk_root.fetched(state)


def missing_packages(kind: str, found: asterisk_root.Found | None) -> list[debian.Package]:
    venv = not checks.python_can_make_environments()
    if venv and not checks.debians_own_python():
        raise Impossible(
            f"{sys.executable} cannot make environments (it lacks the module ensurepip).",
            "Use Debian's own: make run PYTHON=/usr/bin/python3",
        )
    return debian.missing(debian.needed(test=kind == "test", own_asterisk=found is None, venv=venv))


def libraries_only(checkout: Path, say: Say) -> None:
    """Enough for tests and checks that need no Asterisk."""
    if not python_env.ready(checkout, "test") and not checks.python_can_make_environments():
        with say.step("Debian packages") as step:
            debian.install([debian.VENV], checks.computer(), step, runner(checkout, step))
    libraries(checkout, "test", say)


def libraries(checkout: Path, kind: str, say: Say) -> None:
    with say.step("Python libraries") as step:
        if not python_env.ready(checkout, kind):
            python_env.build(checkout, kind, step, runner(checkout, step))
    with say.step("JavaScript for the pages") as step:
        if not javascript.ready(checkout):
            javascript.build(checkout, step, runner(checkout, step))


def working_asterisk(checkout: Path, state: Path, runs_as: Account, computer: Computer, say: Say) -> Asterisk:
    with say.step("Asterisk, the telephone exchange") as step:
        found = asterisk_at_hand(state, runs_as)
        if found is None:
            asterisk_root.build(state, runs_as, computer, step, runner(checkout, step))
            found = asterisk_root.fetched(state)
        assert found is not None
        asterisk = asterisk_root.wrap(state, found, runs_as)
        if step.told:
            step.tell(f"Asterisk {asterisk.version} answers")
    return asterisk


def postgresql_for_tests(checkout: Path, state: Path, computer: Computer, say: Say) -> None:
    """Where it cannot be had the tests on it skip: SQLite is what a site has by default."""
    with say.step("PostgreSQL, for the tests") as step:
        if postgresql.at_hand(state) is None:
            try:
                postgresql.build(state, computer, step, runner(checkout, step))
            except Impossible as why:
                step.tell(f"not to be had, its tests will skip: {why.what} {why.cure}")


def remember(checkout: Path, kind: str, state: Path, runs_as: Account, asterisk: Asterisk) -> None:
    kinds = ("run", "test") if kind == "test" or was_ready_for_tests(checkout) else ("run",)
    python = python_env.python(checkout)
    now = Prepared(state_dir=state, account=runs_as, asterisk=asterisk, python=python, prepared=kinds)
    place.save(checkout, now)


def was_ready_for_tests(checkout: Path) -> bool:
    try:
        return "test" in place.load(checkout).prepared and python_env.ready(checkout, "test")
    except place.NotPrepared:
        return False


def tell_the_end(say: Say, checkout: Path, now: Prepared, seconds: float) -> None:
    if say.opened:
        say.line("")
    verb = "Set-up finished" if say.opened else "Set-up is in place"
    say.line(f"{verb} ({seconds:.1f} s): Asterisk {now.asterisk.version} as user {now.user} in {now.state_dir}")


def runner(checkout: Path, step: Step) -> Runner:
    return Runner(log=log_file(checkout), tick=step.tick)


def log_file(checkout: Path) -> Path:
    return place.run_folder(checkout) / "setup.log"


def unforeseen(checkout: Path, error: Exception) -> Impossible:
    """Something nobody thought of: the traceback goes to the log, not to the person."""
    detail = error.output if isinstance(error, Failed) else traceback.format_exc()
    try:
        with log_file(checkout).open("a") as log:
            log.write(detail)
    except OSError:
        pass
    return Impossible(
        f"something unforeseen happened: {type(error).__name__}: {error}",
        "Start again. If it comes back: make clean, start again, or show the log to a developer.",
    )
