"""Who lives in the simulated town? About two hundred people who do not exist, the same ones for the same seed.

They come as the CSV files of `bigbutton import`, so that the demonstration takes the way a real site takes.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from people.kinds import KINDS

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
SURNAMES_EN = "Wang Li Zhang Liu Chen Yang Zhao Huang Zhou Wu Xu Sun Hu Zhu Gao Lin He Guo Ma Luo".split()
WOMEN = tuple(["秀英", "桂兰", "玉珍", "淑华", "凤英", "素珍", "桂芳", "秀兰", "玉兰", "淑珍", "惠芳", "月英"])
WOMEN_EN = tuple(
    [
        "Xiuying",
        "Guilan",
        "Yuzhen",
        "Shuhua",
        "Fengying",
        "Suzhen",
        "Guifang",
        "Xiulan",
        "Yulan",
        "Shuzhen",
        "Huifang",
        "Yueying",
    ]
)
MEN = tuple(["建国", "志明", "德福", "国强", "永贵", "文华", "振华", "长海", "玉山", "福生"])
MEN_EN = tuple(
    [
        "Jianguo",
        "Zhiming",
        "Defu",
        "Guoqiang",
        "Yonggui",
        "Wenhua",
        "Zhenhua",
        "Changhai",
        "Yushan",
        "Fusheng",
    ]
)

AREAS = (
    ("qingsong", "青松区", "Qingsong", "district", ""),
    ("meiyuan", "梅园街道", "Meiyuan", "street", "qingsong"),
    ("zhuyuan", "竹园街道", "Zhuyuan", "street", "qingsong"),
    ("meiyi", "梅一社区", "Mei One", "community", "meiyuan"),
    ("meier", "梅二社区", "Mei Two", "community", "meiyuan"),
    ("zhuyi", "竹一社区", "Zhu One", "community", "zhuyuan"),
    ("zhuer", "竹二社区", "Zhu Two", "community", "zhuyuan"),
)
COMMUNITIES = ("meiyi", "meier", "zhuyi", "zhuer")
AREA_NAMES = {key: name for key, name, *_ in AREAS}

DAYTIME = "daily 08:00-20:00"
OFFICE = "Mon-Fri 08:30-11:30 13:30-17:30; holidays closed"
PLACES: tuple[tuple[str, str, str, str, str, str], ...] = (
    ("canteenmei", "梅园社区食堂", "Meiyuan Canteen", "meals", "meiyuan", DAYTIME),
    ("canteenzhu", "竹园社区食堂", "Zhuyuan Canteen", "meals", "zhuyuan", DAYTIME),
    ("repairone", "青松家电维修部", "Qingsong Repairs", "repairs", "qingsong", DAYTIME),
    (
        "repairtwo",
        "老陈维修铺",
        "Old Chen's Workshop",
        "repairs",
        "qingsong",
        "Mon-Sat 09:00-18:00; holidays closed",
    ),
    ("officemeiyi", "梅一居委会", "Mei One Committee", "committee", "meiyi", OFFICE),
    ("officemeier", "梅二居委会", "Mei Two Committee", "committee", "meier", OFFICE),
    ("officezhuyi", "竹一居委会", "Zhu One Committee", "committee", "zhuyi", OFFICE),
    ("officezhuer", "竹二居委会", "Zhu Two Committee", "committee", "zhuer", OFFICE),
    ("clinicmei", "梅园卫生站", "Meiyuan Health Station", "clinic", "meiyuan", "daily 08:00-17:30"),
    ("cliniczhu", "竹园卫生站", "Zhuyuan Health Station", "clinic", "zhuyuan", "daily 08:00-17:30"),
    ("stationmei", "梅园养老驿站", "Meiyuan Care Station", "carestation", "meiyuan", "daily 24h"),
    ("stationzhu", "竹园养老驿站", "Zhuyuan Care Station", "carestation", "zhuyuan", "daily 24h"),
    ("homehelp", "青松家政", "Qingsong Home Help", "housekeeping", "qingsong", DAYTIME),
    ("heartline", "心语陪伴", "Heart Line", "companion", "qingsong", "daily 08:00-22:00"),
    ("plumbers", "安居物业", "Anju Property", "property", "qingsong", "daily 24h"),
    ("rides", "同行陪诊车队", "Together Rides", "transport", "qingsong", "Mon-Sat 07:00-19:00"),
)


@dataclass(frozen=True, kw_only=True)
class Home:
    """One household of the town, as the story needs it."""

    terminal: str
    household: str
    name: str
    name_en: str
    area: str
    senior: str
    alone: bool
    sip: bool
    number: str
    secret: str
    family: tuple[str, ...]
    """Mobile numbers of her contacts, in order, as a trunk dials them."""


@dataclass(frozen=True, kw_only=True)
class Town:
    homes: tuple[Home, ...]
    tables: Mapping[str, Sequence[Mapping[str, str]]]
    """Import KIND -> rows."""

    def home(self, terminal: str) -> Home:
        return next(home for home in self.homes if home.terminal == terminal)

    def write(self, folder: Path) -> dict[str, Path]:
        """One CSV file a KIND, in the order in which they are imported."""
        folder.mkdir(parents=True, exist_ok=True)
        return {kind: _write(folder / f"{kind}.csv", kind, rows) for kind, rows in self.tables.items()}


def provider_number(index: int, nth: int = 1) -> str:
    """What a trunk dials for the provider at this place of PLACES."""
    return f"8888{index:02d}{nth:02d}"


def make_town(seed: int = 7, households: int = 150) -> Town:
    """The whole town. Every third home is a couple; every fourth person alone; some are ordinary fixed lines."""
    rng = Random(seed)
    homes = [_home(n, rng) for n in range(households)]
    people = [row for n, home in enumerate(homes) for row in _seniors(n, home, rng)]
    tables = {
        "areas": _rows(("id", "name", "name_en", "kind", "parent"), AREAS),
        "seniors": people,
        "contacts": [row for home in homes for row in _contacts(home)],
        "terminals": [_terminal(home, rng) for home in homes],
        "providers": [_provider(n, place) for n, place in enumerate(PLACES, start=1)],
        "staff": _staff(),
    }
    return Town(homes=tuple(homes), tables=tables)


def _home(n: int, rng: Random) -> Home:
    woman = rng.random() < 0.65
    family_name = rng.randrange(len(SURNAMES))
    given, given_en = (WOMEN, WOMEN_EN) if woman else (MEN, MEN_EN)
    pick = rng.randrange(len(given))
    sip = n % 15 != 14
    return Home(
        terminal=f"t{1001 + n}",
        household=f"h{1001 + n}",
        senior=f"s{1001 + n}a",
        name=SURNAMES[family_name] + given[pick],
        name_en=f"{SURNAMES_EN[family_name]} {given_en[pick]}",
        area=COMMUNITIES[n % 4],
        alone=n % 9 == 0,
        sip=sip,
        number=f"6680{n:04d}",
        secret=f"{rng.getrandbits(64):016x}",
        family=tuple(f"139{10000000 + n * 10 + k}" for k in range(1, 3)),
    )


def _seniors(n: int, home: Home, rng: Random) -> Iterable[dict[str, str]]:
    year = rng.randrange(1932, 1952)
    tags = (["lives_alone"] if home.alone else []) + (["very_old"] if year < 1947 else [])
    woman = home.name[1:] in WOMEN
    first = {
        "id": home.senior,
        "household": home.household,
        "name": home.name,
        "name_en": home.name_en,
        "born": f"{year}-{rng.randrange(1, 13):02d}-{rng.randrange(1, 29):02d}",
        "gender": "f" if woman else "m",
        "tags": ";".join(tags),
        "area": home.area,
        "address": AREA_NAMES[home.area] + _door(rng),
        "access_note": rng.choice(("钥匙在居委会", "门铃坏了，请敲门", "一楼门禁请按管理处", "")),
        "hears_badly": rng.choice(("yes", "no", "no")),
    }
    yield first
    if n % 3 == 1 and not home.alone:
        given, given_en, gender = (MEN, MEN_EN, "m") if woman else (WOMEN, WOMEN_EN, "f")
        pick, name = rng.randrange(len(given)), rng.randrange(len(SURNAMES))
        yield {
            **first,
            "id": f"s{1001 + n}b",
            "name": SURNAMES[name] + given[pick],
            "name_en": f"{SURNAMES_EN[name]} {given_en[pick]}",
            "gender": gender,
        }


def _door(rng: Random) -> str:
    building, stair, floor, flat = (rng.randrange(1, most) for most in (30, 5, 7, 5))
    return f"{building}号楼{stair}单元{floor}0{flat}"


def _contacts(home: Home) -> Iterable[dict[str, str]]:
    for position, number in enumerate(home.family, start=1):
        yield {
            "id": f"c{home.terminal[1:]}x{position}",
            "household": home.household,
            "position": str(position),
            "name": home.name[0] + ("女士" if position == 1 else "先生"),
            "number": number,
            "relation": "女儿" if position == 1 else "儿子",
            "accepts": "press-1",
        }


def _terminal(home: Home, rng: Random) -> dict[str, str]:
    return {
        "id": home.terminal,
        "household": home.household,
        "kind": "sip" if home.sip else "line",
        "number": f"010{home.number}",
        "call_class": rng.choice(("none", "local", "local", "national")),
        "secret": home.secret if home.sip else "",
    }


def _provider(n: int, place: tuple[str, str, str, str, str, str]) -> dict[str, str]:
    key, name, name_en, service, area, hours = place
    numbers = "; ".join(f"010{provider_number(n, nth)}/{seconds}/answer" for nth, seconds in ((1, 8), (2, 8)))
    return {
        "id": key,
        "name": name,
        "name_en": name_en,
        "service": service,
        "area": area,
        "numbers": numbers,
        "hours": hours,
        "capacity": "6",
    }


def _staff() -> list[dict[str, str]]:
    people = (
        ("wangfang", "王芳", "operator", "desk1"),
        ("zhaomin", "赵敏", "operator", "desk2"),
        ("linjing", "林静", "supervisor", "desk3"),
        ("huwei", "胡伟", "visitor", ""),
    )
    return [
        {"id": key, "name": name, "role": role, "desk": desk, "number": f"1381000000{n}"}
        for n, (key, name, role, desk) in enumerate(people, start=1)
    ]


def _rows(names: Sequence[str], rows: Iterable[Sequence[str]]) -> list[dict[str, str]]:
    return [dict(zip(names, row, strict=True)) for row in rows]


def _write(path: Path, kind: str, rows: Iterable[Mapping[str, str]]) -> Path:
    names = [column.name for column in KINDS[kind].columns]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path
