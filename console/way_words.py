"""How is a way out put into words? How it stands, what its last fault was, and what came of its last drill."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from console.times import Times
from console.words import N_
from ivr.drills.drill import Drill

STANDS: Mapping[str, tuple[str, str]] = {  # the look (css) and the word
    "fit": ("reached", N_("works")),
    "probe": ("waiting", N_("the next call tests it")),
    "resting": ("missed", N_("rests after faults")),
    "unreachable": ("missed", N_("unreachable")),
}
UNHEARD = ("quiet", N_("nothing heard yet"))
FAULTS: Mapping[str, str] = {
    "SILENT": N_("nothing came back from this line"),
    "CHANUNAVAIL": N_("this line could not be used"),
    "CONGESTION": N_("this line was overloaded or refused the call"),
    "FULL": N_("every channel of this line was taken"),
    "SHORT": N_("this line does not take such a number"),
    "BUSY": N_("the drill desk was engaged"),
    "NOANSWER": N_("nobody picked up at the drill desk"),
    "HANGUP": N_("the call ended early"),
    "CANCEL": N_("the call ended early"),
    "REFUSED": N_("the exchange did not dial"),
    "NOTHING_TOLD": N_("nothing was heard of the call"),
    "NO_DESK": N_("nobody is set to take drills"),
    "Unreachable": N_("the carrier does not answer"),
    "Removed": N_("the carrier’s address is gone"),
    "unaccepted": N_("picked up, nobody pressed 1"),
}
STANDING: Mapping[str, str] = {
    "wanted": N_("waits for its turn"),
    "intended": N_("is being dialled"),
    "dialled": N_("is being dialled"),
    "answered": N_("somebody is on the line"),
}


@dataclass(frozen=True, kw_only=True)
class WayWords:
    """For one reader."""

    times: Times

    def stands(self, fitness: str) -> tuple[str, str]:
        look, word = STANDS.get(fitness, UNHEARD)
        return look, self._say(word)

    def fault(self, text: str) -> str:
        """`<status>.<cause>` in words; the cause (Q.850) for whoever rings the carrier."""
        status, _, cause = text.partition(".")
        said = self._say(FAULTS[status]) if status in FAULTS else status
        if cause in ("", "0"):
            return said
        return self._say(N_("%(fault)s (cause %(cause)s)")) % {"fault": said, "cause": cause}

    def drill(self, drill: Drill) -> tuple[str, str]:
        """The badge: its look and its word."""
        if drill.outcome is None:
            return "going", self._say(STANDING[drill.state])
        if drill.outcome == "accepted":
            return "reached", self._say(N_("got through"))
        return "missed", self.fault(drill.fault or drill.outcome)

    def took(self, drill: Drill) -> str:
        """How long each step took, from the dial; empty where nothing was timed."""
        steps = [self._step(N_("rang after %(time)s"), drill.ring_ms)]
        steps += [
            self._step(text, self._since_dial(drill, at))
            for text, at in (
                (N_("answered after %(time)s"), drill.answered_at),
                (N_("taken after %(time)s"), drill.accepted_at),
            )
        ]
        return " · ".join(step for step in steps if step)

    def _since_dial(self, drill: Drill, at: datetime | None) -> int | None:
        if at is None or drill.dialled_at is None:
            return None
        return round((at - drill.dialled_at).total_seconds() * 1000)

    def _step(self, text: str, ms: int | None) -> str:
        return "" if ms is None else self._say(text) % {"time": self.times.took(ms)}

    def _say(self, text: str) -> str:
        return self.times.words.gettext(text)
