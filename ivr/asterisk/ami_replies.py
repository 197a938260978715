"""What did Asterisk answer? panoramisk's messages as ours; an answer without sense is an unknown outcome."""

from collections.abc import Callable
from typing import Any, TypeVar

from ivr.asterisk.ami_wire import Action, AmiRefused, Fields, Reply, ReplyUnknown

T = TypeVar("T")


def fields_of(message: Any) -> Fields:
    """Every header of a message, in order; a repeated one stands as often as it came."""
    pairs: list[tuple[str, str]] = []
    for key, value in message._store.values():  # as items() gives them, each looked up once more by that
        if isinstance(value, list):
            pairs += [(key, one) for one in value]
        else:
            pairs.append((key, value))
    return Fields(pairs=tuple(pairs))


def reply_of(action: Action, message: Any) -> Reply:
    """Accepted or refused; ReplyUnknown where it says neither."""
    said = message.get("Response", "")
    if said not in ("Success", "Error", "Goodbye"):
        raise ReplyUnknown(f"{action.name}: answered {said!r}")
    return Reply(accepted=said != "Error", message=message.get("Message", ""), fields=fields_of(message))


def messages_of(action: Action, wire: Any) -> list[Any]:
    """What a sent action got; ReplyUnknown where nothing came in time or the link ended."""
    if not wire.future.done():
        raise ReplyUnknown(f"{action.name}: no reply in time")
    answer = wire.future.result()
    return answer if isinstance(answer, list) else [answer]


def rows_of(action: Action, messages: list[Any]) -> tuple[Fields, ...]:
    """The rows before the Complete event; ReplyUnknown where their number is not the announced one."""
    announced = messages[-1].get("ListItems", "")
    rows = messages[1:-1]
    if announced != str(len(rows)):
        raise ReplyUnknown(f"{action.name}: {len(rows)} rows came, {announced or 'no number'} announced")
    return tuple(fields_of(row) for row in rows)


def accepted(action: Action, reply: Reply) -> Reply:
    """The reply; AmiRefused where only a yes makes sense."""
    if not reply.accepted:
        raise AmiRefused(f"{action.name}: {reply.message}")
    return reply


def understood(action: Action, reader: Callable[[], T]) -> T:
    """What `reader` reads; ReplyUnknown where the answer lacks what it must hold."""
    try:
        return reader()
    except (KeyError, ValueError, IndexError) as nonsense:
        raise ReplyUnknown(f"{action.name}: the answer makes no sense: {nonsense!r}") from nonsense
