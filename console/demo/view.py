"""What is there to see in the kitchen, in one language? The town's answer, with the names of whom it speaks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from babel.support import Translations
from sqlalchemy import Connection

from console import reasons
from console.book import Book, Wanted, look_up
from console.demo import words as said
from console.demo.picture import Bar, bars, scale_of, ticks
from console.demo.told import Kitchen, Press, Rung, Told
from console.times import Times
from ivr.services import DEFAULT_SERVICES, Service

PARTS = ("demo_kitchen", "demo_call", "demo_switches", "demo_mornings", "demo_year")
POSITIONS = 7
"""Of the mornings' slider: the message on the first, the mornings after it up to the sixth, the visit."""


def keys() -> Sequence[Service]:
    """As they lie on the telephone; the red one is the first."""
    return DEFAULT_SERVICES


def book_of(conn: Connection, told: Told | None) -> Book:
    """Everybody whom the town's answer names."""
    presses = told.presses if told else ()
    targets = {rung.target for press in presses for rung in press.rungs} | {press.taken_by for press in presses}
    return look_up(conn, Wanted(terminals={press.terminal for press in presses}, targets=targets))


@dataclass(frozen=True, kw_only=True)
class DemoWords:
    """For one reader."""

    words: Translations
    language: str
    book: Book
    times: Times

    @property
    def now(self) -> datetime:
        return self.times.now

    def clock(self, at: datetime, *, seconds: bool = False) -> str:
        return self.times.clock(at, seconds=seconds)

    def whom(self, target: str, press: Press) -> str:
        return reasons.whom(self.words, self.book, self.language, target, press.terminal)

    def home(self, press: Press) -> str:
        return self.book.home(press.terminal).name.of(self.language) or press.terminal

    def kitchen(self, kitchen: Kitchen) -> tuple[str, str]:
        english = self.language == "en"
        return (kitchen.name_en, kitchen.area_en) if english else (kitchen.name, kitchen.area)

    def service(self, service: str) -> str:
        key = next((key for key in keys() if key.id == service), None)
        return "" if key is None else self.key(key)[0]

    def key(self, key: Service) -> tuple[str, str]:
        """Its name as the reader has it, and in the other language below."""
        english = key.name_en[:1].upper() + key.name_en[1:]
        return (english, key.name_zh) if self.language == "en" else (key.name_zh, english)

    def why(self, why: str) -> str:
        return self._of(said.WHY, why)

    def status(self, rung: Rung, press: Press) -> str:
        """What rang, or talked, is told otherwise once it is over."""
        over = rung.until_s is not None or press.ended_s is not None
        if over and rung.status == "joined":
            return self._of(said.STATUS, "was")
        if rung.status == "CANCEL" or (over and rung.status in ("rang", "answered")):
            return self._of(said.STATUS, "CANCEL" if press.taken_s is None else "quicker")
        return self._of(said.STATUS, rung.status)

    def plug(self, state: str) -> str:
        return self._of(said.PLUG, state)

    def dining(self, state: str) -> str:
        return self._of(said.DINING, state)

    def desk(self, state: str) -> str:
        return self._of(said.DESK, state)

    def day(self, why: str) -> str:
        return self._of(said.DAYS, why)

    def call(self, outcome: str) -> str:
        return self._of(said.CALLS, outcome)

    def year(self, state: str) -> str:
        return self._of(said.YEAR, state)

    def refusal(self, why: str) -> str:
        return self._of(said.REFUSALS, why)

    def seconds(self, seconds: float) -> str:
        return self.times.took(round(seconds * 1000))

    def on(self, day: date) -> str:
        return self.times.day(day)

    def since(self, press: Press, bar: Bar) -> float:
        """The instant at which a rung began, for the clock that counts up."""
        return (press.at + timedelta(seconds=bar.rung.from_s)).timestamp()

    def _of(self, table: Mapping[str, str], word: str) -> str:
        return reasons.known_word(self.words, table, word)


def content(told: Told | None, say: DemoWords, **more: Any) -> Mapping[str, Any]:
    """For the templates. `told` None: the town is not up."""
    drawn = [(press, bars(press), scale_of(press), ticks(scale_of(press))) for press in told.presses] if told else []
    return {"told": told, "say": say, "keys": keys(), "drawn": drawn, "positions": POSITIONS, **more}
