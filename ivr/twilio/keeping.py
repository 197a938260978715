"""Which steps are there in the webhooks' memory? Each takes the connection of `Journal.do` and stays in its commit."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from ivr.failover import Purpose
from ivr.twilio.callbacks import Callback, Progress, advance
from ivr.twilio.journal_rows import Fact, Incident, Order, OrderState
from people.ids import TerminalId


def note(conn: sqlite3.Connection, key: str, kind: str, at: datetime, **body: Any) -> bool:
    """Keep one fact. False: it was kept before."""
    text = json.dumps(body, ensure_ascii=False, sort_keys=True)
    row = (key, at.isoformat(), kind, text)
    done = conn.execute("INSERT INTO facts (key, at, kind, body) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", row)
    return done.rowcount == 1


def facts(conn: sqlite3.Connection, after: int, limit: int = 1000) -> list[Fact]:
    """Those behind `after`, in order: what the controller takes over when it is back."""
    rows = conn.execute("SELECT * FROM facts WHERE n > ? ORDER BY n LIMIT ?", (after, limit))
    return [
        Fact(n=row["n"], key=row["key"], at=datetime.fromisoformat(row["at"]), kind=row["kind"], body=row["body"])
        for row in rows
    ]


def journal_id(conn: sqlite3.Connection) -> str:
    """The name of this memory: facts are counted within it."""
    return str(conn.execute("SELECT id FROM journal").fetchone()["id"])


def has(conn: sqlite3.Connection, key: str) -> bool:
    return conn.execute("SELECT 1 FROM facts WHERE key = ?", (key,)).fetchone() is not None


def told(conn: sqlite3.Connection, callback: Callback, at: datetime) -> bool:
    """What Twilio says of a call, once; its order goes forward, and is bound to the call. False: said before."""
    new = note(
        conn, f"status/{callback.key}", "status", at, sid=callback.sid, status=callback.status, token=callback.token,
        seconds=callback.seconds,
    )  # fmt: skip
    if new and callback.token:
        _forward(conn, callback)
    return new


def told_of_text(conn: sqlite3.Connection, callback: Callback, at: datetime, code: str) -> bool:
    """The same of a text message; `code`: Twilio's error, empty where there is none."""
    new = note(
        conn, f"sms/{callback.key}", "sms", at, sid=callback.sid, status=callback.status, token=callback.token,
        code=code,
    )  # fmt: skip
    if new and callback.token:
        _forward(conn, callback)
    return new


def order(conn: sqlite3.Connection, orders: Iterable[Order]) -> int:
    """Keep what is to be called; a token that is known changes nothing. How many are new."""
    rows = [
        (each.token, each.purpose.value, each.number, each.path, each.incident, each.ring, each.due_at.isoformat(),
         each.state.value)
        for each in orders
    ]  # fmt: skip
    return sum(_added(conn, row) for row in rows)


def waiting(conn: sqlite3.Connection, now: datetime) -> list[Order]:
    """Due, and to a number of which no other call is unknown (U4); an emergency is not held up by that."""
    return _orders(
        conn, "state = 'waiting' AND due_at <= ? AND (purpose = 'emergency' OR NOT EXISTS (SELECT 1 FROM orders AS o "
        "WHERE o.number = orders.number AND o.state IN ('asking', 'unknown')))", now.isoformat(),
    )  # fmt: skip


def unsettled(conn: sqlite3.Connection) -> list[Order]:
    return _orders(conn, "state = 'unknown'")


def claimed(conn: sqlite3.Connection, token: str) -> frozenset[str]:
    """Ids of calls that belong to other tokens."""
    rows = conn.execute("SELECT sid FROM orders WHERE sid <> '' AND token <> ?", (token,))
    return frozenset(row["sid"] for row in rows)


def order_of(conn: sqlite3.Connection, token: str) -> Order | None:
    return next(iter(_orders(conn, "token = ?", token)), None)


def ask(conn: sqlite3.Connection, token: str, at: datetime) -> bool:
    """The intent, before the act. False: somebody else has it, or it is not wanted any more."""
    change = "UPDATE orders SET state = 'asking', asked_at = ? WHERE token = ? AND state = 'waiting'"
    return conn.execute(change, (at.isoformat(), token)).rowcount == 1


