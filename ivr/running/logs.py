"""How does a process tell what it does? One line each: JSON for whoever collects them, words for a terminal.

What a line belongs to (call, incident, attempt, request, ...) is bound where an event or a request comes in
(`about`), so that whatever is said meanwhile, by any module, carries it. Numbers of people never stand in a log.
"""

import logging
import re
from collections.abc import MutableMapping
from contextlib import AbstractContextManager
from typing import Any, Final, TextIO, cast

import structlog
from structlog.contextvars import bound_contextvars, merge_contextvars
from structlog.typing import EventDict, Processor, WrappedLogger

from ivr.running.outlet import Outlet

BELONGS_TO: Final = ("call", "incident", "attempt", "visit", "case", "drill")
"""Fields of events and commands whose values are ids, and no person's."""
_NUMBER: Final = re.compile(r"(?<![\w.:/-])\+?\d{6,14}(?=\d{2}(?![\w:-]|\.\d))")
"""What may be somebody's telephone number, but for its last two digits; an id or a time has other signs around it."""
_ROW: Final = re.compile(r"(Key \([^)]*\)=|Failing row contains )\(.*?\)(?=[ .]|$)", re.DOTALL)
"""How PostgreSQL shows what it refuses: somebody's name, perhaps."""
_MASK: Final = "…"


def configure(out: TextIO) -> None:
    """From now on everything that this process says goes there: ours, and that of the libraries."""
    before: tuple[Processor, ...] = (
        merge_contextvars, structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True), structlog.processors.format_exc_info, _without_numbers,
    )  # fmt: skip
    last, outlet = _last(out), cast(TextIO, Outlet(out))
    structlog.configure(processors=[*before, last], logger_factory=structlog.PrintLoggerFactory(outlet))
    handler = logging.StreamHandler(outlet)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.ExtraAdder(), *before],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
        )
    )
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    logging.captureWarnings(True)
    for name in ("apscheduler", "asyncio", "httpx", "urllib3", "twilio"):
        logging.getLogger(name).setLevel(logging.WARNING)


def about(thing: object) -> AbstractContextManager[None]:
    """Whatever is said inside belongs to this event or command: it carries its ids."""
    return bound_contextvars(**ids_of(thing))


def ids_of(thing: object) -> dict[str, str]:
    found = {name: getattr(thing, name, None) for name in BELONGS_TO}
    return {name: str(value) for name, value in found.items() if value}


def _last(out: TextIO) -> Processor:
    if out.isatty():
        return structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"])
    return structlog.processors.JSONRenderer(ensure_ascii=False)


def _without_numbers(_: WrappedLogger, __: str, said: EventDict) -> MutableMapping[str, Any]:
    return {name: value if name in BELONGS_TO else _masked(value) for name, value in said.items()}


def _masked(value: Any) -> Any:
    return _NUMBER.sub(_MASK, _ROW.sub(rf"\1({_MASK})", value)) if isinstance(value, str) else value
