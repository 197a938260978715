"""Which faults are answers, not accidents? Said in words with their cure, never as a traceback."""

from db.importing import UnknownKind, UnreadableFile
from db.refusals import DatabaseRefused
from ivr.asterisk.ami_wire import AmiDown
from ivr.settings import SettingsRefused

REFUSALS = (SettingsRefused, DatabaseRefused, UnknownKind, UnreadableFile, AmiDown)


def words(refused: BaseException) -> str:
    """What is wrong, and what helps."""
    cure = getattr(refused, "cure", "")
    return f"{refused}. {cure}" if cure else str(refused)
