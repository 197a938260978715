"""How do orders and facts travel between the controller and the webhooks? As JSON, read strictly on both sides."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from ivr.failover import Purpose
from ivr.twilio.journal_rows import Fact, Order


class NotUnderstood(ValueError):
    """What the other side sent is nothing of ours; the message names the field."""


def order_to_json(order: Order) -> dict[str, Any]:
    return {
        "token": order.token, "purpose": order.purpose.value, "number": order.number, "path": order.path,
        "due_at": order.due_at.isoformat(), "ring": order.ring,
    }  # fmt: skip


def order_from_json(told: Any) -> Order:
    """Raises NotUnderstood."""
    try:
        return Order(
            token=_text(told, "token"), purpose=Purpose(told["purpose"]), number=_text(told, "number"),
            path=_text(told, "path"), due_at=_moment(told, "due_at"), ring=int(told["ring"]),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError) as wrong:
        raise NotUnderstood(f"order: {wrong!r}") from wrong


def fact_to_json(fact: Fact) -> dict[str, Any]:
    return {"n": fact.n, "key": fact.key, "at": fact.at.isoformat(), "kind": fact.kind, "body": fact.body}


def fact_from_json(told: Any) -> Fact:
    """Raises NotUnderstood."""
    try:
        return Fact(
            n=int(told["n"]), key=_text(told, "key"), at=_moment(told, "at"), kind=_text(told, "kind"),
            body=_text(told, "body"),
        )  # fmt: skip
    except (KeyError, TypeError, ValueError) as wrong:
        raise NotUnderstood(f"fact: {wrong!r}") from wrong


def _text(told: Mapping[str, Any], name: str) -> str:
    value = told[name]
    if not isinstance(value, str):
        raise NotUnderstood(f"{name} is no text")
    return value


def _moment(told: Mapping[str, Any], name: str) -> datetime:
    at = datetime.fromisoformat(told[name])
    if at.tzinfo is None:
        raise NotUnderstood(f"{name} has no zone")
    return at
