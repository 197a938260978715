"""Who should have a telephone and has none? A list to walk with: by area, the oldest first."""

from collections.abc import Collection
from datetime import date
from functools import partial

from sqlalchemy import Connection

from db.without_telephone import Without, without_telephone
from people.entitled import Because, Entitlement
from people.seniors import Tag
from reports.definitions import Words
from reports.sheets import Report, Sheet, Value, column

TITLE = Words(zh="应装未装电话的老人", en="Should have a telephone but has none")
COLUMNS = (
    column("senior", "编号", "id"), column("name", "姓名", "name"), column("age", "年龄", "age"),
    column("area", "社区", "area"), column("address", "地址", "address"), column("tags", "标签", "tags"),
    column("because", "依据", "because"),
)  # fmt: skip
TAGS = {
    Tag.LIVES_ALONE: Words(zh="独居", en="lives alone"), Tag.EMPTY_NEST: Words(zh="空巢", en="empty nest"),
    Tag.VERY_OLD: Words(zh="高龄", en="very old"), Tag.DISABLED: Words(zh="失能", en="disabled"),
    Tag.DEMENTIA: Words(zh="失智", en="dementia"), Tag.BEREAVED_PARENT: Words(zh="失独", en="bereaved parent"),
    Tag.HARDSHIP: Words(zh="特困", en="hardship"), Tag.HIGH_RISK: Words(zh="高风险", en="high risk"),
}  # fmt: skip


def because(rule: Entitlement) -> dict[Because, Words]:
    """In words, with the site's ages."""
    old, tagged = rule.from_age, rule.from_age_with_tags
    return {
        Because.AGE: Words(zh=f"满 {old} 岁", en=f"{old} and over"),
        Because.TAGS: Words(zh=f"满 {tagged} 岁且有标签", en=f"{tagged} and over, with a tag"),
        Because.TOLD: Words(zh="标为高龄，无出生日期", en="tagged as very old, born unknown"),
    }


def report(conn: Connection, rule: Entitlement, today: date, zone: str, only: Collection[str] | None = None) -> Report:
    """Its rows come one by one from the database: read them in the same transaction."""
    rows = map(partial(_row, rule, today), without_telephone(conn, rule, today, only))
    sheet = Sheet(id="without_telephone", words=TITLE, columns=COLUMNS, rows=rows)
    return Report(
        id="without_telephone", words=TITLE, first=today, last=today, zone=zone, unfinished=False, sheets=(sheet,)
    )  # fmt: skip


def age(born: date, today: date) -> int:
    """In whole years."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def tags_of(row: Without) -> Words:
    named = [TAGS[Tag(tag)] if tag in {*Tag} else Words(zh=tag, en=tag) for tag in row.tags]
    return Words(zh="、".join(one.zh for one in named), en=", ".join(one.en for one in named))


def _row(rule: Entitlement, today: date, row: Without) -> tuple[Value, ...]:
    name = Words(zh=row.name, en=row.name_en or row.name)
    area = Words(zh=row.area_name, en=row.area_name_en or row.area_name)
    years = age(row.born, today) if row.born else None
    return row.senior, name, years, area, row.address, tags_of(row), because(rule)[row.because]
