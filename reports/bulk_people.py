"""Who lives in a filled neighbourhood? A home for each telephone; communities of a hundred, streets with providers."""

import sqlite3

from reports.rates import SERVICES

HOMES = 100
"""In a community."""
STREET = 1_000
"""Homes that share their providers."""
_HOMES = f"""
    INSERT INTO areas (id, name, name_en, kind, parent_id) VALUES ('city', '市', 'city', 'district', NULL);
    CREATE TEMP TABLE homes AS WITH n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < :people - 1)
        SELECT i, i / {HOMES} AS area, i / {STREET} AS street FROM n;
    INSERT INTO areas (id, name, name_en, kind, parent_id)
        SELECT DISTINCT 'st' || street, '街道' || street, 'street ' || street, 'street', 'city' FROM homes;
    INSERT INTO areas (id, name, name_en, kind, parent_id)
        SELECT DISTINCT 'a' || area, '社区' || area, 'community ' || area, 'community', 'st' || street FROM homes;
    INSERT INTO households (id, area_id, address, access_note)
        SELECT 'h' || i, 'a' || area, (i / 12 + 1) || '号楼' || (i % 12 + 1) || '室', '' FROM homes;
    INSERT INTO terminals (id, household_id, kind, number, call_class, has_machine, secret, active)
        SELECT 't' || i, 'h' || i, 'sip', '', 'local', 0, '', 1 FROM homes;
    INSERT INTO seniors (id, household_id, name, name_en, born, gender, language, zone, hears_badly,
                         consents_to_broadcasts)
        SELECT 's' || i, 'h' || i, '居民' || i, 'resident ' || i, date('1930-01-01', (i * 37 % 9000) || ' days'),
               CASE WHEN i % 5 < 3 THEN 'f' ELSE 'm' END, 'zh', ':zone', i % 6 = 0, 1 FROM homes;
    INSERT INTO senior_tags (senior_id, tag) SELECT 's' || i, 'lives_alone' FROM homes;
"""
_PROVIDERS = """
    INSERT INTO providers (id, name, name_en, service_id, area_id, active, on_holidays)
        SELECT ?1 || '-' || street, ?1 || ' ' || street, '', ?1, 'st' || street, 1, 'same'
        FROM (SELECT DISTINCT street FROM homes)
"""
_NUMBERS = """
    INSERT INTO provider_numbers (provider_id, position, number, seconds, accepts)
        SELECT id, n, '', 25, 'answer' FROM providers, (SELECT 1 AS n UNION ALL SELECT 2)
"""


def fill(conn: sqlite3.Connection, people: int, zone: str) -> None:
    conn.executescript(_HOMES.replace(":people", str(people)).replace(":zone", zone))
    conn.execute("BEGIN IMMEDIATE")
    for service, _ in SERVICES:
        conn.execute(_PROVIDERS, (service,))
    conn.execute(_NUMBERS)
    conn.execute("COMMIT")
