"""How is Bigbutton typed? `bigbutton --help` lists everything; a wrong word ends with 2, a refusal with 1."""

from ivr.cli.commands import app
from ivr.cli.refusals import said_in_words


def main() -> None:
    """Entry point of `bigbutton`."""
    with said_in_words():
        app(prog_name="bigbutton")


if __name__ == "__main__":
    main()
