"""How does a call on the line come along to the operator's desk telephone? As one that is passed on to the operator.

Where the network lets no sound through, the browser has the call and nobody hears anything: once the operator's calls
ring at the desk, she is put through to the operator again.
"""

from console.frame import Frame
from db import queue
from db.engine import writing
from ivr.in_hand.acts import Kind
from ivr.in_hand.service import InHandRules, Wanted, do
from ivr.in_hand.targets import OWN, Target
from ivr.operators.phones import endpoint_of
from wellness_checks.case import Refused


def bring_along(frame: Frame, staff: str) -> bool:
    """False: no call is on the operator's line, or nothing can be done with it now."""
    own = Wanted(kind=Kind.BLIND, target=Target(id=OWN, kind=OWN, name=""))
    with writing(frame.engine) as conn:
        call = queue.call_at(conn, endpoint_of(staff))
        if call is None:
            return False
        asked = do(conn, call, own, frame.settings.clock(), by=staff, rules=InHandRules())
    return not isinstance(asked, Refused)
