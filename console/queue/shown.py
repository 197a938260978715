"""How does every open page of the queue stay true for the price of one? Read and drawn once, but for one's own seat.

W1. What all see is read once for all pages, and drawn again only where it is another.
W2. One's own seat is drawn for each reader, when it or the telephones that are free have changed.
W3. A rest that ends by itself is a change, and a controller that comes or goes, though nothing is written then.
"""

from collections.abc import AsyncGenerator, Hashable, Mapping
from contextlib import aclosing
from threading import Lock

from console.changes import Changes
from console.frame import Frame, part
from console.live import Message, Parts
from console.queue.section import content, is_silent, read, telephones
from console.queue.view import QueueView
from console.settings import LANGUAGES
from people.ids import StaffId
from people.staff import Role, Staff

MINE = "queue_mine"
SHARED = ("desk_standing", "queue_waiting", "queue_seats", "queue_answer", "queue_words", "queue_rota")
_NOBODY = Staff(id=StaffId(""), name="", role=Role.OFFICIAL)
"""For parts in which nothing is of whoever reads them."""


class QueuePages:
    """A source for console/lives.py; one of a console, for whoever looks. `view`: as it was last read."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._changes = Changes(frame.engine)
        self._asking = Lock()
        self._shown: Mapping[str, Parts] = {}
        self.view: QueueView | None = None
        self._silent = False

    def mark(self) -> str:
        with self._asking:
            return f"{self._changes.mark()} {self._rests_over()} {is_silent(self._frame.settings)}"

    def render(self) -> Mapping[str, Parts]:
        view, silent = read(self._frame), is_silent(self._frame.settings)
        if (view, silent) != (self.view, self._silent):
            self._shown = {language: self._drawn(view, language) for language in LANGUAGES}
            self.view, self._silent = view, silent
        return self._shown

    def close(self) -> None:
        """Waits for a question that is being asked; whoever comes again finds it open."""
        with self._asking:
            self._changes.close()

    def own(self, person: Staff) -> Hashable:
        """Another one when this person's part of the page has changed."""
        view = self.view
        return None if view is None else (view.mine(person.id), self._telephones(view, person))

    def draw_own(self, person: Staff, language: str) -> str:
        view = self.view or read(self._frame)
        return part(language, f"parts/{MINE}.html", content(self._frame, view, person, language))

    def _telephones(self, view: QueueView, person: Staff) -> tuple[str, ...]:
        return telephones(view, person, self._frame.settings.queue.phones)

    def _drawn(self, view: QueueView, language: str) -> Parts:
        shown = content(self._frame, view, _NOBODY, language)
        parts = {name: part(language, f"parts/{name}.html", shown) for name in SHARED}
        return parts | {MINE: str(hash(view.seated))}

    def _rests_over(self) -> int:
        """How many of those who rested when it was last read rest no more."""
        now = self._frame.settings.clock()
        return sum(one.until is not None and one.until <= now for one in self.view.seated) if self.view else 0


async def with_own_seat(
    messages: AsyncGenerator[Message], pages: QueuePages, person: Staff, language: str
) -> AsyncGenerator[Message]:
    """What one reader's page is told."""
    told: Hashable = None
    async with aclosing(messages):
        async for message in messages:
            if message.name != MINE:
                yield message
            elif (own := pages.own(person)) != told:
                told = own
                yield Message(event="part", name=MINE, html=pages.draw_own(person, language))
