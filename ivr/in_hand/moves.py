"""Which calls were sent elsewhere only a moment ago? They are left alone until they have come there.

Asterisk takes a Redirect at once from a call that listens, talks or waits. One that is only on its way through steps of
the dialplan can lose its place by a second Redirect, and ends: tried on 22.10, where one call in six was lost if the
second came as soon as it was taken.
"""

from datetime import datetime, timedelta

from ivr.asterisk.ami_actions import Order, Redirect

ARRIVES = timedelta(seconds=0.5)
"""The steps before she hears or is joined to somebody take a few milliseconds; a busy machine is slower."""


class Moves:
    """Of one controller; a restart takes longer than a move."""

    def __init__(self) -> None:
        self._sent: dict[str, datetime] = {}

    def may_go(self, order: Order, now: datetime) -> bool:
        """Whether it may be sent now; a Redirect that may is remembered as sent."""
        if not isinstance(order, Redirect):
            return True
        self._sent = {channel: at for channel, at in self._sent.items() if abs(now - at) < ARRIVES}
        asked = {order.channel, order.extra_channel} - {""}
        if asked & self._sent.keys():
            return False
        self._sent |= dict.fromkeys(asked, now)
        return True
