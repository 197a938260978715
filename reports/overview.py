"""How good were we? The days, the hours of the week, the way of a message to the door, and how numbers answer."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection

from reports import messages, watch, watch_rows
from reports.answering import league_sheet
from reports.calls import heat
from reports.counting import Tally, add
from reports.definitions import FIGURES, Words
from reports.messages import Messages
from reports.names import Names
from reports.periods import By, Period
from reports.presses import EVERYBODY, Filter
from reports.reading import Line, press_lines
from reports.sheets import Column, Report, Sheet, Value, column
from reports.watch_rows import Watch

TITLE = Words(zh="总览", en="Overview")
SHOWN = ("presses", "reached", "nobody", "gave_up", "reached_percent", "within_15", "person_median", "person_95",
         "out_of_hours", "rerouted", "tests")  # fmt: skip
"""The figures of each line, of those in definitions.py."""
WEEKDAYS = (
    Words(zh="周一", en="Monday"), Words(zh="周二", en="Tuesday"), Words(zh="周三", en="Wednesday"),
    Words(zh="周四", en="Thursday"), Words(zh="周五", en="Friday"), Words(zh="周六", en="Saturday"),
    Words(zh="周日", en="Sunday"),
)  # fmt: skip
_HOURS = range(24)


def report(
    conn: Connection, period: Period, now: datetime, names: Names, *, by: By, only: Filter = EVERYBODY
) -> Report:
    """Funnel and league know no services: they are of everything in the period."""
    every = press_lines(conn, period, By.TOTAL, "none", only)
    sheets = (
        _figures("total", Words(zh="全部", en="All of it"), every, By.TOTAL),
        _figures("days", Words(zh="走势", en="Day by day"), press_lines(conn, period, by, "none", only), by),
        _heat(press_lines(conn, period, By.TOTAL, "hour", only)),
        _funnel(
            messages.add(messages.report(conn, period, By.TOTAL, only).values()),
            watch_rows.count(watch.events(conn, period, only)),
        ),
        league_sheet(conn, period, names),
    )
    return Report(id="overview", words=TITLE, first=period.first, last=period.last, zone=period.zone,
                  unfinished=not period.finished(now), sheets=sheets)  # fmt: skip


def _figures(id_: str, words: Words, lines: Iterable[Line], by: By) -> Sheet:
    shown = [FIGURES[name] for name in SHOWN]
    head = (column("part", "日期", "days"),) if by is not By.TOTAL else ()
    found = list(lines)
    if by is By.TOTAL:
        found = [Line(name="", member="", tally=add(line.tally for line in found))]
    rows: list[tuple[Value, ...]] = [
        (*((line.name,) if head else ()), *(figure.of(line.tally) for figure in shown)) for line in found
    ]
    columns = tuple(Column(id=figure.id, words=figure.name) for figure in shown)
    notes = tuple(_defined(figure.name, figure.means) for figure in shown)
    return Sheet(id=id_, words=words, columns=(*head, *columns), rows=rows, notes=notes)


def _heat(lines: Iterable[Line]) -> Sheet:
    found = heat(lines)
    rows: list[tuple[Value, ...]] = [
        (words, *(found.get((day, hour), Tally()).presses for hour in _HOURS)) for day, words in enumerate(WEEKDAYS, 1)
    ]
    hours = (column(f"h{hour:02d}", f"{hour}", f"{hour}") for hour in _HOURS)
    note = Words(
        zh="该时段的按键次数，测试与演练除外。", en="Presses in the hour that begins then, without tests and drills."
    )
    return Sheet(id="heat", words=Words(zh="一周各时段的按键", en="Presses by hour and weekday"),
                 columns=(column("weekday", "星期", "weekday"), *hours), rows=rows, notes=(note,))  # fmt: skip


def _funnel(said: Messages, watched: Watch) -> Sheet:
    rows: list[tuple[Value, ...]] = [
        ("pushed", Words(zh="推送的广播", en="broadcasts pushed"), said.pushed),
        ("heard", Words(zh="收听", en="listened to"), said.heard),
        ("calls", Words(zh="关怀电话", en="wellness calls"), watched.calls),
        ("visits", Words(zh="上门", en="visits"), watched.visits),
    ]
    columns = (column("id", "代号", "id"), column("stage", "环节", "stage"), column("number", "数量", "number"))
    notes = (
        Words(zh="推送：提供给一个人且未撤回的广播。收听：有证据听到至少 80%，或按键确认。",
              en="Pushed: offered to a person and not taken back. Listened to: proven, at least 80 % or a key."),
        Words(zh="关怀电话：因沉默而拨出的电话。上门：请求的上门探访。",
              en="Wellness calls: dialled because of a silence. Visits: those asked for."),
    )  # fmt: skip
    return Sheet(id="funnel", words=Words(zh="从广播到上门", en="From a message to the door"), columns=columns,
                 rows=rows, notes=notes)  # fmt: skip


def _defined(name: Words, means: Words) -> Words:
    return Words(zh=f"{name.zh}：{means.zh}", en=f"{name.en}: {means.en}")
