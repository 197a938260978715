"""What does each figure about the watch mean, and which silences, calls and visits lie behind it?"""

from collections.abc import Callable
from datetime import timedelta

from reports.definitions import Number, Words, share
from reports.figures import RowFigure, by_id, where
from reports.watch_rows import Event, Watch, after, counts_in, walked

Figure = RowFigure[Watch, Event]


def _number(id_: str, unit: str, zh: str, en: str, means_zh: str, means_en: str) -> Figure:
    return Figure(id=id_, unit=unit, name=Words(zh=zh, en=en), means=Words(zh=means_zh, en=means_en),
                  of=lambda found: int(getattr(found, id_)), rows=where(lambda one: id_ in counts_in(one)))  # fmt: skip


def _hours(id_: str, kind: str, zh: str, en: str, means: Words, of: Callable[[Watch], Number]) -> Figure:
    """A length of time from the flag, of the cases or the visits that have one."""

    def hours(found: Watch) -> Number:
        seconds = of(found)
        return None if seconds is None else seconds / 3600

    return Figure(id=id_, unit="h", name=Words(zh=zh, en=en), means=means, of=hours,
                  rows=where(lambda one: one.kind == kind and after(one) is not None))  # fmt: skip


def _door(minutes: int) -> Figure:
    limit = timedelta(minutes=minutes) / timedelta(milliseconds=1)
    return Figure(
        id=f"door_{minutes}", unit="%", name=Words(zh=f"{minutes} 分钟内到门口", en=f"at the door in {minutes} min"),
        means=Words(zh=f"全部上门中，从提出起 {minutes} 分钟内到达（有证明）的百分比；没有到达的也在分母里。",
                    en=f"Per cent of all visits that arrived, with proof, within {minutes} min of being asked for; "
                       "those that never arrived are among them."),
        of=lambda found: share(found.walk.within(minutes * 60), found.visits),
        rows=where(lambda one: one.kind == "visit" and (ms := walked(one)) is not None and ms <= limit),
    )  # fmt: skip


_TO_CALL = Words(zh="从发现沉默到第一次拨号。", en="From the flag of the silence to the first dial.")
_TO_DOOR = Words(
    zh="从发现沉默到上门（有证明）。", en="From the flag of the silence to the proven arrival at the door."
)
FIGURES = by_id((
    _number("cases", "silences", "沉默", "silences", "按发现之日计。", "On the day each was flagged."),
    _number("calls", "calls", "关怀电话", "wellness calls", "拨出的关怀电话，按拨出之日计。",
            "Those dialled, on the day of the dial."),
    _number("spoke", "calls", "通话成功", "spoken with", "工作人员确认与本人通话。",
            "Staff reported that they spoke with her; who only picked up is not among them."),
    _number("visits", "visits", "上门", "visits", "按提出之日计。", "On the day each was asked for."),
    _number("found_well", "visits", "平安", "found well", "上门结果：平安。", "Visits that ended so."),
    _number("needs_care", "visits", "需要照料", "needs care", "上门结果：需要照料。", "Visits that ended so."),
    _number("emergency", "visits", "紧急", "emergency", "上门结果：紧急。", "Visits that ended so."),
    _number("not_found", "visits", "未找到", "not found", "上门结果：未找到。", "Visits that ended so."),
    _hours("call_median_h", "case", "到电话中位数", "to the call, median", _TO_CALL,
           lambda found: found.to_call.percentile(50)),
    _hours("call_95_h", "case", "到电话 95%", "to the call, 95th", _TO_CALL,
           lambda found: found.to_call.percentile(95)),
    _hours("door_median_h", "visit", "到上门中位数", "to the door, median", _TO_DOOR,
           lambda found: found.to_door.percentile(50)),
    _hours("door_95_h", "visit", "到上门 95%", "to the door, 95th", _TO_DOOR,
           lambda found: found.to_door.percentile(95)),
    _door(45), _door(60),
))  # fmt: skip
