"""What does each figure about presses mean? A name, a definition in words, the number, and which rows lie behind it.

docs/reports.md is written from these; nobody may print a figure that is not here under another meaning.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from reports.counting import Tally
from reports.presses import PENDING, Press

Number = int | float | None


@dataclass(frozen=True, kw_only=True)
class Words:
    """The same in both languages."""

    zh: str
    en: str


class Defined(Protocol):
    """Whatever has a name and says what it means."""

    @property
    def name(self) -> Words: ...
    @property
    def means(self) -> Words: ...


@dataclass(frozen=True, kw_only=True)
class Figure:
    """`of`: None where there is nothing to measure. `behind`: whether a press is one of its rows."""

    id: str
    name: Words
    means: Words
    unit: str
    of: Callable[[Tally], Number]
    behind: Callable[[Press], bool]


@dataclass(frozen=True, kw_only=True)
class Target:
    """A figure that should be at least (or, with `at_most`, at most) `goal`."""

    id: str
    name: Words
    figure: str
    goal: float
    emergencies_only: bool
    at_most: bool = False

    def met(self, value: Number) -> bool | None:
        """None where nothing was measured."""
        if value is None:
            return None
        return value <= self.goal if self.at_most else value >= self.goal


def _counted(press: Press) -> bool:
    return not press.test


def _settled(press: Press) -> bool:
    return not press.test and press.outcome != PENDING


def _reached(press: Press) -> bool:
    return not press.test and press.wait_ms is not None


def _number(id_: str, zh: str, en: str, means_zh: str, means_en: str) -> Figure:
    """How many presses ended so."""
    return Figure(id=id_, name=Words(zh=zh, en=en), means=Words(zh=means_zh, en=means_en), unit="presses",
                  of=lambda tally: int(getattr(tally, id_)),
                  behind=lambda press: not press.test and press.outcome == id_)  # fmt: skip


def _within(seconds: int) -> Figure:
    return Figure(
        id=f"within_{seconds}", unit="%",
        name=Words(zh=f"{seconds} 秒内接通率", en=f"reached within {seconds} s"),
        means=Words(zh=f"已有结果的按键中，{seconds} 秒内有人接听的百分比；没有人接听的也算在分母里。",
                    en=f"Per cent of the presses whose end is known that a person took within {seconds} s; "
                       "presses that nobody took are among them."),
        of=lambda tally: share(tally.person.within(seconds), tally.settled),
        behind=lambda press: _reached(press) and (press.wait_ms or 0) <= seconds * 1000,
    )  # fmt: skip


def share(part: int, whole: int) -> float | None:
    """Per cent; None of nothing."""
    return 100 * part / whole if whole else None


_ROUNDED_ZH = "等待时间向上取整到十分之一秒，一分钟以上取整到秒。"
_ROUNDED_EN = "Waits are rounded up to the tenth of a second, beyond a minute to the second."


def _percentile(id_: str, of: str, percent: int, zh: str, en: str, means_zh: str, means_en: str) -> Figure:
    def measured(press: Press) -> bool:
        return not press.test and (press.ring_ms if of == "ring" else press.wait_ms) is not None

    means = Words(zh=means_zh + _ROUNDED_ZH, en=f"{means_en} {_ROUNDED_EN}")
    return Figure(id=id_, name=Words(zh=zh, en=en), means=means, unit="s",
                  of=lambda tally: getattr(tally, of).percentile(percent), behind=measured)  # fmt: skip


_ALL = (
    Figure(
        id="presses", name=Words(zh="按键次数", en="presses"), unit="presses",
        means=Words(zh="在终端或接入号码上请求一项服务的次数；测试与演练除外，另行计数。",
                    en="Times a service was asked for at a terminal or on an access number; tests and drills are "
                       "left out, and counted apart."),
        of=lambda tally: tally.presses, behind=_counted),
    Figure(
        id="tests", name=Words(zh="测试与演练", en="tests and drills"), unit="presses",
        means=Words(zh="在登记的测试或演练期间的按键；不计入其他任何数字。",
                    en="Presses in the time of a noted test or drill; in no other figure."),
        of=lambda tally: tally.tests, behind=lambda press: press.test),
    _number("reached", "有人接听", "reached", "有人接受了通话；紧急求助挂机后才被接受的也算。",
            "A person accepted it; of an emergency also when that was after she had hung up."),
    _number("nobody", "无人接听", "reached nobody", "每一级都呼叫过，没有人接受。",
            "Every rung was tried, and nobody accepted."),
    _number("gave_up", "中途挂机", "gave up", "有人接听之前，来电者先挂机。",
            "She hung up before a person had taken it."),
    _number("blocked", "被阻止", "blocked", "没有任何可呼叫的去处。", "There was nowhere to ring."),
    _number("unknown", "结果不明", "unknown", "通话已结束，但没有留下结果。",
            "It is over, and its end was never told."),
    _number("pending", "进行中", "under way", "通话尚未结束。", "It is not over yet."),
    Figure(
        id="reached_percent", name=Words(zh="接通率", en="reached (%)"), unit="%",
        means=Words(zh="已有结果的按键中有人接听的百分比。",
                    en="Per cent of the presses whose end is known that a person took."),
        of=lambda tally: share(tally.reached, tally.settled), behind=_reached),
    Figure(
        id="abandoned_percent", name=Words(zh="放弃率", en="abandoned"), unit="%",
        means=Words(zh="已有结果的按键中，来电者先挂机的百分比。",
                    en="Per cent of the presses whose end is known in which she hung up first."),
        of=lambda tally: share(tally.gave_up, tally.settled),
        behind=lambda press: not press.test and press.outcome == "gave_up"),
    _percentile("ring_median", "ring", 50, "振铃时间（中位数）", "seconds to ring (median)",
                "从按键到第一部电话振铃，一半不超过此时间。",
                "From the press to the first telephone ringing; half of them took no longer."),
    _percentile("ring_95", "ring", 95, "振铃时间（95%）", "seconds to ring (95th)",
                "从按键到第一部电话振铃，95% 不超过此时间。",
                "From the press to the first telephone ringing; 95 % of them took no longer."),
    _percentile("person_median", "person", 50, "接听时间（中位数）", "seconds to a person (median)",
                "从按键到有人接听，一半不超过此时间；无人接听的不计。",
                "From the press to a person; half took no longer. Presses nobody took have none."),
    _percentile("person_95", "person", 95, "接听时间（95%）", "seconds to a person (95th)",
                "从按键到有人接听，95% 不超过此时间；无人接听的不计。",
                "From the press to a person; 95 % took no longer. Presses nobody took have none."),
    Figure(
        id="person_mean", name=Words(zh="接听时间（平均）", en="seconds to a person (mean)"), unit="s",
        means=Words(zh="从按键到有人接听的平均时间。" + _ROUNDED_ZH,
                    en="Mean time from the press to a person. " + _ROUNDED_EN),
        of=lambda tally: tally.person.mean, behind=_reached),
    Figure(
        id="person_slowest", name=Words(zh="最慢十分之一（平均）", en="slowest tenth (mean)"), unit="s",
        means=Words(zh="等待最久的十分之一按键的平均接听时间。" + _ROUNDED_ZH,
                    en="Mean time to a person of the tenth that waited longest. " + _ROUNDED_EN),
        of=lambda tally: tally.person.slowest_tenth, behind=_reached),
    *(_within(seconds) for seconds in (10, 15, 60, 180)),
    Figure(
        id="rungs_mean", name=Words(zh="平均呼叫级数", en="rungs needed (mean)"), unit="rungs",
        means=Words(zh="每次按键平均呼叫了几级。", en="How many rungs were tried for a press, on average."),
        of=lambda tally: tally.rungs / tally.presses if tally.presses else None, behind=_counted),
    Figure(
        id="out_of_hours", name=Words(zh="非营业时间", en="out of hours"), unit="presses",
        means=Words(zh="附近的服务商当时休息或放假。", en="The providers near her were closed, or kept a holiday."),
        of=lambda tally: tally.out_of_hours, behind=lambda press: not press.test and press.out_of_hours),
    Figure(
        id="rerouted", name=Words(zh="改派", en="rerouted"), unit="presses",
        means=Words(zh="因休息、放假、无人提供或线路占满，从第一级起就转到别处。",
                    en="From its first rung on it went elsewhere: closed, holiday, nobody offers it, or lines taken."),
        of=lambda tally: tally.rerouted, behind=lambda press: not press.test and press.rerouted),
    Figure(
        id="late_first", name=Words(zh="首级接听过慢", en="late at the first rung"), unit="presses",
        means=Words(zh="有人接听，但超过 15 秒，且只呼叫了一级。",
                    en="A person took it after more than 15 s, and only one rung had been tried."),
        of=lambda tally: tally.late_first,
        behind=lambda press: not press.test and press.late and press.rungs <= 1),
    Figure(
        id="late_further", name=Words(zh="转到下一级才接听", en="late at a further rung"), unit="presses",
        means=Words(zh="有人接听，但超过 15 秒，因为前面的号码没有接。",
                    en="A person took it after more than 15 s, for those before had not taken it."),
        of=lambda tally: tally.late_further,
        behind=lambda press: not press.test and press.late and press.rungs > 1),
    Figure(
        id="talk_minutes", name=Words(zh="通话分钟", en="minutes talked"), unit="min",
        means=Words(zh="有人接听后的通话时间总和。", en="Time from a person taking it to the end, all together."),
        of=lambda tally: tally.talk_ms / 60_000, behind=lambda press: not press.test and press.talk_ms > 0),
)  # fmt: skip
FIGURES: Mapping[str, Figure] = {figure.id: figure for figure in _ALL}

TARGETS = (
    Target(id="gbt33358_15s", figure="within_15", goal=95, emergencies_only=False,
           name=Words(zh="GB/T 33358：15 秒内接听 95%", en="GB/T 33358: 95 % within 15 s")),
    Target(id="gbt33358_connected", figure="reached_percent", goal=95, emergencies_only=False,
           name=Words(zh="GB/T 33358：接通率 95%", en="GB/T 33358: 95 % connected")),
    Target(id="alarm_60s", figure="within_60", goal=97.5, emergencies_only=True,
           name=Words(zh="报警应答：60 秒内 97.5%", en="alarm answering: 97.5 % within 60 s")),
    Target(id="alarm_180s", figure="within_180", goal=99, emergencies_only=True,
           name=Words(zh="报警应答：180 秒内 99%", en="alarm answering: 99 % within 180 s")),
    Target(id="120_10s", figure="within_10", goal=95, emergencies_only=True,
           name=Words(zh="120：10 秒内 95%", en="120: 95 % within 10 s")),
)  # fmt: skip
"""What others set themselves. Meeting them here claims conformity with none of them."""
