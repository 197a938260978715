"""How does a command look that the second exchange carries out? Pure: the command and what is known; an order out.

O1. A dial keeps its attempt's id as its token; any other order the id it has in the outbox: known on both sides.
O2. A home is rung at its number; one without a number is out of reach from outside.
O3. Staff are rung at their own number, else at a mobile that stands for the hotline, another for each attempt.
O4. A recorded message is played as it is where the recording lies with the second exchange; else its words are read.
O5. What only tells (family, visitors, contacts, supervisors) is sent as a text message: a line is kept for a voice.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zlib import crc32

from ivr.commands import (
    Command,
    OriginateMessage,
    OriginateStaffCall,
    OriginateWellnessMessage,
    RingContact,
    RingSupervisor,
    RingVisitor,
    TellFamily,
    TellFamilyOfVisit,
)
from ivr.failover import Purpose
from ivr.second_exchange import texts
from ivr.second_exchange.texts import Both
from ivr.twilio.journal_rows import Order
from ivr.twilio.numbers import why_not_dialled
from ivr.twilio.our_calls import message_order, text_order, wellness_order
from people.seniors import Language


@dataclass(frozen=True, kw_only=True)
class Ground:
    """What orders need of the site. `desks`: mobiles (E.164) of each desk; `number`: what our calls show."""

    site: str
    language: Language
    number: str
    desks: Mapping[str, tuple[str, ...]]
    message_rings: int = 35


@dataclass(frozen=True, kw_only=True)
class Known:
    """Of the homes and people concerned."""

    numbers: Mapping[str, str] = field(default_factory=dict)
    """Terminal -> its E.164 number."""
    names: Mapping[str, str] = field(default_factory=dict)
    """Terminal -> who lives there."""
    languages: Mapping[str, str] = field(default_factory=dict)
    """Terminal -> the language she is spoken to in."""
    contacts: Mapping[str, str] = field(default_factory=dict)
    """Contact -> number."""
    words: Mapping[str, str] = field(default_factory=dict)
    """Attempt of a message -> its words."""
    sounds: Mapping[str, str] = field(default_factory=dict)
    """File of a recorded message -> its name with the second exchange."""


@dataclass(frozen=True, kw_only=True)
class OutOfReach:
    """The second exchange cannot do it."""

    reason: str


def order_of(token: str, command: Command, known: Known, ground: Ground, due_at: datetime) -> Order | OutOfReach:
    """`token`: O1."""
    made = _order(token, command, known, ground, due_at)
    if made is None:
        return OutOfReach(reason="only the exchange itself can do this")
    if isinstance(made, OutOfReach):
        return made
    why = why_not_dialled(made.number)
    return OutOfReach(reason=why) if why else made


def _order(token: str, command: Command, known: Known, ground: Ground, due_at: datetime) -> Order | OutOfReach | None:
    match command:
        case OriginateMessage() | OriginateWellnessMessage():
            return _message(token, command, known, ground, due_at)
        case OriginateStaffCall():
            return _staff_call(token, command, known, ground, due_at)
        case TellFamily():
            return _to_contact(token, command, texts.FAMILY_TOLD, Purpose.PRESS, known, ground, due_at)
        case TellFamilyOfVisit():
            notice = texts.FOUND_WELL if command.notice == "found_well" else texts.VISIT_DUE
            return _to_contact(token, command, notice, Purpose.WELLNESS, known, ground, due_at)
        case RingContact():
            return _to_contact(token, command, texts.ASK_CONTACT, Purpose.WELLNESS, known, ground, due_at)
        case RingVisitor():
            words = texts.OFFER_VISIT.said(ground.language, site=ground.site, area=command.area)
            return _to_staff(token, command.number, words, due_at)
        case RingSupervisor():
            return _to_staff(token, command.number, texts.OVERDUE.said(ground.language, site=ground.site), due_at)
        case _:
            return None


def _message(
    token: str, command: OriginateMessage | OriginateWellnessMessage, known: Known, ground: Ground, due_at: datetime
) -> Order | OutOfReach:
    language = known.languages.get(command.terminal, ground.language.value)
    number, audio = known.numbers.get(command.terminal, ""), ""
    if isinstance(command, OriginateWellnessMessage):
        words = texts.ARE_YOU_WELL.said(Language(language), site=ground.site)
    else:
        words, number = known.words.get(token, ""), command.number or number
        audio = known.sounds.get(command.file, "")
    if not number:
        return OutOfReach(reason=f"the telephone {command.terminal} has no number: the exchange alone reaches it")
    if not words and not audio:
        return OutOfReach(reason="this recording does not lie with the second exchange: the exchange alone plays it")
    return message_order(
        token=token, number=number, text=words, audio=audio, language=language, due_at=due_at,
        ring=ground.message_rings,
    )  # fmt: skip


def _staff_call(
    token: str, command: OriginateStaffCall, known: Known, ground: Ground, due_at: datetime
) -> Order | OutOfReach:
    her, staff = known.numbers.get(command.terminal, ""), command.number or _hotline(token, ground)
    if not her:
        return OutOfReach(reason=f"the telephone {command.terminal} has no number: the exchange alone reaches it")
    if not staff:
        return OutOfReach(reason="no mobile stands for the hotline: set BIGBUTTON_TWILIO__DESKS")
    return wellness_order(token=token, staff=staff, her=her, due_at=due_at, language=ground.language.value)


def _hotline(token: str, ground: Ground) -> str:
    """O3: the same for the same attempt."""
    numbers = ground.desks.get("hotline", ())
    return numbers[crc32(token.encode()) % len(numbers)] if numbers else ""


def _to_contact(
    token: str, command: TellFamily | TellFamilyOfVisit | RingContact, words: Both, purpose: Purpose, known: Known,
    ground: Ground, due_at: datetime,
) -> Order | OutOfReach:  # fmt: skip
    number = known.contacts.get(command.contact, "")
    if not number:
        return OutOfReach(reason=f"there is no contact {command.contact} any more")
    who = known.names.get(command.terminal, "")
    text = words.said(ground.language, site=ground.site, names=who, number=ground.number)
    return text_order(token=token, number=number, text=text, purpose=purpose, due_at=due_at)


def _to_staff(token: str, number: str, text: str, due_at: datetime) -> Order | OutOfReach:
    if not number:
        return OutOfReach(reason="whoever is meant has no number of their own")
    return text_order(token=token, number=number, text=text, purpose=Purpose.WELLNESS, due_at=due_at)
