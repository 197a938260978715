"""Which numbers lead nowhere, or may not, and whose are they?"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from console.access.masking import masked
from console.words import N_
from db import probes
from db.schema.site import providers
from db.schema.staff import staff
from ivr.probing import probing as rule
from ivr.probing.probing import Owner, Standing, Verdict

STANDS = {  # the look (css) and the word
    Verdict.DEAD: ("missed", N_("leads nowhere")),
    Verdict.DOUBTFUL: ("waiting", N_("refused once")),
}
OWNERS = {
    Owner.STAFF: N_("a member of staff"),
    Owner.PROVIDER: N_("a provider"),
    Owner.CONTACT: N_("a family or neighbour"),
}


@dataclass(frozen=True, kw_only=True)
class NumberLine:
    """`name`: of staff and providers; families are not named here: their task says which. `ending`: the last digits."""

    owner: str
    name: str
    ending: str
    look: str
    word: str
    since: datetime


@dataclass(frozen=True, kw_only=True)
class Numbers:
    """`total` destinations, of which `known` have led to somebody lately."""

    total: int
    known: int
    lines: tuple[NumberLine, ...]


def numbers(conn: Connection) -> Numbers:
    """Dead ones first, the newest first among them."""
    everybody, words = rule.destinations(probes.everybody(conn)), probes.learnt(conn)
    stand = [(one, rule.standing(words.get(one.number, ()))) for one in everybody]
    named = {**_names(conn, staff, Owner.STAFF), **_names(conn, providers, Owner.PROVIDER)}
    lines = [
        _line(one.owner, named.get(one.subject, ""), one.number, stands, stands.since)
        for one, stands in stand
        if stands.verdict in STANDS and stands.since is not None
    ]
    lines.sort(key=lambda line: (line.look != STANDS[Verdict.DEAD][0], -line.since.timestamp()))
    known = sum(stands.verdict is Verdict.GOOD for _, stands in stand)
    return Numbers(total=len(everybody), known=known, lines=tuple(lines))


def _line(owner: Owner, name: str, number: str, stands: Standing, since: datetime) -> NumberLine:
    look, word = STANDS[stands.verdict]
    return NumberLine(owner=OWNERS[owner], name=name, ending=masked(number), look=look, word=word, since=since)


def _names(conn: Connection, table: object, owner: Owner) -> dict[str, str]:
    found = conn.execute(select(table.c.id, table.c.name))  # type: ignore[attr-defined]
    return {f"{owner}/{key}": name for key, name in found}
