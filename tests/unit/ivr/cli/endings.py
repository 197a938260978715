"""How does a command end that could not do what was typed?"""

from tests.unit.ivr.cli.conftest import Said


def refused(said: Said, *words: str) -> None:
    """Ended with 1, said why in one message on stderr, and nothing on stdout."""
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("bigbutton: ")
    assert [word for word in words if word not in said.err] == []
