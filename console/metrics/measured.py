"""What does a Prometheus server read? The families of `/metrics`, made of what was counted.

Labels are few and fixed: services, outcomes, kinds and states of the tables, the site's own ways. No person, telephone
or call is in them.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric

from console.metrics.press_tally import Histogram, PressTally
from console.vocabulary import TASKS
from db.backlog import TROUBLED, Backlog, Slow, Tasks

OUTCOMES = ("reached", "nobody", "gave_up", "blocked", "unknown")
INCIDENTS = ("open", "accepted")
DELIVERIES = ("waiting", "due", "trying")
OTHER = "other"
"""In the place of a service that the site does not offer (any more)."""
NO_TASKS = Tasks(open=0, overdue=0)


@dataclass(frozen=True, kw_only=True)
class Readings:
    """None: could not be read, or is not there; its families are then left out."""

    now: datetime
    backlog: Backlog | None = None
    slow: Slow | None = None
    presses: PressTally | None = None
    services: Sequence[str] = ()
    unread: int | None = None
    heartbeat_age: float | None = None
    """Seconds."""
    clock_offset: float = 0.0
    """Seconds."""
    links: Mapping[str, bool] = field(default_factory=dict)
    disk_free: int | None = None
    """Bytes."""


def families(read: Readings) -> Iterator[Metric]:
    yield _gauge("database_up", "Whether the database answers: 1 or 0.", read.backlog is not None)
    yield from _controller(read)
    if read.presses is not None:
        yield from _presses(read.presses, read.services)
    if read.backlog is not None:
        yield from _backlog(read.backlog, read.now)
    if read.slow is not None:
        yield from _slow(read.slow)


def _controller(read: Readings) -> Iterator[Metric]:
    yield _gauge("clock_offset_seconds", "How far the exchange's clock is moved; 0 in service.", read.clock_offset)
    if read.heartbeat_age is not None:
        yield _gauge("controller_heartbeat_age_seconds", "Since the controller last said that it lives.",
                     read.heartbeat_age)  # fmt: skip
    if read.disk_free is not None:
        yield _gauge("disk_free_bytes", "Free where the controller writes.", read.disk_free)
    if read.unread is not None:
        yield _gauge("facts_unread_bytes", "Of Asterisk's log of facts, not taken over yet.", read.unread)
    if read.links:
        yield _gauges("exchange_link_up", "Whether this link of the controller to Asterisk carries: 1 or 0.", "link",
                      read.links.items())  # fmt: skip


def _presses(tally: PressTally, services: Sequence[str]) -> Iterator[Metric]:
    name = "bigbutton_presses"
    family = CounterMetricFamily(name, "Presses by what came of them, without tests.", labels=("service", "outcome"))
    counted = Counter[tuple[str, str]]()
    for (service, outcome), count in tally.counts.items():
        counted[service if service in services else OTHER, outcome] += count
    for service in (*services, OTHER):
        for outcome in OUTCOMES:
            family.add_metric((service, outcome), counted[service, outcome])
    yield family
    yield _histogram("press_ring_seconds", "From the press until the first telephone rang.", tally.ring)
    yield _histogram("press_answer_seconds", "From the press until a person took it.", tally.answer)


def _backlog(waits: Backlog, now: datetime) -> Iterator[Metric]:
    kinds = {**dict.fromkeys(TASKS, NO_TASKS), **waits.tasks}
    cases = dict(waits.cases)
    yield _gauges("incidents", "Emergencies that no person has closed.", "state", _filled(INCIDENTS, waits.incidents))
    yield _gauge("incident_untaken_seconds", "Age of the oldest emergency that nobody has accepted.",
                 _age(waits.untaken_since, now))  # fmt: skip
    yield _gauges("tasks", "Tasks not done, by kind.", "kind", ((kind, of.open) for kind, of in kinds.items()))
    yield _gauges("tasks_overdue", "Tasks not done whose time has come.", "kind",
                  ((kind, of.overdue) for kind, of in kinds.items()))  # fmt: skip
    yield _gauge("silent_people", "People whose silence is being followed.", sum(cases.values()))
    yield _gauges("cases", "Silences being followed, by where they stand.", "state", cases.items())
    yield _gauge("outbox_intended", "Acts that are written down and not settled.", waits.intended)
    yield _gauge("outbox_oldest_seconds", "Age of the oldest of them.", _age(waits.intended_since, now))
    yield _gauges("way_fit", "Whether this way out is fit to carry calls: 1 or 0.", "way", waits.ways.items())


def _slow(waits: Slow) -> Iterator[Metric]:
    yield _gauges("deliveries", "Messages to people that are not done.", "state",
                  _filled(DELIVERIES, waits.deliveries))  # fmt: skip
    yield _gauge("speech_waiting", "People whose own words are still to be spoken.", waits.unspoken)
    yield _gauges("telephones_out", "Telephones that the exchange cannot reach.", "state",
                  _filled(TROUBLED, waits.telephones))  # fmt: skip


def _filled(names: Iterable[str], counts: Mapping[str, int]) -> Iterable[tuple[str, int]]:
    return [(name, counts.get(name, 0)) for name in names]


def _age(since: datetime | None, now: datetime) -> float:
    return max(0.0, (now - since).total_seconds()) if since else 0.0


def _gauge(name: str, says: str, value: float) -> Metric:
    return GaugeMetricFamily(f"bigbutton_{name}", says, value=float(value))


def _gauges(name: str, says: str, label: str, values: Iterable[tuple[str, float]]) -> Metric:
    family = GaugeMetricFamily(f"bigbutton_{name}", says, labels=(label,))
    for of, value in values:
        family.add_metric((of,), float(value))
    return family


def _histogram(name: str, says: str, of: Mapping[bool, Histogram]) -> Metric:
    family = HistogramMetricFamily(f"bigbutton_{name}", says, labels=("emergency",))
    for emergency, counted in of.items():
        family.add_metric(("yes" if emergency else "no",), list(counted.buckets()), counted.sum)
    return family
