"""Why did a call go as it went, in words? One sentence for the record, from what its legs say."""

from ivr.call import Call, Leg
from ivr.ways.tried import read, took

_STATUS = {
    "NOANSWER": "did not answer",
    "BUSY": "was engaged",
    "CONGESTION": "could not be reached",
    "CHANUNAVAIL": "could not be reached",
    "FULL": "had all its lines taken",
    "NOTARGET": "has no number",
    "CANCEL": "had not answered yet",
    "answered": "answered, nobody accepted",
    "rang": "was still ringing",
}
_WHY = {
    "closed": "the providers near her are closed",
    "holiday": "the providers near her keep the holiday",
    "none": "nobody near her offers it",
    "override": "chosen by hand for her",
}


def reason(call: Call) -> str:
    """One English sentence; empty while nothing has happened yet. Pages say it in their own language."""
    tried = [_tried(leg) for leg in call.legs if leg.status != "joined"]
    why = next((_WHY[leg.why] for leg in call.legs if leg.why in _WHY), "")
    ways = dict.fromkeys(_ways(leg) for leg in call.legs)
    parts = [part for part in (why, *tried, *ways, _end(call)) if part]
    return "; ".join(parts)


def _tried(leg: Leg) -> str:
    return f"{leg.target} {_STATUS.get(leg.status, 'ended: ' + leg.status.lower())}"


def _ways(leg: Leg) -> str:
    """Said only where the first way out did not carry it."""
    failed = [one.way for one in read(leg.tried) if one.is_well is False]
    if not failed:
        return ""
    carried = took(leg.tried)
    return f"{' and '.join(failed)} carried nothing" + (f", {carried} did" if carried else "")


def _end(call: Call) -> str:
    if call.reached_at:
        return f"{call.target} took it" if call.target else "a person took it"
    if call.incident_id:
        return "the ladder goes on without her" if call.outcome == "gave_up" else ""
    return {"nobody": "nobody took it", "gave_up": "she hung up first"}.get(call.outcome or "", "")
