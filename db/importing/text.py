"""What does a file of text say, row by row? Which way of writing Chinese it is in is found out first."""

import io
from collections.abc import Iterator
from typing import IO

from people.encodings import encoding_of
from people.importing import Problem, Row, text_rows


def rows(file: IO[bytes]) -> Iterator[Row | Problem]:
    """Read twice: once for its encoding, once for its rows."""
    encoding = encoding_of(file)
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