def asked(conn: sqlite3.Connection, token: str, state: OrderState, *, sid: str = "", why: str = "") -> None:
    """What came of the asking; a callback that was quicker stands."""
    conn.execute(
        "UPDATE orders SET state = ?, sid = CASE WHEN ? <> '' THEN ? ELSE sid END, why = ? "
        "WHERE token = ? AND state IN ('asking', 'unknown')", (state.value, sid, sid, why, token),
    )  # fmt: skip


def later(conn: sqlite3.Connection, token: str, at: datetime) -> None:
    """It was surely not placed: it waits again, unless its incident has been accepted meanwhile."""
    conn.execute(
        "UPDATE orders SET due_at = ?, asked_at = NULL, state = CASE WHEN EXISTS (SELECT 1 FROM incidents AS i "
        "WHERE i.id = orders.incident AND i.accepted_by IS NOT NULL AND path LIKE '/twilio/leg?%') THEN 'cancelled' "
        "ELSE 'waiting' END WHERE token = ? AND state IN ('asking', 'unknown')", (at.isoformat(), token),
    )  # fmt: skip


def take_back(conn: sqlite3.Connection, tokens: Iterable[str], at: datetime) -> list[str]:
    """Those that are surely never dialled from here: not asked for yet, and never heard of (nor taken later)."""
    sure = []
    for token in tokens:
        conn.execute(
            "INSERT INTO orders (token, purpose, number, path, incident, ring, due_at, state) "
            "VALUES (?, 'broadcast', '', '', '', 0, ?, 'cancelled') ON CONFLICT DO NOTHING", (token, at.isoformat()),
        )  # fmt: skip
        conn.execute("UPDATE orders SET state = 'cancelled' WHERE token = ? AND state = 'waiting'", (token,))
        known = order_of(conn, token)
        if known is not None and known.state is OrderState.CANCELLED:
            sure.append(token)
    return sure


def crashed(conn: sqlite3.Connection) -> int:
    """At a start: what was being asked for when we died is unknown. How many."""
    return conn.execute("UPDATE orders SET state = 'unknown', why = 'we died asking' WHERE state = 'asking'").rowcount


def open_incident(conn: sqlite3.Connection, incident: Incident, legs: Sequence[Order]) -> bool:
    """The emergency and its whole ladder in one commit. False: it is open already."""
    row = (incident.id, incident.terminal, incident.caller, incident.opened_at.isoformat())
    done = conn.execute(
        "INSERT INTO incidents (id, terminal, caller, opened_at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING", row
    )
    order(conn, legs)
    return done.rowcount == 1


def running_incident(conn: sqlite3.Connection, terminal: str, caller: str, since: datetime) -> Incident | None:
    """The incident of this home whose ladder still runs, or whose acceptor is on the line: a second press joins it.

    `caller` empty: it says nothing of who calls, and joins nobody to somebody else's emergency.
    """
    found = conn.execute(
        "SELECT * FROM incidents AS i WHERE ((terminal <> '' AND terminal = ?) OR (caller <> '' AND caller = ?)) "
        "AND opened_at >= ? "
        "AND EXISTS (SELECT 1 FROM orders AS o WHERE o.incident = i.id AND (i.accepted_by IS NULL OR "
        "o.token = i.accepted_by) AND o.state IN ('waiting', 'asking', 'unknown', 'placed')) "
        "ORDER BY opened_at DESC LIMIT 1", (terminal, caller, since.isoformat()),
    ).fetchone()  # fmt: skip
    return None if found is None else _incident(found)


def incident(conn: sqlite3.Connection, key: str) -> Incident | None:
    found = conn.execute("SELECT * FROM incidents WHERE id = ?", (key,)).fetchone()
    return None if found is None else _incident(found)


def accept(conn: sqlite3.Connection, key: str, token: str, at: datetime) -> bool:
    """The first one wins; the legs that were not asked for yet are not wanted any more."""
    change = "UPDATE incidents SET accepted_by = ?, accepted_at = ? WHERE id = ? AND accepted_by IS NULL"
    if conn.execute(change, (token, at.isoformat(), key)).rowcount != 1:
        found = incident(conn, key)
        return found is not None and found.accepted_by == token
    conn.execute("UPDATE orders SET state = 'cancelled' WHERE incident = ? AND state = 'waiting'", (key,))
    return True


