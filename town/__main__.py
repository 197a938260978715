"""`python -m town run`: the demonstration, then the console until Ctrl-C. `python -m town press t1002 02`: a key."""

import argparse
import asyncio
import fcntl
import json
import os
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from prepare.place import NotPrepared, Prepared, load
from town.folders import CannotPlay
from town.instance import CannotStart
from town.kitchen.kitchen import Kitchen
from town.moving_in import LOGIN
from town.remote import TownRefused, TownRemote
from town.stage import Stage
from town.story import ACTS, Story
from town.telling import Telling

CHECKOUT = Path(__file__).resolve().parents[1]
OK, FAILED, IMPOSSIBLE = 0, 1, 2
STAY = "20"


def main() -> int:
    """0 story ok, 1 a step failed (named), 2 the stage could not be set."""
    options = _options()
    try:
        return asyncio.run(_press(options)) if options.what == "press" else _play(options)
    except (NotPrepared, CannotPlay, CannotStart, TownRefused) as why:
        print(f"\nThis cannot go on: {why}", file=sys.stderr)
        return IMPOSSIBLE
    except KeyboardInterrupt:
        return OK


def _play(options: argparse.Namespace) -> int:
    place = load(CHECKOUT)
    with _alone(CHECKOUT / ".run", options.name):
        return asyncio.run(_run(place, _free(options.port), options))


async def _run(place: Prepared, port: int, options: argparse.Namespace) -> int:
    run = CHECKOUT / ".run"
    story = run / ("story.json" if options.name == "demo" else f"story-{options.name}.json")
    telling = Telling(story)
    stage = Stage(place, CHECKOUT, port, telling.say, options.name, with_kitchen=not options.once)
    kitchen = None
    try:
        await stage.set_up(fresh=options.fresh)
        if not options.once:
            kitchen = await _opened(stage, telling)
        await Story(stage, telling).play(broken=options.break_provider, only=options.act)
        ok = telling.end()
        if kitchen is not None:
            await kitchen.story_told()
            _invite(telling, stage)
            await _until_told_to_stop()
            telling.say("\nClosing ...")
        return OK if ok else FAILED
    finally:
        if kitchen is not None:
            await kitchen.close()
        await stage.close()


async def _opened(stage: Stage, telling: Telling) -> Kitchen:
    kitchen = Kitchen(stage)
    await kitchen.open()
    telling.say(f"Watch it, and press keys yourself: http://127.0.0.1:{stage.port}/demo")
    return kitchen


async def _until_told_to_stop() -> None:
    stopped = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    await stopped.wait()


async def _press(options: argparse.Namespace) -> int:
    """At a home of the running town somebody presses a key, and stays twenty seconds."""
    word = CHECKOUT / ".run" / options.name / "town.json"
    try:
        where = json.loads(word.read_text())
        remote = await TownRemote.connect(where["host"], where["port"], where["secret"])
    except (OSError, ValueError, KeyError) as fault:
        raise CannotPlay("no town is up; start one: make run") from fault
    variables = {"HOME": options.home, "STAY": STAY, "KEYS": "", "KEYWAIT": "0", "RECORD": ""}
    code = options.code if options.code.startswith("*") else f"*{options.code}"
    await remote.originate(f"PJSIP/{code}@{options.home}", "home", variables)
    await remote.close()
    print(f"{options.home} has pressed {code}; look at the console")
    return OK


def _invite(telling: Telling, stage: Stage) -> None:
    port = stage.port
    telling.say(f"\nThe kitchen telephone: http://127.0.0.1:{port}/demo (press a key; pull the plug; press again)")
    telling.say(f"The console is open: http://127.0.0.1:{port}")
    telling.say(f"  sign in as {LOGIN}, password {stage.password}")
    telling.say(f"  from another computer: ssh -L {port}:127.0.0.1:{port} THIS-MACHINE, then the same address")
    telling.say("Press a key yourself, in another window: .venv/bin/python -m town press t1002 02")
    telling.say("Ctrl-C ends everything that was started here.")


def _free(port: int) -> int:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as fault:
            cure = "choose another one: make run BIGBUTTON_PORT=8081"
            raise CannotPlay(f"port {port} is taken by another program; {cure}") from fault
        found: int = probe.getsockname()[1]
    return found


@contextmanager
def _alone(run: Path, name: str) -> Iterator[None]:
    """One demonstration of a name at a time: two would share a database."""
    with open(run / f"{name}.lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as fault:
            raise CannotPlay("a demonstration is up already in this folder; end it with Ctrl-C there") from fault
        yield


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="town", description=__doc__)
    parser.add_argument("--name", default="demo", help="of its folders, so that several can be up")
    commands = parser.add_subparsers(dest="what", required=True)
    run = commands.add_parser("run", help="play the story, then stay up")
    run.add_argument("--once", action="store_true", default=_set("ONCE"), help="play the story and end")
    run.add_argument("--fresh", action="store_true", default=_set("FRESH"), help="start from empty data")
    run.add_argument("--port", type=int, default=int(os.environ.get("BIGBUTTON_PORT") or 8080))
    run.add_argument("--break-provider", default="", help="its telephones are dead: its step must fail by name")
    run.add_argument("--act", choices=ACTS, help="play one act only")
    press = commands.add_parser("press", help="press a key at a home of the running town")
    press.add_argument("home", help="t1001 ... t1150")
    press.add_argument("code", help="01 ... 11, 00")
    return parser.parse_args()


def _set(name: str) -> bool:
    return os.environ.get(name, "") not in ("", "0")


if __name__ == "__main__":
    sys.exit(main())
