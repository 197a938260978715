"""Which texts do a workbook's cells point to? Kept in a nameless file: a city's names are no matter of memory."""

import tempfile
from array import array
from types import TracebackType
from typing import IO, Self

from db.importing.markup import parser_of, pieces


class SharedStrings:
    """Eight bytes a text in memory; the texts on disk, gone when closed."""

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115  closed by whoever opened us
        self._ends = array("Q", [0])
        self._texts: list[bytes] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self._file.close()

    def read(self, part: IO[bytes]) -> None:
        """All of `xl/sharedStrings.xml`. A text of several runs is one; how it sounds (phonetic runs) is left out."""
        said: list[str] = []
        state = {"text": False, "sounds": False}

        def start(name: str, _: dict[str, str]) -> None:
            plain = name.rpartition(":")[2]
            if plain == "rPh":
                state["sounds"] = True
            state["text"] = plain == "t" and not state["sounds"]

        def end(name: str) -> None:
            plain = name.rpartition(":")[2]
            if plain == "rPh":
                state["sounds"] = False
            elif plain == "si":
                self._keep("".join(said))
                said.clear()
            state["text"] = False

        parser = parser_of(start, end, lambda text: said.append(text) if state["text"] else None)
        for piece in pieces(part):
            parser.Parse(piece, False)
            self._write()
        parser.Parse(b"", True)
        self._write()
        self._file.flush()

    def text(self, number: int) -> str | None:
        """None: there is no such text."""
        if not 0 <= number < len(self._ends) - 1:
            return None
        start, end = self._ends[number], self._ends[number + 1]
        self._file.seek(start)
        return self._file.read(end - start).decode("utf-8", "surrogatepass")

    def _keep(self, text: str) -> None:
        raw = text.encode("utf-8", "surrogatepass")
        self._texts.append(raw)
        self._ends.append(self._ends[-1] + len(raw))

    def _write(self) -> None:
        self._file.write(b"".join(self._texts))
        self._texts.clear()