def quiet_incidents(conn: sqlite3.Connection, since: datetime) -> list[tuple[Incident, list[Order]]]:
    """Those that nobody accepted and whose every leg is over, with those legs: the ladder begins again."""
    rows = conn.execute(
        "SELECT * FROM incidents AS i WHERE accepted_by IS NULL AND opened_at >= ? AND NOT EXISTS (SELECT 1 FROM "
        "orders AS o WHERE o.incident = i.id AND o.state IN ('waiting', 'asking', 'unknown', 'placed'))",
        (since.isoformat(),),
    ).fetchall()
    return [(_incident(row), _orders(conn, "incident = ?", row["id"])) for row in rows]


def accepted_and_ringing(conn: sqlite3.Connection) -> list[Order]:
    """Legs that ring on although somebody else has accepted their incident."""
    return _orders(
        conn, "state = 'placed' AND status IN ('queued', 'initiated', 'ringing') AND path LIKE '/twilio/leg?%' AND "
        "EXISTS (SELECT 1 FROM incidents AS i WHERE i.id = orders.incident AND i.accepted_by IS NOT NULL AND "
        "i.accepted_by <> orders.token)",
    )  # fmt: skip


def minutes_since(conn: sqlite3.Connection, since: datetime) -> int:
    """Begun minutes of all calls asked for since then; a call that goes on counts one."""
    row = conn.execute(
        "SELECT coalesce(sum(max(1, (seconds + 59) / 60)), 0) AS n FROM orders WHERE asked_at >= ? AND sid <> ''",
        (since.isoformat(),),
    ).fetchone()
    return int(row["n"])


def left(conn: sqlite3.Connection, key: str, at: datetime) -> None:
    """She hung up; the ladder goes on."""
    conn.execute("UPDATE incidents SET left_at = ? WHERE id = ?", (at.isoformat(), key))


def joined_again(conn: sqlite3.Connection, key: str) -> None:
    conn.execute("UPDATE incidents SET left_at = NULL WHERE id = ?", (key,))


def _forward(conn: sqlite3.Connection, callback: Callback) -> None:
    known = order_of(conn, callback.token)
    if known is None:
        return
    now = advance(Progress(status=known.status, seconds=known.seconds), callback)
    state = OrderState.OVER if now.over else OrderState.PLACED
    conn.execute(
        "UPDATE orders SET sid = ?, status = ?, seconds = ?, state = ? WHERE token = ?",
        (callback.sid, now.status, now.seconds, state.value, callback.token),
    )


def _added(conn: sqlite3.Connection, row: tuple[Any, ...]) -> int:
    return conn.execute(
        "INSERT INTO orders (token, purpose, number, path, incident, ring, due_at, state) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", row,
    ).rowcount  # fmt: skip


def _orders(conn: sqlite3.Connection, where: str, *values: Any) -> list[Order]:
    """`where` is ours, never a text from outside."""
    return [_order(row) for row in conn.execute(f"SELECT * FROM orders WHERE {where} ORDER BY due_at, token", values)]


def _order(row: sqlite3.Row) -> Order:
    return Order(
        token=row["token"], purpose=Purpose(row["purpose"]), number=row["number"], path=row["path"],
        due_at=datetime.fromisoformat(row["due_at"]), ring=row["ring"], incident=row["incident"],
        state=OrderState(row["state"]), asked_at=_moment(row["asked_at"]), sid=row["sid"], status=row["status"],
        seconds=row["seconds"], why=row["why"],
    )  # fmt: skip


def _incident(row: sqlite3.Row) -> Incident:
    return Incident(
        id=row["id"], terminal=TerminalId(row["terminal"]), caller=row["caller"],
        opened_at=datetime.fromisoformat(row["opened_at"]), accepted_by=row["accepted_by"] or "",
        left_at=_moment(row["left_at"]),
    )  # fmt: skip


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
