"""How is Bigbutton typed? `bigbutton --help` lists everything; a wrong word ends with 2, a refusal with 1."""

import sys

from ivr.cli.commands import app
from ivr.cli.refusals import REFUSALS, words


def main() -> None:
    """Entry point of `bigbutton`."""
    try:
        app()
    except REFUSALS as refused:
        print(f"bigbutton: {words(refused)}", file=sys.stderr)
        raise SystemExit(1) from None


if __name__ == "__main__":
    main()
