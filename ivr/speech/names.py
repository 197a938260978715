"""How is a person named and addressed aloud? 李桂兰奶奶 to others, 李奶奶 to herself.

Surnames that are read unlike the same character elsewhere carry their reading: `单[shan4]`.
"""

import re
from typing import Final

from ivr.speech.mandarin import to_pinyin
from people.seniors import Language, Senior

_COMPOUND: Final = frozenset(
    {
        "欧阳", "司马", "上官", "诸葛", "司徒", "东方", "独孤", "南宫", "夏侯", "皇甫",
        "尉迟", "公孙", "慕容", "长孙", "宇文", "轩辕", "令狐", "端木", "万俟", "澹台",
    }
)  # fmt: skip
_SURNAMES: Final = {
    "单": "单[shan4]", "曾": "曾[zeng1]", "解": "解[xie4]", "任": "任[ren2]", "仇": "仇[qiu2]",
    "查": "查[zha1]", "盖": "盖[ge3]", "区": "区[ou1]", "华": "华[hua4]", "朴": "朴[piao2]",
    "乐": "乐[yue4]", "翟": "翟[zhai2]", "覃": "覃[qin2]", "缪": "缪[miao4]", "宁": "宁[ning4]",
    "冼": "冼[xian3]", "召": "召[shao4]", "员": "员[yun4]", "黑": "黑[he4]", "繁": "繁[po2]",
    "折": "折[she2]", "秘": "秘[bi4]", "燕": "燕[yan1]", "应": "应[ying1]",
    "尉迟": "尉[yu4]迟", "万俟": "万[mo4]俟[qi2]", "澹台": "澹[tan2]台", "长孙": "长[zhang3]孙",
}  # fmt: skip
_ZH_TITLES: Final = {"f": "奶奶", "m": "爷爷"}
_EN_TITLES: Final = {"f": "Mrs", "m": "Mr"}


def _surname(name: str) -> str:
    return name[:2] if name[:2] in _COMPOUND and len(name) > 2 else name[:1]


def _said_surname(name: str) -> str:
    surname = _surname(name)
    return _SURNAMES.get(surname, surname)


def full_name(name: str) -> str:
    """The whole name with the reading of its surname, as Chinese is said."""
    return _said_surname(name) + name[len(_surname(name)) :]


def named(senior: Senior, language: Language) -> str:
    """To somebody else: 李桂兰奶奶 / Mrs Li Guilan. Without a known gender no title is guessed."""
    if language is Language.CHINESE:
        return full_name(senior.name) + _ZH_TITLES.get(senior.gender, "老人")
    return f"{_EN_TITLES.get(senior.gender, '')} {_english(senior)}".strip()


def addressed(senior: Senior, language: Language) -> str:
    """To herself: 李奶奶 / Mrs Li. Without a known gender, her whole name."""
    if senior.gender not in _ZH_TITLES:
        return full_name(senior.name) if language is Language.CHINESE else _english(senior)
    if language is Language.CHINESE:
        return _said_surname(senior.name) + _ZH_TITLES[senior.gender]
    return f"{_EN_TITLES[senior.gender]} {_english_surname(senior)}"


def _english(senior: Senior) -> str:
    surname, given = _said_surname(senior.name), senior.name[len(_surname(senior.name)) :]
    return senior.name_en or f"{_romanised(surname)} {_romanised(given)}".strip()


def _english_surname(senior: Senior) -> str:
    """Chinese order puts the surname first, Western order last: her Chinese surname tells which it is."""
    words = _english(senior).split()
    return words[0] if words[0] == _romanised(_said_surname(senior.name)) else words[-1]


def _romanised(name: str) -> str:
    return re.sub("[0-5 ]", "", to_pinyin(name)).capitalize()
