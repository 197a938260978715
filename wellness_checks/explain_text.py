"""How is somebody's silence told in plain lines, in Chinese or in English? For `bigbutton explain`."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from db.attempts import AttemptRow
from db.cases import CaseRow
from db.visits import VisitRow
from db.watch import SignRow
from people.seniors import Language
from wellness_checks.explaining import Explanation
from wellness_checks.silence import Day, Silence, Why

ENGLISH: Mapping[str, str] = MappingProxyType(
    {
        "who": "{name} ({id})",
        "days": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
        "sign": "Last sign of life: {at}, {kind}",
        "no_sign": "Last sign of life: none is known",
        "kind-press": "a key for a service was pressed on her telephone",
        "kind-well": "she dialled “I am well”",
        "kind-listen": "she asked to listen to her messages",
        "kind-next": "she asked for another service after a call",
        "kind-ordinary_call": "somebody was called from her telephone",
        "kind-key": "a key was pressed in a message or call of ours",
        "kind-heard": "she listened to a message",
        "kind-spoke": "staff spoke with her",
        "kind-visit": "a visitor found her",
        "kind-checked_in": "somebody who knows her said so",
        "told_by": " ({by}: {note})",
        "earlier": "  before: {at}, {kind}",
        "away": "Away from {from_} to {to} ({reason}, asked by {by}); the watch resumes by itself",
        "overdue": "Her return is overdue: away until {to} ({reason}), nothing seen since",
        "deadline-next": "She says by {hour} each day that she is well; next on {at}",
        "deadline-missed": "She says by {hour} each day that she is well; missed on {at}",
        "state-others_due": "rung in vain, her family is asked",
        "state-searching": "not found at her door, she is searched for",
        "visit-offered": "{visitor} is being rung, due by {due}",
        "outage": "  It may be an outage of ours: nothing is done before {at}",
        "overdue-step": "  Overdue, {n} times sent higher; {by}",
        "nobody_has_it": "nobody has taken it",
        "has_it": "{by} has taken it",
        "outcome-confirmed": "she pressed a key when the exchange rang",
        "outcome-seen_by_contact": "somebody has seen her",
        "outcome-found_elsewhere": "found elsewhere",
        "unheard": "Messages not listened to: {n}, the oldest there since {at}",
        "not_watched": "No clock runs: nothing that was offered to her waits unheard",
        "clock": "The clock runs since {at}; {needed} silent days raise the flag",
        "day": "  {day}: {why}",
        "silent": "silent, counts ({n} of {needed})",
        "sign_of_life": "a sign of life, does not count",
        "hold": "away, does not count",
        "hold-reason": "away ({reason}), does not count",
        "not_measured": "not measured, does not count",
        "not_over": "not over yet, does not count",
        "fell": "The flag fell on {at}",
        "held": "The flag would have fallen on {at}; while she is away it does not",
        "falls": "The flag falls on {at} if she stays silent",
        "never": "No flag within a year: she is away for that long",
        "no_case": "No case is open",
        "case": "Case open since {at}: {state}",
        "case-reason": "Case open since {at}: {state}. {reason}",
        "state-silent": "silent, nothing done yet",
        "state-wellness_call_due": "to be rung by staff",
        "state-calling": "staff are ringing her",
        "state-spoke": "spoken with",
        "state-not_answered": "rung in vain, to be rung again",
        "state-visit_due": "somebody goes to her door",
        "call": "  Call on {at}: {outcome}",
        "outcome-": "under way",
        "outcome-unknown": "nobody can tell how it ended",
        "outcome-refused": "it could not be placed",
        "outcome-staff_unavailable": "no member of staff took it, she was not rung",
        "outcome-taken": "staff took it, she was not reached",
        "outcome-busy": "her line was engaged",
        "outcome-no_answer": "she did not answer",
        "outcome-unallocated": "her number does not exist",
        "outcome-congestion": "no line was free",
        "outcome-rejected": "her telephone refused it",
        "outcome-failed": "it failed",
        "outcome-answered": "somebody picked up; that staff spoke with her was not reported",
        "outcome-spoke": "staff spoke with her",
        "outcome-not_spoke": "picked up, but staff did not speak with her",
        "visit": "  Visit opened on {at}: {state}",
        "visit-due": "waits for somebody to take it, due by {due}",
        "visit-accepted": "{visitor} is on the way, due by {due}",
        "visit-arrived": "{visitor} dialled the code at her door on {arrived}",
        "visit-closed": "closed: {outcome}",
        "outcome-found_well": "found well",
        "outcome-needs_care": "needs care",
        "outcome-emergency": "an emergency",
        "outcome-not_found": "not found",
        "somebody": "somebody",
    }
)
CHINESE: Mapping[str, str] = MappingProxyType(
    {
        "who": "{name}（{id}）",
        "days": "星期一 星期二 星期三 星期四 星期五 星期六 星期日",
        "sign": "最近一次平安迹象：{at}，{kind}",
        "no_sign": "最近一次平安迹象：没有记录",
        "kind-press": "话机上按了服务键",
        "kind-well": "拨了“我很好”",
        "kind-listen": "要求收听留言",
        "kind-next": "通话后又要了一项服务",
        "kind-ordinary_call": "话机上打出了电话",
        "kind-key": "在广播或来电中按了键",
        "kind-heard": "听完了广播",
        "kind-spoke": "工作人员与本人通了话",
        "kind-visit": "上门见到了本人",
        "kind-checked_in": "熟悉本人的人代为报平安",
        "told_by": "（{by}：{note}）",
        "earlier": "  此前：{at}，{kind}",
        "away": "{from_} 至 {to} 外出（{reason}，由 {by} 登记）；期满自动恢复守望",
        "overdue": "逾期未归：外出至 {to}（{reason}），此后没有平安迹象",
        "deadline-next": "约定每天 {hour} 前报平安；下一次：{at}",
        "deadline-missed": "约定每天 {hour} 前报平安；未报：{at}",
        "state-others_due": "去电未接通，正在询问家人",
        "state-searching": "上门未见本人，正在寻找",
        "visit-offered": "正在呼叫 {visitor}，最迟 {due}",
        "outage": "  可能是线路故障：{at} 之前暂不处理",
        "overdue-step": "  已逾期，上报 {n} 次；{by}",
        "nobody_has_it": "尚无人接手",
        "has_it": "{by} 已接手",
        "outcome-confirmed": "系统去电时本人按了键",
        "outcome-seen_by_contact": "有人见到了本人",
        "outcome-found_elsewhere": "在别处找到",
        "unheard": "未听的广播：{n} 条，最早一条自 {at} 起等待收听",
        "not_watched": "没有计时：没有未听的广播",
        "clock": "自 {at} 起计时，满 {needed} 个无声日即标记",
        "day": "  {day}：{why}",
        "silent": "无声，计入（第 {n} 天，共需 {needed} 天）",
        "sign_of_life": "有平安迹象，不计入",
        "hold": "外出，不计入",
        "hold-reason": "外出（{reason}），不计入",
        "not_measured": "当天未能测量，不计入",
        "not_over": "当天尚未结束，不计入",
        "fell": "已于 {at} 标记",
        "held": "本应于 {at} 标记；外出期间不标记",
        "falls": "若继续无声，将于 {at} 标记",
        "never": "一年之内不会标记：外出时间太长",
        "no_case": "没有未结的个案",
        "case": "个案自 {at} 起未结：{state}",
        "case-reason": "个案自 {at} 起未结：{state}。{reason}",
        "state-silent": "无声，尚未处理",
        "state-wellness_call_due": "等待工作人员去电",
        "state-calling": "工作人员正在去电",
        "state-spoke": "已与本人通话",
        "state-not_answered": "去电未接通，将再次去电",
        "state-visit_due": "派人上门",
        "call": "  去电 {at}：{outcome}",
        "outcome-": "正在进行",
        "outcome-unknown": "结果不明",
        "outcome-refused": "未能拨出",
        "outcome-staff_unavailable": "没有工作人员接起，本人话机未响",
        "outcome-taken": "工作人员已接起，未接通本人",
        "outcome-busy": "本人占线",
        "outcome-no_answer": "本人无人接听",
        "outcome-unallocated": "号码不存在",
        "outcome-congestion": "线路繁忙",
        "outcome-rejected": "话机拒接",
        "outcome-failed": "拨打失败",
        "outcome-answered": "有人接起，工作人员未报告通话",
        "outcome-spoke": "工作人员与本人通了话",
        "outcome-not_spoke": "有人接起，但未与本人通话",
        "visit": "  上门 {at}：{state}",
        "visit-due": "等待人员领取，最迟 {due}",
        "visit-accepted": "{visitor} 已出发，最迟 {due}",
        "visit-arrived": "{visitor} 已于 {arrived} 在本人话机上拨了上门码",
        "visit-closed": "已结束：{outcome}",
        "outcome-found_well": "本人平安",
        "outcome-needs_care": "需要照护",
        "outcome-emergency": "紧急情况",
        "outcome-not_found": "未找到本人",
        "somebody": "上门人员",
    }
)
_WORDS = MappingProxyType({Language.ENGLISH: ENGLISH, Language.CHINESE: CHINESE})


def tell(found: Explanation, language: Language = Language.ENGLISH) -> tuple[str, ...]:
    """Who, the last sign of life, each day and whether it counted, when the flag falls, the open case."""
    return tuple(_Teller(found, language).lines())


class _Teller:
    """One explanation in one language; every time by her own clock."""

    def __init__(self, found: Explanation, language: Language) -> None:
        self.found = found
        self.words = _WORDS[language]
        self.zone = ZoneInfo(found.senior.zone)
        english = language is Language.ENGLISH and found.senior.name_en
        self.name = found.senior.name_en if english else found.senior.name

    def lines(self) -> Iterator[str]:
        yield self._say("who", name=self.name, id=self.found.senior.id)
        yield self._sign()
        yield from (self._earlier(sign) for sign in self.found.signs[1:])
        if self.found.unheard:
            oldest = self.found.unheard[0].available_at
            yield self._say("unheard", n=len(self.found.unheard), at=self._at(oldest))
        yield from self._silence(self.found.silence)
        yield from self._agreed()
        yield from self._case(self.found.case)

    def _earlier(self, sign: SignRow) -> str:
        kind = self.words.get(f"kind-{sign.kind}", sign.kind)
        told = self._say("told_by", by=sign.told_by, note=sign.note) if sign.told_by else ""
        return self._say("earlier", at=self._at(sign.at), kind=kind + told)

    def _agreed(self) -> Iterator[str]:
        """Holds and deadlines: what has been agreed with her or about her."""
        for key, hold in (("away", self.found.away), ("overdue", self.found.overdue)):
            if hold is not None:
                first, last = self._day(hold.starts_on), self._day(hold.ends_on)
                yield self._say(key, from_=first, to=last, reason=hold.reason or "?", by=hold.asked_by or "?")
        by = self.found.deadline
        if by is not None:
            key, at = ("missed", by.last_at) if by.missed else ("next", by.next_at)
            yield self._say(f"deadline-{key}", hour=f"{by.next_at:%H:%M}", at=self._at(at))

    def _sign(self) -> str:
        if self.found.last_sign_at is None:
            return self._say("no_sign")
        kind = self.found.last_sign_kind
        newest = next(iter(self.found.signs), None)
        told = self._say("told_by", by=newest.told_by, note=newest.note) if newest and newest.told_by else ""
        words = self.words.get(f"kind-{kind}", kind) + told
        return self._say("sign", at=self._at(self.found.last_sign_at), kind=words)

    def _silence(self, silence: Silence) -> Iterator[str]:
        if not silence.watched:
            yield self._say("not_watched")
            return
        yield self._say("clock", at=self._at(self.found.clock_from), needed=silence.needed)
        counted = 0
        for day in silence.days:
            counted += day.counts
            yield self._say("day", day=self._day(day.day), why=self._why(day, counted, silence.needed))
        yield self._flag(silence)

    def _why(self, day: Day, counted: int, needed: int) -> str:
        key = "hold-reason" if day.why is Why.HOLD and day.reason else day.why.value
        return self._say(key, n=counted, needed=needed, reason=day.reason)

    def _flag(self, silence: Silence) -> str:
        if silence.falls_at is None:
            return self._say("never")
        past = silence.falls_at.date() < silence.days[-1].day
        key = "fell" if silence.flagged else "held" if past else "falls"
        return self._say(key, at=self._at(silence.falls_at))

    def _case(self, case: CaseRow | None) -> Iterator[str]:
        if case is None:
            yield self._say("no_case")
            return
        key = "case-reason" if case.reason else "case"
        state = self._named("state", case.state)
        yield self._say(key, at=self._at(case.opened_at), state=state, reason=case.reason)
        if case.waits_until:
            yield self._say("outage", at=self._at(case.waits_until))
        if case.climbed:
            has = self._say("has_it", by=case.taken_by) if case.taken_by else self.words["nobody_has_it"]
            yield self._say("overdue-step", n=case.climbed, by=has)
        yield from (self._call(call) for call in self.found.calls)
        yield from (self._visit(visit) for visit in self.found.visits)

    def _call(self, call: AttemptRow) -> str:
        outcome = self._named("outcome", call.outcome or "")
        return self._say("call", at=self._at(call.dialled_at or call.committed_at), outcome=outcome)

    def _visit(self, visit: VisitRow) -> str:
        state = self._say(
            "visit-offered" if visit.offered_to and visit.state == "due" else f"visit-{visit.state}",
            visitor=visit.visitor_id or visit.offered_to or self.words["somebody"],
            due=self._at(visit.due_at),
            arrived=self._at(visit.arrived_at),
            outcome=self._named("outcome", visit.outcome),
        )
        return self._say("visit", at=self._at(visit.opened_at), state=state)

    def _named(self, kind: str, name: str) -> str:
        return self.words.get(f"{kind}-{name}", name)

    def _at(self, at: datetime | None) -> str:
        if at is None:
            return "?"
        local = at.astimezone(self.zone)
        return f"{self._day(local.date())} {local:%H:%M}"

    def _day(self, day: date) -> str:
        return f"{self.words['days'].split()[day.weekday()]} {day:%Y-%m-%d}"

    def _say(self, key: str, **values: object) -> str:
        return self.words[key].format(**values)
