"""In which way of writing Chinese is a file of text: UTF-8 or GB18030? Never guessed from a part of it.

E1. What is UTF-8 from end to end is UTF-8, with or without its mark.
E2. What has lines that are not UTF-8, is GB18030 from end to end, and has next to no Chinese line that is UTF-8, is
    GB18030: a single pair of characters may look like UTF-8 by chance, a whole file may not.
E3. Anything else is a damaged file, told with the first line that is wrong: half of it would come in as nonsense.
"""

from collections.abc import Iterable

from people.importing import Problem

UTF8, GB18030 = "utf-8-sig", "gb18030"
BY_CHANCE = 20
"""Lines that are not UTF-8, for each Chinese one that is."""


def encoding_of(lines: Iterable[bytes]) -> str | Problem:
    """Its name for Python."""
    first_broken, broken, chinese, mainland = 0, 0, 0, True
    for number, line in enumerate(lines, 1):
        if line.isascii():
            continue
        if _reads(line, UTF8):
            chinese += _is_chinese(line.decode(UTF8))
        else:
            first_broken, broken = first_broken or number, broken + 1
        mainland = mainland and _reads(line, GB18030)
    if not broken:
        return UTF8
    if mainland and broken > BY_CHANCE * chinese:
        return GB18030
    return Problem(line=first_broken, column="", value="", reason=_NEITHER)


def _reads(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _is_chinese(text: str) -> bool:
    return any("\u3400" <= letter <= "\u9fff" for letter in text)


_NEITHER = "neither UTF-8 nor GB18030: damaged, or put together from two files; save it again as 'CSV UTF-8'"
