"""What was given: text or a workbook? Told by its first bytes, never by its name; then read row by row."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from db.importing import text, workbook
from db.importing.refused import FileRefused, UnreadableFile
from people.importing import Problem, Row

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How files of the old Office begin, and new ones behind a password."""
ZIP = b"PK\x03\x04"
UTF16 = (b"\xff\xfe", b"\xfe\xff")
LOCKED = "EncryptedPackage".encode("utf-16-le")
OFTEN = 1000
"""Lines between two words about how far it is."""
Far = Callable[[int], None]
"""Told every now and then on which line we are."""


@contextmanager
def opened(path: Path | str, far: Far | None = None) -> Iterator[Iterator[Row | Problem]]:
    """The rows of a file. Raises UnreadableFile, FileRefused."""
    try:
        file = Path(path).open("rb")  # noqa: SIM115  closed below
    except OSError as fault:
        raise UnreadableFile(f"cannot open {path}: {fault.strerror}") from fault
    with file:
        _refuse(file)
        if _begins(file, ZIP):
            with workbook.opened(file) as rows:
                yield _telling(rows, far)
        else:
            yield _telling(text.rows(file), far)


def _refuse(file: IO[bytes]) -> None:
    if _begins(file, OLE):
        head = file.read(1 << 20)
        file.seek(0)
        raise FileRefused(_LOCKED if LOCKED in head else _OLD)
    if _begins(file, *UTF16):
        raise FileRefused(_UTF16)


def _begins(file: IO[bytes], *marks: bytes) -> bool:
    head = file.read(8)
    file.seek(0)
    return head.startswith(marks)


def _telling(rows: Iterator[Row | Problem], far: Far | None) -> Iterator[Row | Problem]:
    for n, row in enumerate(rows):
        if far and n % OFTEN == 0:
            far(n)
        yield row


_LOCKED = "the workbook is locked with a password. Open it, take the password off and save it"
_OLD = "this is a file of the old Office (.xls). Open it in a spreadsheet and save it as .xlsx or as 'CSV UTF-8'"
_UTF16 = "the text is UTF-16 ('Unicode text'). Save it as 'CSV UTF-8' or as .xlsx"
