"""What does the program's image hold beside our own files? The pinned libraries, made by the set-up's own steps.

Python's are needed; the JavaScript of others only by charts and the browser telephone: without it the image says so.
"""

import sys
from pathlib import Path

from prepare import javascript, place, python_env
from prepare.programs import Runner
from prepare.say import Impossible, Say


def main() -> int:
    checkout = Path.cwd().resolve()
    place.run_folder(checkout).mkdir(exist_ok=True)
    log = place.run_folder(checkout) / "prepare.log"
    say = Say(opening="What the image needs of others")
    try:
        with say.step("Python's libraries") as step:
            python_env.build(checkout, "run", step, Runner(log=log, tick=step.tick))
        with say.step("The JavaScript of others") as step:
            javascript.build(checkout, step, Runner(log=log, tick=step.tick))
    except Impossible as error:
        say.impossible(error, log=str(log))
        sys.stderr.write(log.read_text(errors="replace")[-3000:])
        return 2
    log.unlink(missing_ok=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
