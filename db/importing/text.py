"""What does a file of text say, row by row? Which way of writing Chinese it is in is found out first."""

import codecs
import io
from collections.abc import Iterator
from typing import IO

from people.encodings import UTF8, encoding_of
from people.importing import Problem, Row, text_rows

PIECE = 1 << 16


def rows(file: IO[bytes]) -> Iterator[Row | Problem]:
    """Read twice: once for its encoding, once for its rows. What is no UTF-8 is looked at once more, line by line."""
    encoding = UTF8 if _is_utf8(file) else encoding_of(file)
    if isinstance(encoding, Problem):
        yield encoding
        return
    file.seek(0)
    lines = io.TextIOWrapper(file, encoding=encoding, newline="")
    try:
        yield from text_rows(lines)
    finally:
        if not file.closed:  # nobody took the rows to their end
            lines.detach()  # the file is closed by whoever opened it


def _is_utf8(file: IO[bytes]) -> bool:
    """E1 of `people/encodings.py`, piece by piece."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while piece := file.read(PIECE):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    finally:
        file.seek(0)
    return True
