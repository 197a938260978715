"""How does a page speak Chinese and English? Catalogues (.po, the text we wrote) compiled in memory.

English is the text in the code; `locale/<language>/LC_MESSAGES/console.po` says it in the other one.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from io import BytesIO

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


def _compiled(language: str) -> Translations:
    source = files("console") / "locale" / language / "LC_MESSAGES" / "console.po"
    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(source.read_bytes()), locale=language))
    compiled.seek(0)
    return Translations(compiled, domain="console")
