"""What does each figure about emergencies mean, and which emergencies lie behind it?"""

from collections.abc import Iterable, Sequence

from reports.definitions import Number, Words, share
from reports.emergency_rows import Emergencies, Emergency
from reports.figures import RowFigure, by_id, where

Figure = RowFigure[Emergencies, Emergency]


def _real(one: Emergency) -> bool:
    return not one.test


def _taken(one: Emergency) -> bool:
    return not one.test and one.wait_ms is not None


def _first_of_each(every: Sequence[Emergency]) -> Iterable[Emergency]:
    """Of each home its first trip."""
    found: dict[str, Emergency] = {}
    for one in every:
        if _taken(one):
            found.setdefault(one.person, one)
    return found.values()


def _within(seconds: int) -> Figure:
    return Figure(
        id=f"within_{seconds}", unit="%",
        name=Words(zh=f"{seconds} 秒内接受", en=f"in {seconds} s"),
        means=Words(zh=f"全部紧急求助中，{seconds} 秒内有人接受的百分比；没有人接受的也在分母里。",
                    en=f"Per cent of all emergencies that a person accepted within {seconds} s; those that nobody "
                       "accepted are among them."),
        of=lambda found: share(found.waits.within(seconds), found.opened),
        rows=where(lambda one: _taken(one) and (one.wait_ms or 0) <= seconds * 1000),
    )  # fmt: skip


def _clock(id_: str, zh: str, en: str, means_zh: str, means_en: str, percent: int) -> Figure:
    """A percentile of the waits."""
    return Figure(id=id_, unit="s", name=Words(zh=zh, en=en), means=Words(zh=means_zh, en=means_en),
                  of=lambda found: found.waits.percentile(percent), rows=where(_taken))  # fmt: skip


def _slow(found: Emergencies) -> Number:
    return found.opened - found.waits.within(180)


FIGURES = by_id((
    Figure(id="opened", unit="emergencies", name=Words(zh="紧急求助", en="emergencies"),
           means=Words(zh="一次紧急求助为一件，无论按了几次；测试与演练除外。",
                       en="One incident each, however often she pressed; tests and drills are left out."),
           of=lambda found: found.opened, rows=where(_real)),
    Figure(id="trips", unit="emergencies", name=Words(zh="出动", en="trips"),
           means=Words(zh="有人接受的紧急求助。", en="Emergencies that a person accepted."),
           of=lambda found: found.trips, rows=where(_taken)),
    Figure(id="people", unit="homes", name=Words(zh="人数", en="people"),
           means=Words(zh="至少有一次出动的住户；列出各户的第一次。",
                       en="Homes with at least one trip; the first of each is listed."),
           of=lambda found: found.people, rows=_first_of_each),
    Figure(id="open", unit="emergencies", name=Words(zh="未结束", en="not closed"),
           means=Words(zh="尚无人结束。", en="Nobody has closed it yet."),
           of=lambda found: found.open, rows=where(lambda one: not one.test and one.closed_at is None)),
    Figure(id="false_alarms", unit="emergencies", name=Words(zh="误报", en="false"),
           means=Words(zh="结束后有人说明是虚惊、误按或试按的；仍计入紧急求助和出动。",
                       en="Said afterwards to have been a false alarm, a mistaken press or a try of the key; still "
                          "among the emergencies and the trips."),
           of=lambda found: found.false, rows=where(lambda one: one.false)),
    Figure(id="false_percent", unit="%", name=Words(zh="误报率", en="false"),
           means=Words(zh="全部紧急求助中误报的百分比（欧盟 112 的口径）；没有说明的也在分母里。",
                       en="Per cent of all emergencies that were false, as EU 112 counts it; those of which nobody has "
                          "said are among them."),
           of=lambda found: share(found.false, found.opened), rows=where(lambda one: one.false)),
    Figure(id="unsaid", unit="emergencies", name=Words(zh="未说明情况", en="not said"),
           means=Words(zh="已结束，但还没有人说明是真实求助还是误报。",
                       en="Closed, and nobody has said yet what it turned out to be."),
           of=lambda found: found.unsaid,
           rows=where(lambda one: _real(one) and one.closed_at is not None and not one.finding)),
    Figure(id="tests", unit="emergencies", name=Words(zh="测试与演练", en="tests and drills"),
           means=Words(zh="登记的测试或演练期间的紧急求助；不计入其他任何数字。",
                       en="Emergencies in the time of a noted test or drill; in no other figure."),
           of=lambda found: found.tests, rows=where(lambda one: one.test)),
    Figure(id="mean_s", unit="s", name=Words(zh="平均接受时间", en="mean to a person"),
           means=Words(zh="从按键到第一个人接受的平均时间。", en="Mean time from the press to the first person."),
           of=lambda found: found.waits.mean, rows=where(_taken)),
    _clock("median_s", "接受时间中位数", "median to a person", "一半不超过此时间。", "Half took no longer.", 50),
    _clock("p95_s", "接受时间 95%", "95th to a person", "95% 不超过此时间。", "95 % took no longer.", 95),
    Figure(id="slowest_s", unit="s", name=Words(zh="最慢十分之一（平均）", en="slowest tenth (mean)"),
           means=Words(zh="等待最久的十分之一的平均时间。", en="Mean time of the tenth that waited longest."),
           of=lambda found: found.waits.slowest_tenth, rows=where(_taken)),
    *(_within(seconds) for seconds in (10, 15, 60, 180)),
    Figure(id="unaccepted", unit="emergencies", name=Words(zh="无人接受", en="accepted by nobody"),
           means=Words(zh="至今没有人接受。", en="Nobody has accepted it so far."),
           of=lambda found: found.opened - found.trips, rows=where(lambda one: _real(one) and one.wait_ms is None)),
    Figure(id="over_180", unit="emergencies", name=Words(zh="超过 180 秒", en="over 180 s"),
           means=Words(zh="180 秒内没有人接受；每一件都应调查。",
                       en="Nobody accepted it within 180 s; each one is to be looked into."),
           of=_slow, rows=where(lambda one: _real(one) and (one.wait_ms is None or one.wait_ms > 180_000))),
))  # fmt: skip
