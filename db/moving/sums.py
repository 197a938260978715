"""Are two tables the same? As many rows, and the same sum over every value of every row, in whatever order.

The sum is of 64-bit hashes of the rows, modulo 2^64: a row that is missing, doubled or differs in one character
changes it. It is built from the values as Python has them, so that it is the same in every kind of database.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

MODULO = 2**64


@dataclass(frozen=True, kw_only=True)
class Sum:
    """`hashes`: 0 … 2^64 − 1."""

    rows: int = 0
    hashes: int = 0

    def __add__(self, other: "Sum") -> "Sum":
        return Sum(rows=self.rows + other.rows, hashes=(self.hashes + other.hashes) % MODULO)


def sum_of(rows: Sequence[Sequence[Any]]) -> Sum:
    """Of some rows of one table; sums of parts are added."""
    hashes = 0
    for row in rows:
        text = repr(tuple(row)).encode(errors="surrogatepass")
        hashes += int.from_bytes(blake2b(text, digest_size=8).digest(), "big")
    return Sum(rows=len(rows), hashes=hashes % MODULO)
