"""How is Bigbutton typed? `bigbutton --help` lists everything; a wrong word ends with 2, a refusal with 1."""

import gc
import sys


def main() -> None:
    """Entry point of `bigbutton`."""
    gc.disable()  # what is loaded now stays: looking through it again and again would take a tenth of the time
    from ivr.cli.refusals import said_in_words

    if sys.argv[1:2] == ["serve"]:
        from ivr.cli.serving import alone_app

        app = alone_app()  # goes on loading, and enables it again
    else:
        from ivr.cli.commands import app

        gc.enable()
    with said_in_words():
        app(prog_name="bigbutton")


if __name__ == "__main__":
    main()
