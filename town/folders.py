"""Where does the demonstration keep what is its own?"""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Folders:
    """`run` belongs to whoever plays; `state` can be reached by Asterisk's user."""

    run: Path
    state: Path

    @property
    def config(self) -> Path:
        return self.run / "bigbutton.toml"

    @property
    def sounds(self) -> Path:
        return self.state / "sounds"

    @property
    def word(self) -> Path:
        return self.run / "town.json"

    @property
    def kitchen(self) -> Path:
        """Where the kitchen telephone (town/kitchen/door.py) tells the console how it is reached."""
        return self.run / "kitchen.json"


class CannotPlay(RuntimeError):
    """The stage could not be set; the message says why and what helps."""
