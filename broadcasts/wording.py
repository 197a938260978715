"""Can these words be spoken? Every slot must be one that is known, every character one that a voice can say."""

from broadcasts.campaign import Refused
from broadcasts.drafts import RECORDING, Draft
from ivr.speech.personal import Slot, parse_template
from ivr.speech.sayable import fault_of_text
from people.seniors import Language

SAID = "1"
"""Stands for the value of a slot, which is examined when it is given."""


def fault_of_words(draft: Draft) -> Refused | None:
    """Field `text`. Nothing is said of a recording's words, of no words, and of an unknown language."""
    if draft.source == RECORDING or not draft.text.strip() or draft.language not in set(Language):
        return None
    template = parse_template(draft.text)
    if isinstance(template, Refused):
        return template
    said = "".join(SAID if isinstance(part, Slot) else part for part in template.parts)
    return fault_of_text(said, Language(draft.language))
