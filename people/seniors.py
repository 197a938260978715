"""Who lives there? A senior is a person; a household is a home; two people may share both home and telephone."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from people.ids import AreaId, HouseholdId, SeniorId
from people.windows import Window


class Tag(StrEnum):
    """The tags with fixed ids; a site may add its own, so a senior's tags are texts."""

    LIVES_ALONE = "lives_alone"  # 独居
    EMPTY_NEST = "empty_nest"  # 空巢
    VERY_OLD = "very_old"  # 高龄
    DISABLED = "disabled"  # 失能
    DEMENTIA = "dementia"  # 失智
    BEREAVED_PARENT = "bereaved_parent"  # 失独
    HARDSHIP = "hardship"  # 特困
    HIGH_RISK = "high_risk"  # 高风险


class Language(StrEnum):
    CHINESE = "zh"
    ENGLISH = "en"


class MessageWay(StrEnum):
    """How messages come to her."""

    CALLED = "called"  # the exchange rings her telephone; what she misses waits
    WAITING = "waiting"  # never rung: the lamp shines, she listens when she likes


@dataclass(frozen=True, kw_only=True)
class Household:
    id: HouseholdId
    area: AreaId
    address: str
    access_note: str = ""
    """How to get in: door code, key holder, a dog."""


@dataclass(frozen=True, kw_only=True)
class Senior:
    id: SeniorId
    household: HouseholdId
    name: str
    name_en: str = ""
    born: date | None = None
    gender: str = ""
    """'f', 'm' or empty: chooses 奶奶 or 爷爷 when she is addressed."""
    tags: frozenset[str] = frozenset()
    language: Language = Language.CHINESE
    zone: str = "Asia/Shanghai"
    hears_badly: bool = False
    dialect: str = ""
    medical_note: str = ""
    consents_to_broadcasts: bool = True
    silent_after_days: int | None = None
    """Her own threshold in days; None takes the site's (five; one for high risk)."""
    message_way: MessageWay = MessageWay.CALLED
    call_windows: tuple[Window, ...] = ()
    """When she may be rung with messages, in her own zone; empty: the site's windows."""
