"""How does a page say what it looks like now, for whoever keeps it open? Read again when something was committed."""

from collections.abc import Callable, Mapping
from threading import Lock

from sqlalchemy import Engine

from console.changes import Changes
from console.live import Parts
from console.settings import LANGUAGES


class WatchedPage:
    """A source for `console/lives.py`. `read` gives the page's parts in one language, from one reading of the data."""

    def __init__(self, engine: Engine, read: Callable[[], Callable[[str], Parts]]) -> None:
        self._read = read
        self._changes = Changes(engine)
        self._asking = Lock()

    def mark(self) -> str:
        with self._asking:
            return self._changes.mark()

    def render(self) -> Mapping[str, Parts]:
        in_language = self._read()
        return {language: in_language(language) for language in LANGUAGES}

    def close(self) -> None:
        """Waits for a question that is being asked."""
        with self._asking:
            self._changes.close()
