"""What does each figure about messages mean, and which deliveries lie behind it?"""

from typing import Any

from reports.definitions import Words
from reports.figures import RowFigure, by_id, where
from reports.messages import Messages, counts_in

Figure = RowFigure[Messages, Any]


def _number(id_: str, zh: str, en: str, means_zh: str, means_en: str) -> Figure:
    return Figure(id=id_, unit="people", name=Words(zh=zh, en=en), means=Words(zh=means_zh, en=means_en),
                  of=lambda found: int(getattr(found, id_)), rows=where(lambda one: id_ in counts_in(one)))  # fmt: skip


FIGURES = by_id((
    _number("pushed", "推送", "pushed", "提供给一个人且未撤回的广播，按提供之日计。",
            "Offered to a person and not taken back; on the day it was offered."),
    _number("heard", "收听", "listened", "有证据听到至少 80%，或按键确认；事后自己收听的也算。",
            "Proven: at least 80 % of it, or a key; also when she listened later by herself."),
    Figure(id="percent", unit="%", name=Words(zh="收听率", en="listened"),
           means=Words(zh="推送中收听的百分比。", en="Per cent of the pushed that was listened to."),
           of=lambda found: found.percent, rows=where(lambda one: "heard" in counts_in(one))),
    _number("confirmed", "按键确认", "confirmed by a key", "最高证据：按键。各证据等级之和等于推送。",
            "The best that is proven: a key. The grades of evidence add up to the pushed."),
    _number("listened", "听到", "heard, measured", "最高证据：测得听到至少 80%。",
            "The best: at least 80 % of it was measured."),
    _number("answered", "接起", "answered only", "最高证据：有人接起。", "The best: somebody picked up."),
    _number("rang", "振铃未接", "rang", "最高证据：电话振铃。", "The best: her telephone rang."),
    _number("not_reached", "未接通", "not reached", "拨过，电话没有振铃。", "It was dialled, and never rang."),
    _number("not_dialled", "未拨出", "not dialled", "没有拨过。", "It was never dialled."),
    _number("by_lamp", "亮灯留言", "left by lamp", "留在终端，等她自己收听。",
            "Left for her to listen to when she likes."),
    Figure(id="dials", unit="dials", name=Words(zh="拨号次数", en="dials"),
           means=Words(zh="推送的广播一共拨了多少次。", en="How often the pushed were dialled in all."),
           of=lambda found: found.dials,
           rows=where(lambda one: one.tries > 0 and "pushed" in counts_in(one))),
    _number("withdrawn", "撤回", "taken back", "收听之前撤回；按广播开始之日计。",
            "Taken back before she listened; on the day the message was to begin."),
    _number("tests", "测试与演练", "tests and drills", "在登记的测试或演练期间开始的广播；不计入其他任何数字。",
            "Of messages that began in the time of a noted test or drill; in no other figure."),
))  # fmt: skip
