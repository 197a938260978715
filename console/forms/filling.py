"""What stands in a message once its slots are filled? Values that are the same for everybody; her name stays open."""

from collections.abc import Sequence

from broadcasts.campaign import Refused
from console.forms.typed import Typed
from ivr.speech.personal import Slot, parse_template, personal
from ivr.speech.sayable import fault_of_text
from people.seniors import Language

PREFIX = "slot_"
"""Of the form's fields: `slot_date`."""


def language_of(form: Typed) -> Language:
    return Language.ENGLISH if form.one("language") == Language.ENGLISH else Language.CHINESE


def slots_of(text: str) -> tuple[Slot, ...]:
    """Those that need a value from whoever writes the message; none where the text is refused."""
    found = parse_template(text)
    return () if isinstance(found, Refused) else tuple(slot for slot in found.slots if slot is not Slot.NAME)


def filled(form: Typed) -> str | Sequence[Refused]:
    """The words with every value said by its own reader, or each fault with its field."""
    text, language = form.one("text"), language_of(form)
    template = parse_template(text)
    if isinstance(template, Refused):
        return [template]
    said = [_said(part, form, language) for part in template.parts]
    faults = [part for part in said if isinstance(part, Refused)]
    whole = "".join(part for part in said if isinstance(part, str))
    unsaid = fault_of_text(whole, language) if whole.strip() else None
    return faults or ([unsaid] if unsaid else whole)


def _said(part: str | Slot, form: Typed, language: Language) -> str | Refused:
    if not isinstance(part, Slot):
        return part
    if part is Slot.NAME:
        return "{name}"
    found = personal(f"{{{part}}}", {part: form.one(PREFIX + part)}, language)
    return Refused(field=PREFIX + part, reason=found.reason) if isinstance(found, Refused) else found
