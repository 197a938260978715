"""How is a part of a workbook taken apart? Piece by piece, and never with a definition of its own in it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import IO, Any, NoReturn
from xml.parsers import expat

from db.importing.refused import FileRefused

PIECE = 1 << 16


@dataclass(frozen=True, kw_only=True)
class Element:
    name: str
    """Without the prefix of its namespace."""
    inside: str
    """The element it stands in."""
    given: Mapping[str, str]


def parser_of(
    start: Callable[[str, dict[str, str]], None], end: Callable[[str], None], said: Callable[[str], None] | None = None
) -> expat.XMLParserType:
    """Definitions (entities that grow, files of others) end the reading at once."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    if said:
        parser.buffer_text = True
        parser.CharacterDataHandler = said
    parser.StartDoctypeDeclHandler = _refuse
    return parser


def pieces(part: IO[bytes]) -> Iterator[bytes]:
    while piece := part.read(PIECE):
        yield piece


def elements(part: IO[bytes]) -> Iterator[Element]:
    """Every element as it begins, in order."""
    found: list[Element] = []
    around = [""]

    def start(name: str, given: dict[str, str]) -> None:
        plain = name.rpartition(":")[2]
        found.append(Element(name=plain, inside=around[-1], given=given))
        around.append(plain)

    parser = parser_of(start, lambda _: _drop(around))
    for piece in pieces(part):
        parser.Parse(piece, False)
        yield from found
        found.clear()
    parser.Parse(b"", True)


def _drop(around: list[str]) -> None:
    around.pop()


def _refuse(*_: Any) -> NoReturn:
    raise FileRefused("the workbook brings definitions of its own, as no spreadsheet writes them: it was not read")
