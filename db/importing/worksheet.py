"""What do a sheet's rows say? Cell by cell as the text somebody would have typed, holding one row at a time."""

import re
from collections.abc import Iterator
from typing import IO

from db.importing.markup import parser_of, pieces
from db.importing.shared_strings import SharedStrings
from db.importing.styles import Dates
from people.importing import BLANKS, Problem, Row

MOST_COLUMNS = 200
LONGEST = 32_767
"""Characters of a cell, as spreadsheets allow."""
_LETTERS = re.compile(r"[A-Z]{1,3}")
_DIGITS = "0123456789"
_FORMULA = "a formula without its value: open the file in a spreadsheet and save it, or paste the values alone"
_ERROR = "an error of the spreadsheet stands here instead of a value"
_WIDE = f"a cell beyond the {MOST_COLUMNS}th column: delete what stands to the right of the table"
_LONG = f"longer than {LONGEST} characters"


class Sheet:
    """Handlers of the parser share one cell and one row; rows wait until they are asked for."""

    def __init__(self, *, strings: SharedStrings, dates: Dates) -> None:
        self._strings = strings
        self._dates = dates
        self._waiting: list[Row | Problem] = []
        self._line = 0
        self._width = 0
        self._columns: dict[str, int] = {}
        self._cells: list[str] = []
        self._faults: list[Problem] = []
        self._reads = False
        self._said: list[str] = []
        self._cell: dict[str, str] = {}
        self._is_formula = False

    def rows(self, part: IO[bytes]) -> Iterator[Row | Problem]:
        parser = parser_of(self._start, self._end, self._say)
        for piece in pieces(part):
            parser.Parse(piece, False)
            yield from self._waiting
            self._waiting.clear()
        parser.Parse(b"", True)

    def _start(self, name: str, given: dict[str, str]) -> None:
        if ":" in name:
            name = name.rpartition(":")[2]
        if name == "c":
            self._cell = given
            self._said = []
            self._is_formula = False
        elif name == "v" or name == "t":
            self._reads = True
        elif name == "f":
            self._is_formula = True
        elif name == "rPh":
            self._cell = {**self._cell, "sounds": "1"}
        elif name == "row":
            number = given.get("r", "")
            self._line = int(number) if number.isdigit() else self._line + 1
            self._cells = []
            self._faults = []

    def _say(self, text: str) -> None:
        if self._reads and "sounds" not in self._cell:
            self._said.append(text)

    def _end(self, name: str) -> None:
        if ":" in name:
            name = name.rpartition(":")[2]
        if name == "v" or name == "t":
            self._reads = False
        elif name == "c":
            self._take()
        elif name == "rPh":
            self._cell = {key: value for key, value in self._cell.items() if key != "sounds"}
        elif name == "row":
            self._close()

    def _take(self) -> None:
        if not self._said and not self._is_formula:
            return
        place = self._place(self._cell.get("r", ""))
        if place >= MOST_COLUMNS:
            self._refuse("", _WIDE)
            return
        text = self._text("".join(self._said)) if self._said else None
        if text is None:
            self._refuse("".join(self._said), _ERROR if self._said else _FORMULA)
        elif len(text) > LONGEST:
            self._refuse(text[:20], _LONG)
        elif place == len(self._cells):
            self._cells.append(text.strip(BLANKS))
        else:
            self._cells += [""] * (place + 1 - len(self._cells))
            self._cells[place] = text.strip(BLANKS)

    def _text(self, said: str) -> str | None:
        """None: no value."""
        kind = self._cell.get("t", "n")
        if kind == "s":
            return self._strings.text(int(said)) if said.isdigit() else None
        if kind == "e":
            return None
        return said if kind != "n" else self._number(said)

    def _number(self, said: str) -> str:
        """A day where the style says so; a telephone number as its digits."""
        try:
            value = float(said)
            day = self._dates.said(self._cell.get("s", ""), said)
        except (ValueError, OverflowError):
            return said
        if day is not None:
            return day
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else said

    def _place(self, reference: str) -> int:
        """The column of `AB12`, from 0; a cell without a reference stands beside the one before."""
        letters = reference.rstrip(_DIGITS)
        if letters not in self._columns:
            if not _LETTERS.fullmatch(letters):
                return len(self._cells)
            place = 0
            for letter in letters:
                place = place * 26 + ord(letter) - 64
            self._columns[letters] = place - 1
        return self._columns[letters]

    def _refuse(self, value: str, reason: str) -> None:
        letters = self._cell.get("r", "").rstrip(_DIGITS)
        named = letters if _LETTERS.fullmatch(letters) else ""
        self._faults.append(Problem(line=self._line, column=named, value=value, reason=reason))

    def _close(self) -> None:
        if self._faults:
            self._waiting += self._faults
        elif any(self._cells):
            self._width = self._width or len(self._cells)
            self._cells += [""] * (self._width - len(self._cells))
            self._waiting.append((self._line, self._cells))
