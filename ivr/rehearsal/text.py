"""How is a rehearsal told in plain lines, in Chinese or in English?"""

from collections.abc import Mapping
from types import MappingProxyType

from ivr.rehearsal.rehearse import Line, Rehearsal, Step
from people.seniors import Language

ENGLISH: Mapping[str, str] = MappingProxyType(
    {
        "title": "*{code} {service}, pressed by {who} at {terminal}, {address}, on {day} {at}",
        "days": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
        "somebody": "somebody",
        "no_address": "no address",
        "rings": "{n}. {name} ({number}), {target}: rings {seconds} s, {accepts}: {reason}",
        "joins": "{n}. {name} ({number}), {target}: joins at {seconds} s until somebody accepts, {accepts}",
        "passed": "-  {name}, {target}: not rung: {reason}",
        "answer": "by answering",
        "press-1": "by pressing 1",
        "open": "open at this hour, and the nearest",
        "next": "those before did not take the call",
        "closed": "those nearer are closed at this hour",
        "holiday": "those nearer are closed for the public holiday",
        "none": "nobody offers this service here",
        "busy": "those before hold all the calls they can",
        "hotline": "the hotline takes what nobody before it took",
        "family": "her own contact",
        "override": "chosen by hand for this telephone",
        "passed-closed": "closed at this hour",
        "passed-holiday": "closed for the public holiday",
        "passed-busy": "holds all the calls it can",
        "passed-no_contact": "this home has no contact in this place",
        "passed-no_target": "it has no telephone",
        "desk-hotline": "hotline desk",
        "desk-emergency": "emergency desk",
        "desk-community": "community desk",
        "desk-centre": "civil affairs centre",
        "amb-120": "ambulance",
        "amb-999": "ambulance",
    }
)
CHINESE: Mapping[str, str] = MappingProxyType(
    {
        "title": "*{code} {service}：{who}，话机 {terminal}，{address}，{day} {at}",
        "days": "星期一 星期二 星期三 星期四 星期五 星期六 星期日",
        "somebody": "住户",
        "no_address": "地址不详",
        "rings": "{n}. {name}（{number}），{target}：响铃 {seconds} 秒，{accepts}：{reason}",
        "joins": "{n}. {name}（{number}），{target}：第 {seconds} 秒起响铃到有人接受，{accepts}",
        "passed": "-  {name}，{target}：不拨打：{reason}",
        "answer": "接听即算接受",
        "press-1": "按 1 才算接受",
        "open": "此时营业，离家最近",
        "next": "前面的没有接听",
        "closed": "更近的此时不营业",
        "holiday": "更近的因公众假日休息",
        "none": "本地区没有人提供这项服务",
        "busy": "前面的线路已满",
        "hotline": "前面无人接听，由热线接听",
        "family": "本人的联系人",
        "override": "为这部话机人工指定",
        "passed-closed": "此时不营业",
        "passed-holiday": "公众假日休息",
        "passed-busy": "线路已满",
        "passed-no_contact": "这一位联系人未登记",
        "passed-no_target": "没有可拨打的电话",
        "desk-hotline": "热线座席",
        "desk-emergency": "紧急座席",
        "desk-community": "社区座席",
        "desk-centre": "民政中心",
        "amb-120": "救护车",
        "amb-999": "救护车",
    }
)
_WORDS = MappingProxyType({Language.ENGLISH: ENGLISH, Language.CHINESE: CHINESE})


def tell(rehearsal: Rehearsal, language: Language = Language.ENGLISH) -> tuple[str, ...]:
    """A title, then one line for each place of the route or ladder; those rung are numbered from 1."""
    words = _WORDS[language]
    rung = [line for line in rehearsal.lines if line.step is not Step.PASSED]
    numbered = {id(line): n for n, line in enumerate(rung, start=1)}
    lines = (_line(line, numbered.get(id(line), 0), words, language) for line in rehearsal.lines)
    return (_title(rehearsal, words, language), *lines)


def _title(rehearsal: Rehearsal, words: Mapping[str, str], language: Language) -> str:
    english = language is Language.ENGLISH
    names = [(senior.name_en if english else "") or senior.name for senior in rehearsal.seniors]
    household, service = rehearsal.household, rehearsal.service
    return words["title"].format(
        code=service.code,
        service=service.name_en if english else service.name_zh,
        who=", ".join(names) or words["somebody"],
        terminal=rehearsal.terminal.id,
        address=household.address if household else words["no_address"],
        day=words["days"].split()[rehearsal.at.weekday()],
        at=f"{rehearsal.at:%Y-%m-%d %H:%M}",
    )


def _line(line: Line, n: int, words: Mapping[str, str], language: Language) -> str:
    dialled = line.dialled
    own_name = (dialled.name_en if language is Language.ENGLISH else dialled.name) if dialled else line.target
    reason = f"passed-{line.reason}" if line.step is Step.PASSED else str(line.reason or "")
    return words[line.step].format(
        n=n,
        name=words.get(line.target, own_name),
        number=dialled.number if dialled else "",
        target=line.target,
        seconds=line.seconds,
        accepts=words[line.accepts],
        reason=words.get(reason, ""),
    )
