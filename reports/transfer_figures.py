"""What does each figure about calls passed on mean, and which of them lie behind it?"""

from reports.definitions import Words, share
from reports.figures import RowFigure, by_id, where
from reports.transfer_rows import Transfer, Transfers

Figure = RowFigure[Transfers, Transfer]


def _taken(one: Transfer) -> bool:
    return not one.test and one.took_ms is not None


def _within(seconds: int) -> Figure:
    return Figure(
        id=f"taken_{seconds}", unit="%", name=Words(zh=f"{seconds} 秒内接听", en=f"taken in {seconds} s"),
        means=Words(zh=f"已有结果的转接中，对方在 {seconds} 秒内接听的百分比；没有人接听的也在分母里。",
                    en=f"Per cent of the transfers whose end is known that the other side took within {seconds} s of "
                       "the order; those nobody took are among them."),
        of=lambda found: share(found.took.within(seconds), found.taken + found.missed),
        rows=where(lambda one: _taken(one) and (one.took_ms or 0) <= seconds * 1000),
    )  # fmt: skip


def _clock(id_: str, zh: str, en: str, means_zh: str, means_en: str, percent: int) -> Figure:
    return Figure(id=id_, unit="s", name=Words(zh=zh, en=en), means=Words(zh=means_zh, en=means_en),
                  of=lambda found: found.took.percentile(percent), rows=where(_taken))  # fmt: skip


FIGURES = by_id((
    Figure(id="transfers", unit="transfers", name=Words(zh="转接次数", en="transfers"),
           means=Words(zh="座席为手上的来电另外呼叫一方：直接转、先问后转或三方通话；按下转接之日计，测试与演练除外。",
                       en="Times an operator had somebody rung for the call in hand: passed on at once, asked first or "
                          "called in as a third; on the day of the order, without tests and drills."),
           of=lambda found: found.transfers, rows=where(lambda one: not one.test)),
    Figure(id="taken", unit="transfers", name=Words(zh="对方接听", en="taken"),
           means=Words(zh="对方已接通。", en="The other side was joined."),
           of=lambda found: found.taken, rows=where(_taken)),
    Figure(id="missed", unit="transfers", name=Words(zh="对方未接", en="not taken"),
           means=Words(zh="已经结束，对方没有接通。", en="It is over, and the other side was not joined."),
           of=lambda found: found.missed, rows=where(lambda one: not one.test and one.missed)),
    Figure(id="taken_percent", unit="%", name=Words(zh="接通率", en="share taken"),
           means=Words(zh="已有结果的转接中对方接通的百分比。",
                       en="Per cent of the transfers whose end is known that the other side took."),
           of=lambda found: share(found.taken, found.taken + found.missed), rows=where(_taken)),
    Figure(id="took_mean", unit="s", name=Words(zh="对方接听时间（平均）", en="until taken (mean)"),
           means=Words(zh="从座席按下转接到对方接通的平均时间。",
                       en="Mean time from the operator's order until the other "
                       "side was joined."),
           of=lambda found: found.took.mean, rows=where(_taken)),
    _clock("took_median", "对方接听时间（中位数）", "until taken (median)", "一半不超过此时间。",
           "Half took no longer.", 50),
    _clock("took_95", "对方接听时间（95%）", "until taken (95th)", "95% 不超过此时间。", "95 % took no longer.", 95),
    _within(15),
    Figure(id="tests", unit="transfers", name=Words(zh="测试与演练", en="tests and drills"),
           means=Words(zh="来电属于登记的测试或演练；不计入其他任何数字。",
                       en="Of calls in the time of a noted test or drill; in no other figure."),
           of=lambda found: found.tests, rows=where(lambda one: one.test)),
))  # fmt: skip
