"""The page of the ways out names the numbers that lead nowhere, the dead first, and no family."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import insert

from console.probing.view import numbers
from db import probes
from db.engine import reading, writing
from db.schema.staff import staff
from ivr.probing.probing import Means, Word
from tests.console import neighbourhood as here

DAY = timedelta(days=1)


def test_dead_numbers_come_first_with_their_last_digits_alone(tmp_path: Path):
    engine = here.empty(tmp_path)
    with writing(engine) as conn:
        for key, name in (("a", "陈"), ("b", "刘"), ("c", "周")):
            number = f"+861390000000{ord(key) - ord('a')}"
            row = {"id": key, "name": name, "role": "visitor", "number": number, "desk": "", "active": True}
            conn.execute(insert(staff).values({**row, "password_hash": ""}))
        for n, (number, leads) in enumerate(
            (("+8613900000000", False), ("+8613900000001", False), ("+8613900000001", False), ("+8613900000002", True))
        ):
            word = Word(number=number, at=here.NOW - (9 - n) * DAY, means=Means.CALL, leads=leads)
            probes.learn(conn, word, f"w{n}")

    with reading(engine) as conn:
        found = numbers(conn)
    engine.dispose()

    assert [(line.name, line.ending, line.word) for line in found.lines] == [
        ("刘", "…0001", "leads nowhere"),
        ("陈", "…0000", "refused once"),
    ]
    assert (found.total, found.known) == (3, 1)
