"""Who lives in a filled neighbourhood? A home for each telephone; communities of a hundred, streets with providers."""

import sqlite3

from ivr.services import DEFAULT_SERVICES
from reports.rates import SERVICES

HOMES = 100
"""In a community."""
STREET = 1_000
"""Homes that share their providers."""
SURNAMES = (
    "王 Wang", "李 Li", "张 Zhang", "刘 Liu", "陈 Chen", "杨 Yang", "赵 Zhao", "黄 Huang", "周 Zhou", "吴 Wu", "徐 Xu",
    "孙 Sun", "马 Ma",
)  # fmt: skip
GIVEN = (
    "秀英 Xiuying", "桂兰 Guilan", "玉珍 Yuzhen", "淑芳 Shufang", "凤霞 Fengxia", "兰英 Lanying", "月娥 Yue'e",
    "素琴 Suqin", "建国 Jianguo", "志强 Zhiqiang", "德福 Defu", "永清 Yongqing", "文华 Wenhua", "长海 Changhai",
    "宝山 Baoshan", "国栋 Guodong", "福生 Fusheng",
)  # fmt: skip
"""Common names of their years; women's first. Both counts are prime, so all pairs come."""
WOMEN = 8
_HOMES = f"""
    INSERT INTO areas (id, name, name_en, kind, parent_id) VALUES ('city', '市', 'city', 'district', NULL);
    CREATE TEMP TABLE homes AS WITH n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < :people - 1)
        SELECT i, i / {HOMES} AS area, i / {STREET} AS street FROM n;
    INSERT INTO areas (id, name, name_en, kind, parent_id)
        SELECT DISTINCT 'st' || street, '第' || (street + 1) || '街道', 'street ' || (street + 1),
            'street', 'city' FROM homes;
    INSERT INTO areas (id, name, name_en, kind, parent_id)
        SELECT DISTINCT 'a' || area, '第' || (area + 1) || '社区', 'community ' || (area + 1),
            'community', 'st' || street FROM homes;
    INSERT INTO households (id, area_id, address, access_note)
        SELECT 'h' || i, 'a' || area, (i / 12 + 1) || '号楼' || (i % 12 + 1) || '室', '' FROM homes;
    INSERT INTO terminals (id, household_id, kind, number, call_class, has_machine, secret, active)
        SELECT 't' || i, 'h' || i, 'sip', '', 'local', 0, '', 1 FROM homes;
    INSERT INTO seniors (id, household_id, name, name_en, born, gender, language, zone, hears_badly,
                         consents_to_broadcasts)
        SELECT 's' || i, 'h' || i, surnames.zh || given.zh, surnames.en || ' ' || given.en,
               date('1930-01-01', (i * 37 % 9000) || ' days'),
               CASE WHEN given.n < {WOMEN} THEN 'f' ELSE 'm' END, 'zh', ':zone', i % 6 = 0, 1
        FROM homes JOIN surnames ON surnames.n = i % {len(SURNAMES)} JOIN given ON given.n = i % {len(GIVEN)};
    INSERT INTO senior_tags (senior_id, tag) SELECT 's' || i, 'lives_alone' FROM homes;
"""
_PROVIDERS = """
    INSERT INTO providers (id, name, name_en, service_id, area_id, active, on_holidays)
        SELECT ?1 || '-' || street, '第' || (street + 1) || '街道' || ?2, 'street ' || (street + 1) || ' ' || ?3, ?1,
               'st' || street, 1, 'same'
        FROM (SELECT DISTINCT street FROM homes)
"""
_CALLED = {str(service.id): (service.name_zh, service.name_en) for service in DEFAULT_SERVICES}
_NUMBERS = """
    INSERT INTO provider_numbers (provider_id, position, number, seconds, accepts)
        SELECT id, n, '', 25, 'answer' FROM providers, (SELECT 1 AS n UNION ALL SELECT 2)
"""


def fill(conn: sqlite3.Connection, people: int, zone: str) -> None:
    _name(conn)
    conn.executescript(_HOMES.replace(":people", str(people)).replace(":zone", zone))
    conn.execute("BEGIN IMMEDIATE")
    for service, _ in SERVICES:
        if service in _CALLED:  # the hotline is nobody's near her home
            conn.execute(_PROVIDERS, (service, *_CALLED[service]))
    conn.execute(_NUMBERS)
    conn.execute("COMMIT")


def _name(conn: sqlite3.Connection) -> None:
    for table, names in (("surnames", SURNAMES), ("given", GIVEN)):
        conn.execute(f"CREATE TEMP TABLE {table} (n INTEGER PRIMARY KEY, zh TEXT, en TEXT)")
        conn.executemany(f"INSERT INTO {table} VALUES (?, ?, ?)", [(n, *name.split()) for n, name in enumerate(names)])
    conn.commit()
