"""`python -m town run`: the demonstration. Plays the story; then stays up with the console open, until Ctrl-C."""

import argparse
import asyncio
import os
import signal
import socket
import sys
from pathlib import Path

from prepare.place import NotPrepared, load
from town.instance import CannotStart
from town.stage import LOGIN, CannotPlay, Stage
from town.story import Story
from town.telling import Telling

CHECKOUT = Path(__file__).resolve().parents[1]
OK, FAILED, IMPOSSIBLE = 0, 1, 2


def main() -> int:
    """0 story ok, 1 a step failed (named), 2 the stage could not be set."""
    options = _options()
    try:
        place = load(CHECKOUT)
        port = _free(options.port)
        return asyncio.run(_run(place, port, options))
    except (NotPrepared, CannotPlay, CannotStart) as why:
        print(f"\nThis cannot go on: {why}", file=sys.stderr)
        return IMPOSSIBLE
    except KeyboardInterrupt:
        return OK


async def _run(place, port: int, options: argparse.Namespace) -> int:  # type: ignore[no-untyped-def]
    run = CHECKOUT / ".run"
    telling = Telling(run / "story.json")
    stage = Stage(place, CHECKOUT, port, telling.say)
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    try:
        await stage.set_up(fresh=options.fresh)
        await Story(stage, telling).play(options.break_provider)
        ok = telling.end()
        if not options.once:
            _invite(telling, stage)
            for number in (signal.SIGINT, signal.SIGTERM):
                loop.add_signal_handler(number, stopped.set)
            await stopped.wait()
            telling.say("\nClosing ...")
        return OK if ok else FAILED
    finally:
        await stage.close()


def _invite(telling: Telling, stage: Stage) -> None:
    telling.say(f"\nThe console is open: http://127.0.0.1:{stage.port}")
    telling.say(f"  sign in as {LOGIN}, password {stage.password}")
    telling.say(
        "  from another computer: ssh -L 8080:127.0.0.1:%d this-machine, then open the same address"
        % stage.port
    )
    telling.say("Ctrl-C ends everything that was started here.")


def _free(port: int) -> int:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as fault:
            raise CannotPlay(
                f"port {port} is taken by another program; choose another one: make run BIGBUTTON_PORT=8081"
            ) from fault
    return port


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="town", description=__doc__)
    parser.add_argument("what", choices=["run"])
    parser.add_argument("--once", action="store_true", default=_set("ONCE"), help="play the story and end")
    parser.add_argument("--fresh", action="store_true", default=_set("FRESH"), help="start from empty data")
    parser.add_argument("--port", type=int, default=int(os.environ.get("BIGBUTTON_PORT") or 8080))
    parser.add_argument(
        "--break-provider", default="", help="its telephones are dead: its step must fail by name"
    )
    return parser.parse_args()


def _set(name: str) -> bool:
    return os.environ.get(name, "") not in ("", "0")


if __name__ == "__main__":
    sys.exit(main())
