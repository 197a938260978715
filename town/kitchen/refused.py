"""Why can the kitchen not do it now? A short word each, which the console says in the reader's language."""

from enum import StrEnum


class Why(StrEnum):
    STORY = "story"
    """The town still tells its story, which the switches and mornings would disturb."""
    UNKNOWN = "unknown"
    """There is no such home, service, switch or day."""
    BUSY = "busy"
    """This very thing is being done."""
    PLUG_OUT = "plug_out"
    """It needs the controller."""
    TALKING = "talking"
    """At this home somebody is on the telephone already."""
    FAILED = "failed"
    """The town tried and could not; its own words stand in the log."""


class Refused(Exception):
    def __init__(self, why: Why) -> None:
        super().__init__(why.value)
        self.why = why
