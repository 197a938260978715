"""How do many PDF files become one, without holding more than one of them? Their objects are numbered on.

For files as our typesetter writes them with a table of objects (PDF 1.4): each object stands by itself, and what it
refers to is written as `12 0 R` before its stream.
"""

import re
from typing import IO

_REFERENCE = re.compile(rb"\b(\d+) 0 R\b")
_STREAM = re.compile(rb"\bstream\r?\n")
CATALOG, TREE = 1, 2
"""Our own two objects; those of the files follow."""


class Joined:
    """`add` each file, then `close` once. The order of pages is kept."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self._at = 0
        self._offsets: dict[int, int] = {}
        self._next = TREE + 1
        self._branches: list[bytes] = []
        self._pages = 0
        self._put(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")

    def add(self, file: bytes) -> None:
        shift = self._next - 1
        table, trailer = _table(file)
        root = _object(file, table, _named(trailer, b"Root"))
        tree = _named(root, b"Pages")
        for number in sorted(table):
            text = _object(file, table, number)
            if text == root:
                continue
            moved = _moved(text, shift)
            if number == tree:
                self._pages += int(_value(text, b"Count"))
                moved = moved.replace(b"<<", b"<< /Parent %d 0 R " % TREE, 1)
                self._branches.append(b"%d 0 R" % (number + shift))
            self._write(number + shift, moved)
        self._next = shift + max(table) + 1

    def close(self) -> None:
        kids = b" ".join(self._branches)
        self._write(TREE, b"<< /Type /Pages /Count %d /Kids [%s] >>" % (self._pages, kids))
        self._write(CATALOG, b"<< /Type /Catalog /Pages %d 0 R >>" % TREE)
        start = self._at
        self._put(b"xref\n0 %d\n0000000000 65535 f \n" % self._next)
        for number in range(1, self._next):
            offset = self._offsets.get(number)
            self._put(b"0000000000 00000 f \n" if offset is None else b"%010d 00000 n \n" % offset)
        self._put(b"trailer\n<< /Size %d /Root %d 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (self._next, CATALOG, start))

    def _write(self, number: int, text: bytes) -> None:
        self._offsets[number] = self._at
        self._put(b"%d 0 obj\n%s\nendobj\n" % (number, text))

    def _put(self, text: bytes) -> None:
        self._out.write(text)
        self._at += len(text)


def _table(file: bytes) -> tuple[dict[int, int], bytes]:
    """Where each object begins, and the trailer."""
    start = int(file[file.rindex(b"startxref") + 9 :].split()[0])
    head, _, trailer = file[start:].partition(b"trailer")
    lines = head.split(b"\n")
    if lines[0].strip() != b"xref":
        raise ValueError("not a PDF with a table of objects")
    entries = [line.split() for line in lines[2:] if line.strip()]
    return {n: int(entry[0]) for n, entry in enumerate(entries) if entry[2] == b"n"}, trailer


def _object(file: bytes, table: dict[int, int], number: int) -> bytes:
    """What stands between `obj` and `endobj`."""
    later = [offset for offset in table.values() if offset > table[number]]
    end = min(later) if later else file.rindex(b"xref", 0, file.rindex(b"startxref"))
    text = file[table[number] : end]
    return text[text.index(b"obj") + 3 : text.rindex(b"endobj")].strip(b"\r\n ")


def _moved(text: bytes, shift: int) -> bytes:
    """With every reference before its stream counted on."""
    stream = _STREAM.search(text)
    head, rest = (text[: stream.start()], text[stream.start() :]) if stream else (text, b"")
    return _REFERENCE.sub(lambda found: b"%d 0 R" % (int(found[1]) + shift), head) + rest


def _named(text: bytes, name: bytes) -> int:
    return int(_value(text, name))


def _value(text: bytes, name: bytes) -> bytes:
    found = re.search(rb"/" + name + rb"\s+(\d+)", text)
    if found is None:
        raise ValueError(f"not a PDF with a table of objects: no {name.decode()}")
    return found[1]
