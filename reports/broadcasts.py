"""How were the messages listened to? Pushed, and what is proven of each, by day, week or month."""

from datetime import datetime

from sqlalchemy import Connection

from reports import messages
from reports.definitions import Words
from reports.messages import Messages
from reports.periods import By, Period
from reports.presses import EVERYBODY, Filter
from reports.sheets import Report, Sheet, Value, column

TITLE = Words(zh="广播", en="Broadcasts")


def report(conn: Connection, period: Period, now: datetime, *, by: By, only: Filter = EVERYBODY) -> Report:
    lines = messages.report(conn, period, by, only)
    sheet = Sheet(id="broadcasts", words=TITLE, columns=COLUMNS, notes=NOTES,
                  rows=[values(name, found) for name, found in lines.items()])  # fmt: skip
    return Report(id="broadcasts", words=TITLE, first=period.first, last=period.last, zone=period.zone,
                  unfinished=not period.finished(now), sheets=(sheet,))  # fmt: skip


def values(name: str, found: Messages) -> tuple[Value, ...]:
    return (name, found.pushed, found.heard, found.percent, found.confirmed, found.listened, found.answered,
            found.rang, found.not_reached, found.not_dialled, found.by_lamp, found.dials, found.withdrawn,
            found.tests)  # fmt: skip


NOTES = (
    Words(zh="推送：提供给一个人且未撤回的广播，按提供之日计。",
          en="Pushed: offered to a person and not taken back; on the day it was offered."),
    Words(zh="收听：有证据听到至少 80%，或按键确认。各证据等级之和等于推送。",
          en="Listened: proven, at least 80 % of it or a key. The grades of evidence add up to the pushed."),
)  # fmt: skip
COLUMNS = (
    column("part", "日期", "days"), column("pushed", "推送", "pushed"), column("heard", "收听", "listened"),
    column("percent", "收听率（%）", "listened (%)"), column("confirmed", "按键确认", "confirmed by a key"),
    column("listened", "听到", "heard, measured"), column("answered", "接起", "answered only"),
    column("rang", "振铃未接", "rang"), column("not_reached", "未接通", "not reached"),
    column("not_dialled", "未拨出", "not dialled"), column("by_lamp", "亮灯留言", "left by lamp"),
    column("dials", "拨号次数", "dials"), column("withdrawn", "撤回", "taken back"),
    column("tests", "测试与演练", "tests and drills"),
)  # fmt: skip
