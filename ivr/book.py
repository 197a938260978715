"""Which calls and incidents are open, and what has changed in this turn? The controller's working memory.

Always rebuilt from the database: what is in here only saves reading it again for every fact.
"""

from dataclasses import replace

from sqlalchemy import Connection

from db import incidents as incident_rows
from db import tasks
from db import terminals as terminal_rows
from db.tasks import TaskRow
from db.ulid import new_ulid
from ivr import call as call_rule
from ivr import events as e
from ivr import incident as incident_rule
from ivr import memory
from ivr.call import Call
from ivr.followup import OpenTask, after_call, after_press
from ivr.incident import Incident


class Book:
    """`calls` and `incidents`: everything open, plus whatever this turn has touched."""

    def __init__(self, calls: dict[str, Call], incidents: dict[str, Incident], homes: dict[str, str]) -> None:
        self.calls = calls
        self.incidents = incidents
        self.homes = homes
        self._before: dict[str, Call] = {}
        self._before_incidents: dict[str, Incident] = {}
        self._touched: set[str] = set()
        self._touched_incidents: set[str] = set()
        self._tasks: list[OpenTask] = []

    @classmethod
    def recall(cls, conn: Connection) -> "Book":
        homes = {str(key): str(held.household) for key, held in terminal_rows.load_terminals(conn).items()}
        return cls(memory.open_calls(conn), memory.open_incidents(conn), homes)

    def forget_closed(self, conn: Connection) -> None:
        """What has been closed in the console since. At the start of a turn, before anything is touched."""
        for key in incident_rows.closed_among(conn, self.incidents):
            del self.incidents[key]

    def open_ids(self) -> set[str]:
        """Channels whose end means something to us."""
        return {e.channel_of(key) for key in self.calls}

    def apply(self, conn: Connection, event: e.Event) -> None:
        """What the event does to calls and incidents; events of other matters pass."""
        match event:
            case e.Pressed():
                self._pressed(conn, event)
            case e.RungStarted() | e.LegAnswered() | e.RungEnded() | e.RungsExhausted() | e.PersonJoined():
                self._call(conn, event.call, event)
            case e.HungUp():
                self._hung_up(conn, event)
            case e.IncidentAccepted():
                self._incident(conn, event.incident, event)
                self._reached_in_incident(conn, event)
            case (
                e.LadderRang() | e.LadderAnswered() | e.LadderRungEnded() | e.IncidentResumed()
                | e.RingBackStarted() | e.RingBackEnded() | e.IncidentClosed()
            ):  # fmt: skip
                self._incident(conn, event.incident, event)
            case _:
                pass

    def change(self, call: Call) -> None:
        """Put a call that was decided elsewhere (settled after a restart)."""
        before = self.calls.get(call.id)
        if before == call:
            return
        self._before.setdefault(call.id, before or call)
        self._touched.add(call.id)
        task = after_call(before, call)
        if task:
            self._tasks.append(task)
        self.calls[call.id] = call

    def save(self, conn: Connection) -> None:
        memory.save_calls(conn, (self.calls[key] for key in sorted(self._touched)), self.homes)
        memory.save_incidents(
            conn, self._before_incidents, [self.incidents[key] for key in sorted(self._touched_incidents)]
        )
        for task in self._tasks:
            tasks.open_task(conn, self._task_row(task))
        for key in sorted(self._touched_incidents):
            self._close_task(conn, self.incidents[key])

    def committed(self) -> None:
        """Forget what has ended: the next turn starts with what is open."""
        for key in self._touched:
            if self.calls[key].state == call_rule.ENDED:
                del self.calls[key]
        for key in self._touched_incidents:
            if self.incidents[key].state == incident_rule.CLOSED:
                del self.incidents[key]
        self._before.clear()
        self._before_incidents.clear()
        self._touched.clear()
        self._touched_incidents.clear()
        self._tasks.clear()

    def _hung_up(self, conn: Connection, event: e.HungUp) -> None:
        known = [key for key in e.calls_on(event.channel) if key in self.calls]
        for key in known or [event.channel]:
            self._call(conn, key, event)

    def _leave(self, event: e.Pressed) -> None:
        """She asks for something else on the same line: what she asked for before is over."""
        over = e.HungUp(at=event.at, channel=event.channel, cause=16, by_itself=event.service == "emergency")
        for key in e.calls_on(event.channel):
            if key in self.calls and key != event.call:
                self.change(call_rule.advance(self.calls[key], over))

    def _pressed(self, conn: Connection, event: e.Pressed) -> None:
        self._leave(event)
        if event.call not in self.calls:
            self.calls |= memory.calls(conn, [event.call])
        if event.terminal not in self.homes:
            self._learn_home(conn, event.terminal)
        if event.call not in self.calls:
            self.change(call_rule.begin(event))
        if event.incident:
            self._incident_pressed(conn, event.incident, event)

    def _learn_home(self, conn: Connection, terminal: str) -> None:
        for key, found in terminal_rows.load_terminals(conn, [terminal]).items():
            self.homes[key] = found.household

    def _incident_pressed(self, conn: Connection, key: str, event: e.Pressed) -> None:
        known = self._known_incident(conn, key)
        if known is None:
            self._open(key, incident_rule.open_incident(event))
        elif event.call != key or not known.terminal_id:
            self._incident(conn, key, event)
        if known is None or not known.terminal_id:
            self._tasks.append(after_press(self.incidents[key]))
        if known is not None and known.state == incident_rule.ACCEPTED:
            self._call(conn, event.call, _joined(event, event.call, known.accepted_by))

    def _open(self, key: str, opened: Incident) -> None:
        self.incidents[key] = opened
        self._before_incidents[key] = replace(opened, timeline=())
        self._touched_incidents.add(key)

    def _call(self, conn: Connection, key: str, event: call_rule.CallEvent) -> None:
        if key not in self.calls:
            self.calls |= memory.calls(conn, [key])
        if key in self.calls:
            self.change(call_rule.advance(self.calls[key], event))

    def _incident(self, conn: Connection, key: str, event: incident_rule.IncidentEvent) -> None:
        incident = self._known_incident(conn, key)
        if incident is None:
            if isinstance(event, e.LadderRang):
                self._open(key, incident_rule.open_incident(event))
            return
        after = incident_rule.advance(incident, event)
        if after != incident:
            self._before_incidents.setdefault(key, incident)
            self._touched_incidents.add(key)
            self.incidents[key] = after

    def _known_incident(self, conn: Connection, key: str) -> Incident | None:
        if key not in self.incidents:
            self.incidents |= memory.incidents(conn, [key])
        return self.incidents.get(key)

    def _reached_in_incident(self, conn: Connection, event: e.IncidentAccepted) -> None:
        """Whoever of her presses still waits in the conference has a person now."""
        for call in list(self.calls.values()):
            if call.incident_id == event.incident and call.state != call_rule.ENDED:
                self.change(call_rule.advance(call, _joined(event, call.id, event.target)))

    def _task_row(self, task: OpenTask) -> TaskRow:
        return TaskRow(
            id=new_ulid(task.opened_at),
            kind=task.kind,
            subject=task.subject,
            terminal_id=task.terminal_id,
            call_id=task.call_id,
            opened_at=task.opened_at,
            due_at=task.due_at,
        )

    def _close_task(self, conn: Connection, incident: Incident) -> None:
        if incident.state != incident_rule.CLOSED or incident.closed_at is None:
            return
        for task in tasks.open_tasks(conn, "incident_open"):
            if task.subject == incident.id:
                tasks.finish(conn, task.id, None, at=incident.closed_at, outcome=f"closed by {incident.closed_by}")


def _joined(event: e.Happened, call: str, target: str) -> e.PersonJoined:
    """She and whoever accepted are in one conference now."""
    return e.PersonJoined(at=event.at, channel=event.channel, call=e.CallId(call), position=0, target=target)
