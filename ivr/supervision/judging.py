"""What is wrong with the machine and the rota, since when, and is it an alarm? One alarm for one trouble.

S1. A trouble is an alarm once it has been seen for its patience on end: a link that comes back by itself wakes nobody.
S2. It is over when it has not been seen for `calm`: what comes and goes is one alarm, not twenty.
S3. Who was told once is not told again while it lasts, though the task was closed meanwhile.
S4. What cannot be read is no trouble, but for a certificate: one that cannot be read lets nobody in.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

AMI, DISK, CLOCK, CERTIFICATE, ROTA = "ami_silent", "disk_full", "clock_wrong", "certificate_expiring", "rota_empty"
QUEUE = "queue_unmanned"
KINDS = (AMI, DISK, CLOCK, CERTIFICATE, ROTA, QUEUE)
"""Kinds of tasks."""
UNSET, JUMPED = "not set by a time server", "jumped"
JUMP = timedelta(seconds=2)
"""A step of the clock beyond this is one; slewing never makes one."""


@dataclass(frozen=True, kw_only=True)
class Rules:
    disk_free: int = 1_000_000_000
    """Bytes. SQLite and Asterisk's log need room to go on."""
    certificate_ahead: timedelta = timedelta(days=21)
    clock_set: bool = True
    """Whether the machine's clock has to be set by a time server."""
    patience: Mapping[str, timedelta] = field(
        default_factory=lambda: {
            AMI: timedelta(minutes=1),
            CLOCK: timedelta(minutes=15),
            ROTA: timedelta(seconds=20),
            QUEUE: timedelta(seconds=20),
        }
    )
    """Kind -> how long it has to last; of the others: not at all."""
    calm: timedelta = timedelta(minutes=5)


@dataclass(frozen=True, kw_only=True)
class Readings:
    """What was found at one look. `links`: link -> why it does not carry, empty where it does.

    `free`: place -> bytes. `clock_set` None: cannot be known. `step`: how much further than the time that passed the
    clock has gone since the look before. `certificates`: file -> when it ends, None where it cannot be read.
    `empty_duties`: those that nobody has at present. `unmanned`: why nobody takes the hotline's calls; empty: somebody.
    """

    links: Mapping[str, str] = field(default_factory=dict)
    free: Mapping[str, int] = field(default_factory=dict)
    clock_set: bool | None = None
    step: timedelta = timedelta()
    certificates: Mapping[str, datetime | None] = field(default_factory=dict)
    empty_duties: Sequence[str] = ()
    unmanned: str = ""


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """`kind` and `subject` say what it is; `note` is for whoever takes the task."""

    kind: str
    subject: str
    note: str


@dataclass(frozen=True, kw_only=True)
class Standing:
    """A trouble that was seen `first` and `last`, in seconds of a clock that never jumps."""

    trouble: Trouble
    first: float
    last: float
    told: bool = False


Book = Mapping[tuple[str, str], Standing]
"""(kind, subject) -> how it stands."""


def troubles(found: Readings, now: datetime, rules: Rules) -> list[Trouble]:
    """`now`: the machine's time."""
    return [*_links(found), *_disks(found, rules), *_clock(found, now, rules), *_certificates(found, now, rules),
            *(_rota(duty) for duty in found.empty_duties), *_queue(found)]  # fmt: skip


def follow(book: Book, seen: Sequence[Trouble], at: float, rules: Rules) -> Book:
    """The book after this look: what is seen goes on or begins, what has been away for `calm` is gone (S2)."""
    calm = rules.calm.total_seconds()
    new = {key: one for key, one in book.items() if at - one.last < calm}
    for trouble in seen:
        key = trouble.kind, trouble.subject
        known = new.get(key)
        new[key] = replace(known, trouble=trouble, last=at) if known else Standing(trouble=trouble, first=at, last=at)
    return new


def to_tell(book: Book, rules: Rules) -> list[Trouble]:
    """S1, S3."""
    return [one.trouble for one in book.values() if not one.told and one.last - one.first >= _patience(one, rules)]


def told(book: Book, those: Sequence[Trouble]) -> Book:
    """S3: they have their task."""
    keys = {(one.kind, one.subject) for one in those}
    return {key: replace(one, told=one.told or key in keys) for key, one in book.items()}


def _patience(one: Standing, rules: Rules) -> float:
    if one.trouble.subject == JUMPED:
        return 0.0
    return rules.patience.get(one.trouble.kind, timedelta()).total_seconds()


def _links(found: Readings) -> Iterator[Trouble]:
    for link, why in found.links.items():
        if why:
            yield Trouble(kind=AMI, subject=link, note=f"no link to the exchange ({link}): {why}")


def _disks(found: Readings, rules: Rules) -> Iterator[Trouble]:
    for place, free in found.free.items():
        if free < rules.disk_free:
            yield Trouble(kind=DISK, subject=place, note=f"{free // 1_000_000} MB free in {place}")


def _clock(found: Readings, now: datetime, rules: Rules) -> Iterator[Trouble]:
    if rules.clock_set and found.clock_set is False:
        yield Trouble(kind=CLOCK, subject=UNSET, note="the clock is not set by a time server")
    if abs(found.step) > JUMP:
        note = f"the clock jumped by {found.step.total_seconds():+.0f} s at {now:%Y-%m-%d %H:%M} UTC"
        yield Trouble(kind=CLOCK, subject=JUMPED, note=note)


def _certificates(found: Readings, now: datetime, rules: Rules) -> Iterator[Trouble]:
    for file, ends in found.certificates.items():
        if ends is None:
            yield Trouble(kind=CERTIFICATE, subject=file, note=f"{file} cannot be read as a certificate")
        elif ends - now < rules.certificate_ahead:
            yield Trouble(kind=CERTIFICATE, subject=file, note=f"{file} ends on {ends:%Y-%m-%d}")


def _rota(duty: str) -> Trouble:
    return Trouble(kind=ROTA, subject=duty, note=f"nobody is on the rota for {duty}")


def _queue(found: Readings) -> Iterator[Trouble]:
    if found.unmanned:
        yield Trouble(kind=QUEUE, subject="hotline", note=found.unmanned)
