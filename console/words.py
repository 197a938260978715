"""How does a page speak Chinese and English? Catalogues (.po, the text we wrote) compiled in memory.

English is the text in the code; the files of `locale/<language>/LC_MESSAGES` say it in the other one: one file for
each part of the console (`console.po`, `reports.po`, ...), read as one catalogue.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import BytesIO

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import Translations

from console.settings import LANGUAGES


def N_(text: str) -> str:
    """Marks a text for the catalogues where it is not translated yet."""
    return text


@cache
def catalogues() -> Mapping[str, Translations]:
    """One for each language of the console."""
    return {language: _compiled(language) for language in LANGUAGES}


def catalogue(language: str) -> Catalog:
    """Every text of the console in one language, whichever file it stands in."""
    whole = Catalog(locale=language)
    for source in _sources(language):
        for message in read_po(BytesIO(source.read_bytes()), locale=language):
            if message.id:
                whole[message.id] = message
    return whole


def _compiled(language: str) -> Translations:
    compiled = BytesIO()
    write_mo(compiled, catalogue(language))
    compiled.seek(0)
    return Translations(compiled, domain="console")


def _sources(language: str) -> list[Traversable]:
    folder = files("console") / "locale" / language / "LC_MESSAGES"
    return sorted((each for each in folder.iterdir() if each.name.endswith(".po")), key=lambda each: each.name)
