"""How is a hole in service told, and who may have pressed in vain meanwhile? Lines for a terminal."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from db.histories import Resident
from people.seniors import Language
from wellness_checks.after_outage import Hole

_ZH = {
    "exchange": "整机中断", "trunk": "中继中断", "line": "局线中断", "area": "片区中断", "building": "楼栋中断",
    "lasts": "仍未恢复", "asked": "名单待核实", "done": "名单已核实", "none": "没有中断记录",
    "nobody": "没有需要核实的人", "high_risk": "高风险", "not_measured": "通知未能送达", "never": "无生命迹象记录",
    "seen": "最近生命迹象",
}  # fmt: skip
_EN = {
    "exchange": "exchange out", "trunk": "trunks out", "line": "line out", "area": "area out",
    "building": "building out", "lasts": "it lasts", "asked": "list to be gone through", "done": "list gone through",
    "none": "no hole in service is on record", "nobody": "nobody is left to be asked after",
    "high_risk": "high risk", "not_measured": "a message was not measured", "never": "no sign of life on record",
    "seen": "last sign of life",
}  # fmt: skip


def holes_in_words(holes: Sequence[Hole], zone: str, language: Language) -> Iterator[str]:
    """One line each, or that there is none."""
    words = _words(language)
    if not holes:
        yield words["none"]
    for hole in holes:
        until = _local(hole.ended_at, zone) if hole.ended_at else words["lasts"]
        asked = "" if hole.task is None else words["done" if hole.task.state == "done" else "asked"]
        told = (hole.id, f"{words[hole.kind]} {hole.subject}", f"{_local(hole.started_at, zone)} – {until}", asked)
        yield "  ".join(part for part in told if part)


def people_in_words(people: Sequence[Resident], zone: str, language: Language) -> Iterator[str]:
    """One line each, those of high risk first; or that nobody is left."""
    words = _words(language)
    if not people:
        yield words["nobody"]
    for one in people:
        seen = f"{words['seen']} {_local(one.last_sign_at, zone)}" if one.last_sign_at else words["never"]
        marks = [words["high_risk"]] * one.high_risk + [words["not_measured"]] * one.not_measured
        yield "  ".join([one.senior_id, one.name, one.address, seen, *marks])


def _words(language: Language) -> dict[str, str]:
    return _ZH if language is Language.CHINESE else _EN


def _local(at: datetime, zone: str) -> str:
    return f"{at.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"
