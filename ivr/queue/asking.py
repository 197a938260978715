"""How is Asterisk asked who stands in its queues, and told who shall? Actions of AMI; nothing is decided here."""

import re

from ivr.asterisk.ami import Ami
from ivr.asterisk.ami_wire import Action, Fields, Reply, Unsendable
from ivr.queue.members import Changes, Member, endpoint_of

STATUS = Action(name="QueueStatus")
_WORD = re.compile(r"[A-Za-z0-9._-]{1,64}")


async def members(ami: Ami) -> tuple[Member, ...]:
    """Those of ours. Raises AmiDown, ReplyUnknown."""
    rows = await ami.listed(STATUS, _member_of)
    return tuple(member for member in rows if member is not None)


async def bring(ami: Ami, changes: Changes) -> int:
    """Each change once, in their order; how many Asterisk refused (its queue is not rendered yet)."""
    replies = [await ami.send(_remove(member)) for member in changes.remove]
    replies += [await ami.send(_add(member)) for member in changes.add]
    replies += [await ami.send(_pause(member)) for member in changes.pause]
    return sum(1 for reply in replies if _refused(reply))


def _refused(reply: Reply) -> bool:
    return not reply.accepted


def _member_of(row: Fields) -> Member | None:
    if row.text("Event") != "QueueMember":
        return None
    endpoint = endpoint_of(row.text("Location"))
    if endpoint is None:
        return None
    paused = (row.text("PausedReason") or "paused") if row.number("Paused") else ""
    return Member(
        queue=row.text("Queue"),
        endpoint=endpoint,
        staff=row.text("Name"),
        penalty=row.number("Penalty"),
        paused=paused,
        called=row.number("LastCall") > 0,
    )


def _add(member: Member) -> Action:
    return _action(
        "QueueAdd",
        member,
        Penalty=str(member.penalty),
        Paused="true" if member.paused else "false",
        MemberName=_word(member.staff),
        StateInterface=f"PJSIP/{_word(member.endpoint)}",
    )


def _remove(member: Member) -> Action:
    return _action("QueueRemove", member)


def _pause(member: Member) -> Action:
    return _action(
        "QueuePause", member, Paused="true" if member.paused else "false", Reason=_word(member.paused or "back")
    )


def _action(name: str, member: Member, **more: str) -> Action:
    place = (("Queue", _word(member.queue)), ("Interface", f"Local/{_word(member.endpoint)}@queue-seat/n"))
    return Action(name=name, headers=(*place, *more.items()))


def _word(text: str) -> str:
    if _WORD.fullmatch(text) is None:
        raise Unsendable(f"queue: not allowed: {text[:80]!r}")
    return text
