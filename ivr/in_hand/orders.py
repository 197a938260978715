"""How does an act with a call look as orders to the exchange? Pure: an act in, commands and AMI orders out.

Her channel is the press's own; `peer` is the channel that was joined to her. Both are named by their unique ids,
which Asterisk itself gave: nothing that anybody typed or dialled is part of an order. An extension tells the
dialplan (dialplans/dialplan/hand.conf) which act it is: `<act>+<desk>+<service's code>+<target>`.
"""

import re
from datetime import timedelta

from ivr.asterisk.ami_actions import Monitor, Originate, Redirect
from ivr.in_hand.commands import InHand, MoveCall, RingThird

LONGEST = 76
"""Signs of an extension, without what stands between its parts."""
THIRD_RINGS = timedelta(seconds=60)
_TARGET = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]{1,24}){0,2}")
_DESK = re.compile(r"[a-z0-9_-]{0,32}")
_CODE = re.compile(r"[0-9]{2}")
_ACT = re.compile(r"[0-9a-z]{26}")


def extension(act: str, desk: str, code: str, target: str) -> str:
    """Raises ValueError where a part is not what it must be, or all are too long."""
    for text, allowed in ((act, _ACT), (desk, _DESK), (code, _CODE), (target, _TARGET)):
        if allowed.fullmatch(text) is None:
            raise ValueError(f"not allowed in an order about a call: {text[:60]!r}")
    if len(act + desk + code + target) > LONGEST:
        raise ValueError(f"{desk} and {target} are too long together to be told to the exchange")
    return f"{act}+{desk}+{code}+{target}"


def order_in_hand(command: InHand) -> Originate | Redirect | Monitor:
    """The one action that performs the command. Raises ValueError."""
    match command:
        case MoveCall():
            return _move(command)
        case RingThird():
            return _third(command)
        case _:
            return Monitor(channel=command.her, file=command.file, stop=command.stop)


def _move(command: MoveCall) -> Redirect:
    exten = extension(command.act, command.desk, command.code, command.target)
    return Redirect(
        channel=command.her, context=command.to, exten=exten,
        extra_channel=command.peer, extra_context=command.peer_to if command.peer else "",
    )  # fmt: skip


def _third(command: RingThird) -> Originate:
    exten = extension(command.act, command.desk, command.code, command.target)
    return Originate(
        channel=f"Local/{command.target}@hand-leg/n",
        channel_id=f"bb-hand-{command.act}",
        context="hand-third",
        exten=exten,
        timeout=THIRD_RINGS,
        variables=(
            ("__CALL", command.call),
            ("__WHO", command.terminal),
            ("__LANG", command.language),
            ("__HAND", command.act),
            ("__HANDDESK", command.desk),
            ("__HANDCODE", command.code),
            ("__HANDROOM", "1"),
            ("__HANDHER", command.her if command.held else ""),
        ),
    )
