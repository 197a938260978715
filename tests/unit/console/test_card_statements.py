"""Is a call's card read once, however much there is to be told of her and of the site?"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

from sqlalchemy import Engine, event

from console.calls.card import Card, read_card
from db import attempts, cases, homes, providers
from db.engine import reading, writing
from people.ids import ContactId, ProviderId, SeniorId
from tests.console.neighbourhood import NOW
from tests.unit.console.test_desk_call import talking

ZONE = "Asia/Shanghai"


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    seen: list[str] = []

    def told(_conn: object, _cursor: object, statement: str, *_: object) -> None:
        seen.append(statement)

    event.listen(engine, "before_cursor_execute", told)
    yield seen
    event.remove(engine, "before_cursor_execute", told)


def card_of(engine: Engine, call: str) -> tuple[Card, list[str]]:
    with counted(engine) as seen, reading(engine) as conn:
        card = read_card(conn, call, "", ZONE, NOW)
    assert card is not None
    return card, seen


def a_long_life(engine: Engine) -> None:
    """Ten contacts, two at one place in the order; a sister; nine silences, each rung for; ten canteens more."""
    with writing(engine) as conn:
        [one] = homes.load_contacts(conn, ["c17"]).values()
        homes.save_contacts(
            conn, [replace(one, id=ContactId(f"c9{n}"), name=f"亲戚{n}", position=max(1, n)) for n in range(9)]
        )
        her = homes.load_seniors(conn, ["s3"])[SeniorId("s3")]
        homes.save_seniors(conn, [replace(her, id=SeniorId("s3b"), name="张桂英")])
        canteen = providers.load_providers(conn, ["canteen7"])[ProviderId("canteen7")]
        providers.save_providers(conn, [replace(canteen, id=ProviderId(f"more{n}")) for n in range(10)])
        for n in range(9):
            at = NOW - timedelta(days=20 * (n + 1))
            cases.open_case(conn, cases.CaseRow(id=f"old{n}", senior_id="s3", state="rest", opened_at=at, closed_at=at))
            attempts.intend(conn, attempts.AttemptRow(
                id=f"bb-old{n}", kind="wellness", case_id=f"old{n}", senior_id="s3", committed_at=at,
            ))  # fmt: skip


def test_a_card_takes_no_more_statements_for_a_long_life_than_for_a_short_one(morning: Engine):
    call = talking(morning)
    short, few = card_of(morning, call)
    a_long_life(morning)
    long, many = card_of(morning, call)

    assert (len(short.living), len(long.living)) == (1, 2)
    assert (len(short.offered.targets), len(long.offered.targets)) == (3, 22)
    assert long.person is not None and len(long.person.contacts) == 10
    assert len(many) == len(few)
