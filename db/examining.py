"""Could this file be taken as it is? Reads it once, writes nothing, finds every fault of every row."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, Table, select

from db.areas import load_areas
from db.many import listed
from db.schema.site import households
from db.seen import Note, Seen
from db.shelves import SHELVES, Reference, Settled, Shelf
from people.areas import Area, upwards
from people.importing import Entry, Problem
from people.kinds import SeniorLine


@dataclass
class Findings:
    """What an examination has found so far."""

    counts: Counter[str] = field(default_factory=Counter)
    """Rows by added, changed, unchanged."""
    problems: list[Problem] = field(default_factory=list)
    more: int = 0
    """Problems beyond those kept."""

    def refuse(self, problem: Problem, keep: int = 1000) -> None:
        if len(self.problems) < keep:
            self.problems.append(problem)
        else:
            self.more += 1


@dataclass(frozen=True, kw_only=True)
class Examination:
    """One file of one kind on its way through."""

    kind: str
    conn: Connection
    seen: Seen
    findings: Findings
    parents: dict[str, Entry] = field(default_factory=dict)
    """Areas of this file: their parents may stand further down."""

    @property
    def shelf(self) -> Shelf:
        return SHELVES[self.kind]

    def settle(self, rows: Sequence[Entry | Problem]) -> list[Settled]:
        """The rows of a batch that would change something; their faults go to the findings."""
        entries = [row for row in rows if isinstance(row, Entry)]
        faults = [row for row in rows if isinstance(row, Problem)]
        repeated = {fault.line: fault for fault in self._repeated(entries)}
        faults += repeated.values()
        faults += self._told_otherwise([entry for entry in entries if entry.line not in repeated])
        faults += self._dangling(entries)
        faults += self._held(entries)
        for fault in sorted(faults, key=lambda fault: fault.line):
            self.findings.refuse(fault)
        settled = self.shelf.settle(self.conn, entries)
        self.findings.counts.update(each.change for each in settled)
        return [each for each in settled if each.change != "unchanged"]

    def close(self) -> None:
        """What can only be said at the end of the file: areas that lie nowhere, or in themselves."""
        known: dict[str, Area] = dict(load_areas(self.conn).items()) if self.parents else {}
        known |= {key: entry.item for key, entry in self.parents.items()}
        for entry in self.parents.values():
            fault = _lost(entry.item, known)
            if fault:
                self.findings.refuse(_problem(entry, "parent", entry.item.parent, fault))

    def _repeated(self, entries: Sequence[Entry]) -> Iterator[Problem]:
        keys = [self.shelf.id_of(entry.item) for entry in entries]
        earlier = self.seen.note(self.kind, [Note(key, entry.line) for key, entry in zip(keys, entries, strict=True)])
        for key, entry in zip(keys, entries, strict=True):
            if entry.line in earlier:
                yield _problem(entry, self.shelf.key, key, f"the same as on line {earlier[entry.line].line}")
            elif self.kind == "areas":
                self.parents[key] = entry

    def _told_otherwise(self, entries: Sequence[Entry]) -> Iterator[Problem]:
        described = [
            (entry, Note(home.id, entry.line, f"{home.area}, {home.address}, {home.access_note}"))
            for entry in entries
            if isinstance(entry.item, SeniorLine) and (home := entry.item.home).area and home.address
        ]
        earlier = self.seen.note(households.name, [note for _, note in described])
        for entry, note in described:
            first = earlier.get(entry.line)
            if first is not None and first.said != note.said:
                yield _problem(entry, "household", note.value, f"described differently on line {first.line}")

    def _dangling(self, entries: Sequence[Entry]) -> Iterator[Problem]:
        wanted = [(entry, ref) for entry in entries for ref in self.shelf.refers(entry.item)]
        known = _existing(self.conn, (ref for _, ref in wanted))
        for entry, ref in wanted:
            if ref.id in known[ref.to] or self._earlier_here(entry, ref):
                continue
            yield _problem(entry, ref.column, ref.id, f"no such {ref.to.name} row; {_cure(ref)}")

    def _earlier_here(self, entry: Entry, ref: Reference) -> bool:
        if self.kind == "areas":
            return True  # judged at the end of the file
        earlier = self.seen.earlier(ref.to.name, ref.id)
        return earlier is not None and earlier.line < entry.line

    def _held(self, entries: Sequence[Entry]) -> Iterator[Problem]:
        marks = [(entry, mark) for entry in entries if (mark := self.shelf.mark(entry.item)) is not None]
        if not marks:
            return
        holders = self.shelf.holders(self.conn, [mark.value for _, mark in marks])
        notes = [Note(mark.value, entry.line, self.shelf.id_of(entry.item)) for entry, mark in marks]
        earlier = self.seen.note(marks[0][1].column, notes)
        for (entry, mark), note in zip(marks, notes, strict=True):
            other = earlier[note.line].said if note.line in earlier else holders.get(mark.value, note.said)
            if other != note.said:
                yield _problem(entry, mark.column, mark.value, f"{other} has it already")


def _existing(conn: Connection, refs: Iterable[Reference]) -> dict[Table, set[str]]:
    wanted: defaultdict[Table, set[str]] = defaultdict(set)
    for ref in refs:
        wanted[ref.to].add(ref.id)
    return {table: _ids(conn, table, ids) for table, ids in wanted.items()}


def _ids(conn: Connection, table: Table, ids: set[str]) -> set[str]:
    return set(conn.scalars(select(table.c.id).where(table.c.id.in_(listed(conn, sorted(ids))))))


def _cure(ref: Reference) -> str:
    if ref.to is households:
        return "give the area and the address of a new home"
    return f"import {ref.to.name} first, or correct the id"


def _lost(area: Area, known: dict[str, Area]) -> str:
    if area.parent is not None and area.parent not in known:
        return "no such areas row; add it to the file, or correct the id"
    way = list(upwards(area.id, known))  # type: ignore[arg-type]
    ends = known[way[-1]].parent
    return "" if ends is None or ends not in known else "the areas lie in one another in a circle"


def _problem(entry: Entry, column: str, value: object, reason: str) -> Problem:
    return Problem(line=entry.line, column=column, value=str(value or ""), reason=reason)
