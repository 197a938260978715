"""What does each figure about the hotline's queue mean, and which waits, returns and messages lie behind it?"""

from reports.definitions import Words, share
from reports.figures import RowFigure, by_id, where
from reports.queue_rows import RETURN, WAIT, WORDS, Event, Queue, counts_in

Figure = RowFigure[Queue, Event]
_ROUNDED_ZH = "只计有人接的。"
_ROUNDED_EN = "Of those that were taken."


def _number(id_: str, unit: str, zh: str, en: str, means_zh: str, means_en: str) -> Figure:
    return Figure(id=id_, unit=unit, name=Words(zh=zh, en=en), means=Words(zh=means_zh, en=means_en),
                  of=lambda found: int(getattr(found, id_)), rows=where(lambda one: id_ in counts_in(one)))  # fmt: skip


def _took(kind: str, one: Event) -> bool:
    return one.kind == kind and not one.test and one.took_ms is not None


def _waited(id_: str, zh: str, en: str, means_zh: str, means_en: str, percent: int) -> Figure:
    means = Words(zh=means_zh + _ROUNDED_ZH, en=f"{means_en} {_ROUNDED_EN}")
    return Figure(id=id_, unit="s", name=Words(zh=zh, en=en), means=means,
                  of=lambda found: found.waited.percentile(percent),
                  rows=where(lambda one: _took(WAIT, one)))  # fmt: skip


def _within(seconds: int) -> Figure:
    return Figure(
        id=f"within_{seconds}", unit="%", name=Words(zh=f"{seconds} 秒内接听", en=f"answered in {seconds} s"),
        means=Words(zh=f"已有结果的排队中，{seconds} 秒内有人接的百分比；挂机、回家等和转走的也在分母里。",
                    en=f"Per cent of the waits that are over that somebody took within {seconds} s; those given up, "
                       "waiting at home or moved on are among them."),
        of=lambda found: share(found.waited.within(seconds), found.settled),
        rows=where(lambda one: _took(WAIT, one) and (one.took_ms or 0) <= seconds * 1000),
    )  # fmt: skip


FIGURES = by_id((
    _number("queued", "waits", "排队", "waits", "进入热线排队的来电，测试与演练除外；服务没有人接而转来的也算。",
            "Calls that came into the hotline's queue, without tests and drills; also those whose service nobody "
            "took."),
    _number("taken", "waits", "接听", "taken", "排队时有座席接了。", "Somebody who sits there took it."),
    _number("gave_up", "waits", "等待中挂机", "gave up", "还在排队时自己挂机。", "She hung up while she waited."),
    _number("home", "waits", "挂机等回电", "waits at home", "按 1 挂机，在家等回电，名次保留。",
            "She hung up to be rung back, and keeps her place."),
    _number("moved_on", "waits", "转走", "moved on", "等到时限没有人接，或没有人在座席，转到下一级。",
            "Nobody took it in time, or nobody sat there: it went on to the next rung."),
    _number("unknown", "waits", "结果不明", "unknown", "通话已结束，排队怎样结束的没有记录。",
            "The call is over, and how the wait ended was never told."),
    _number("waiting", "waits", "正在排队", "waiting now", "还在排队。", "Still waiting."),
    Figure(id="abandoned_percent", unit="%", name=Words(zh="放弃率", en="abandoned"),
           means=Words(zh="已有结果的排队中，接听前自己挂机的百分比（欧盟 112 的口径）；挂机等回电的不算放弃。",
                       en="Per cent of the waits that are over in which she hung up before she was answered (as EU 112 "
                          "counts it); who waits at home has not given up."),
           of=lambda found: share(found.gave_up, found.settled),
           rows=where(lambda one: "gave_up" in counts_in(one))),
    _waited("wait_median", "等待时间（中位数）", "waited (median)", "一半不超过此时间。", "Half waited no longer.", 50),
    _waited("wait_95", "等待时间（95%）", "waited (95th)", "95% 不超过此时间。", "95 % waited no longer.", 95),
    _waited("wait_most", "最长等待", "waited (most)", "等得最久的一个。", "The longest wait.", 100),
    Figure(id="wait_mean", unit="s", name=Words(zh="等待时间（平均）", en="waited (mean)"),
           means=Words(zh="从进入排队到有人接的平均时间。" + _ROUNDED_ZH,
                       en="Mean time from coming into the queue until it was taken. " + _ROUNDED_EN),
           of=lambda found: found.waited.mean, rows=where(lambda one: _took(WAIT, one))),
    *(_within(seconds) for seconds in (10, 15, 20)),
    _number("returns", "returns", "要求回电", "asked to be rung back", "排队时按 1 要求回电的次数，按要求之日计。",
            "Times somebody asked to be rung back, on that day."),
    _number("returned", "returns", "已回电接通", "rung back", "回电时她接起了电话。",
            "Her own telephone was answered."),
    Figure(id="return_median", unit="s", name=Words(zh="回电用时（中位数）", en="until rung back (median)"),
           means=Words(zh="从要求回电到她接起，一半不超过此时间。",
                       en="From her asking until she picked up; half waited no longer."),
           of=lambda found: found.to_return.percentile(50), rows=where(lambda one: _took(RETURN, one))),
    _number("words", "messages", "留言", "messages left", "没有人接时留下的话。",
            "What was said when nobody took the call."),
    _number("heard", "messages", "已听留言", "messages heard", "值班人员已听并办结。",
            "A member of staff has heard it and finished the task."),
    Figure(id="hear_median", unit="s", name=Words(zh="听取用时（中位数）", en="until heard (median)"),
           means=Words(zh="从留言到办结，一半不超过此时间。",
                       en="From the message until its task was done; half no longer."),
           of=lambda found: found.to_hear.percentile(50), rows=where(lambda one: _took(WORDS, one))),
    _number("tests", "events", "测试与演练", "tests and drills", "来电属于登记的测试或演练；不计入其他任何数字。",
            "Of calls in the time of a noted test or drill; in no other figure."),
))  # fmt: skip
