"""Who lives in the street of the console's tests, and who serves it? Ten homes, six providers; all fictional."""

from datetime import date

from sqlalchemy import Engine

from db import areas, homes, providers, staff, terminals
from db.engine import writing
from people.areas import Area, AreaKind
from people.ids import AreaId, ContactId, HouseholdId, ProviderId, SeniorId, ServiceId, StaffId, TerminalId
from people.providers import ALL_DAY, Hours, Provider, ProviderNumber
from people.seniors import Household, Senior
from people.staff import Role, Staff
from people.terminals import Contact, Terminal

AREA = AreaId("gucheng")
PEOPLE = (
    ("王秀英", "Wang Xiuying", 1941, "古城南路 1 号院 2 单元 301"),
    ("李国强", "Li Guoqiang", 1938, "古城南路 1 号院 4 单元 102"),
    ("张桂兰", "Zhang Guilan", 1935, "老山东里 12 号楼 1 单元 501"),
    ("刘德福", "Liu Defu", 1944, "老山东里 12 号楼 3 单元 203"),
    ("陈玉珍", "Chen Yuzhen", 1939, "八角北路 7 号院 1 单元 602"),
    ("赵淑华", "Zhao Shuhua", 1942, "八角北路 7 号院 2 单元 401"),
    ("孙文博", "Sun Wenbo", 1936, "古城西街 22 号 1 单元 101"),
    ("周美玲", "Zhou Meiling", 1946, "古城西街 22 号 3 单元 302"),
    ("吴长海", "Wu Changhai", 1940, "杨庄中区 5 号楼 2 单元 402"),
    ("郑月娥", "Zheng Yue'e", 1937, "杨庄中区 5 号楼 5 单元 201"),
)
PROVIDERS = (
    ("canteen7", "古城社区食堂", "Gucheng Canteen", "meals"),
    ("repair3", "邻里家电维修", "Linli Repairs", "repairs"),
    ("clinic1", "古城卫生站", "Gucheng Health Station", "clinic"),
    ("station2", "老山养老驿站", "Laoshan Care Station", "carestation"),
    ("home5", "舒心家政", "Shuxin Housekeeping", "housekeeping"),
    ("jwh1", "古城居委会", "Gucheng Committee", "committee"),
)
_OPEN_HOURS = Hours(week=(ALL_DAY,) * 7)


def people(engine: Engine) -> None:
    """Ten homes h1…h10 with telephones t1001…t1010, their contacts, providers and staff."""
    with writing(engine) as conn:
        areas.save_areas(conn, [Area(id=AREA, name="古城社区", name_en="Gucheng", kind=AreaKind.COMMUNITY)])
        homes.save_households(conn, [_household(n, *of) for n, of in enumerate(PEOPLE, 1)])
        homes.save_seniors(conn, [_senior(n, *of) for n, of in enumerate(PEOPLE, 1)])
        terminals.save_terminals(conn, [_terminal(n) for n in range(1, len(PEOPLE) + 1)])
        homes.save_contacts(conn, [_contact("17", 3, "张明", "儿子"), _contact("18", 8, "周倩", "女儿")])
        providers.save_providers(conn, [_provider(*of) for of in PROVIDERS])
        staff.save_accounts(conn, [staff.Account(person=Staff(id=StaffId("liuqiang"), name="刘强", role=Role.VISITOR))])


def _household(n: int, _name: str, _english: str, _born: int, address: str) -> Household:
    note = "门锁密码在居委会；钥匙在 302 室" if n == 3 else ""
    return Household(id=HouseholdId(f"h{n}"), area=AREA, address=address, access_note=note)


def _senior(n: int, name: str, english: str, born: int, _address: str) -> Senior:
    home = HouseholdId(f"h{n}")
    return Senior(id=SeniorId(f"s{n}"), household=home, name=name, name_en=english, born=date(born, 5, 6))


def _terminal(n: int) -> terminals.SecretTerminal:
    terminal = Terminal(id=TerminalId(f"t{1000 + n}"), household=HouseholdId(f"h{n}"))
    return terminals.SecretTerminal(terminal=terminal, secret="x" * 16)


def _contact(key: str, home: int, name: str, relation: str) -> Contact:
    return Contact(
        id=ContactId(f"c{key}"), household=HouseholdId(f"h{home}"), position=1, name=name,
        number=f"138001380{key}", relation=relation,
    )  # fmt: skip


def _provider(key: str, name: str, english: str, service: str) -> Provider:
    return Provider(
        id=ProviderId(key), name=name, name_en=english, service=ServiceId(service), area=AREA,
        numbers=(ProviderNumber(number="01088880017"),), hours=_OPEN_HOURS,
    )  # fmt: skip
