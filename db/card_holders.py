"""Who has a telephone, and where does it stand? Read one by one, in the order in which cards are carried out."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, select

from db.schema.site import areas, households, seniors, terminals


@dataclass(frozen=True, kw_only=True)
class CardHolder:
    """A person and one telephone of her home."""

    senior: str
    name: str
    name_en: str
    terminal: str
    kind: str
    area: str


def card_holders(
    conn: Connection, *, senior: str | None = None, terminal: str | None = None, only: Collection[str] | None = None
) -> Iterator[CardHolder]:
    """Those with a telephone in service: all, or this person, this telephone, these areas."""
    s, t, h = seniors.c, terminals.c, households.c
    asked = (
        select(s.id.label("senior"), s.name, s.name_en, t.id.label("terminal"), t.kind, h.area_id.label("area"))
        .join(households, h.id == s.household_id)
        .join(terminals, t.household_id == h.id)
        .join(areas, areas.c.id == h.area_id)
        .where(t.active)
        .order_by(areas.c.name, h.area_id, h.address, s.id, t.id)
    )
    for value, column in ((senior, s.id), (terminal, t.id)):
        asked = asked if value is None else asked.where(column == value)
    if only is not None:
        asked = asked.where(h.area_id.in_(list(only)))
    for row in conn.execute(asked, execution_options={"yield_per": 500}).mappings():
        yield CardHolder(**row)
