"""Who waits in the queue, and what becomes of a call in an operator's hand?"""

from datetime import datetime, timedelta

from ivr import events as e
from ivr.asterisk.meanings.said import Said


def queued(said: Said, at: datetime, channel: str) -> e.Event:
    """Her place is a second of the exchange's clock: `o` is how far that is from the world's."""
    return e.Queued(
        at=at,
        channel=channel,
        call=e.CallId(said.needed("call")),
        position=said.number("i"),
        queue=said.needed("q"),
        urgency=said.number("cls", 1),
        since=at - timedelta(seconds=max(0.0, float(said.needed("t")) - said.number("since"))),
    )


def return_asked(said: Said, at: datetime, channel: str) -> e.Event:
    return e.ReturnAsked(
        at=at,
        channel=channel,
        call=e.CallId(said.needed("call")),
        terminal=said.needed("who"),
        queue=said.needed("q"),
        priority=int(said.needed("prio")),
    )


def hand(said: Said, at: datetime, channel: str) -> e.Event:
    return e.HandTold(
        at=at,
        channel=channel,
        act=said.needed("act"),
        call=e.CallId(said.needed("call")),
        what=said.needed("what"),
        target=said.word("tgt"),
        status=said.word("st"),
    )
