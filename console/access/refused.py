"""How is it said that an account stays as it was? What is wrong, at which field, and what to do; in any language."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as filled

from babel.support import NullTranslations


@dataclass(frozen=True, kw_only=True)
class Refused:
    """Nothing was changed. `text` and `helps` are messages of the catalogues, `told` what stands in them."""

    field: str
    text: str
    helps: str
    told: Mapping[str, object] = filled(default_factory=dict)
    guessed: bool = False
    """What was typed to prove who it is was wrong: it counts as a try."""

    @property
    def reason(self) -> str:
        """In English, for programs and the command line."""
        return self.text % self.told

    @property
    def cure(self) -> str:
        return self.helps % self.told

    def said(self, words: NullTranslations) -> str:
        """Both as sentences in the reader's language."""
        return " ".join(_sentence(words.gettext(each) % self.told, words) for each in (self.text, self.helps))


def _sentence(text: str, words: NullTranslations) -> str:
    text = f"{text[:1].upper()}{text[1:]}"
    return text if text.endswith((".", "。")) else words.gettext("%(text)s.") % {"text": text}
