"""What does a text message to family or staff say, while nobody can be rung through the exchange?

No name of an illness and no address: a text message lies open on a screen. Where it is asked for, whoever reads it
rings the hotline's number or opens the console.
"""

from dataclasses import dataclass

from people.seniors import Language


@dataclass(frozen=True, kw_only=True)
class Both:
    """The same in both languages; `{name}` is filled."""

    zh: str
    en: str

    def said(self, language: Language, **fields: str) -> str:
        return (self.zh if language is Language.CHINESE else self.en).format(**fields)


FAMILY_TOLD = Both(
    zh="【{site}】{names}家按了求助键，已有人接听处理。详情请拨 {number}。",
    en="{site}: the help key was pressed at the home of {names}. A person has taken it. Details: {number}.",
)
VISIT_DUE = Both(
    zh="【{site}】我们今天没能联系上{names}，工作人员正上门看望。请拨 {number}。",
    en="{site}: we could not reach {names} today. Somebody is on the way to the door. Please ring {number}.",
)
FOUND_WELL = Both(
    zh="【{site}】已上门看望{names}，一切平安。",
    en="{site}: somebody has been to see {names}. All is well.",
)
ASK_CONTACT = Both(
    zh="【{site}】我们联系不上{names}。您今天见过或通过话吗？请拨 {number} 告诉我们。",
    en="{site}: we cannot reach {names}. Have you seen or spoken to them today? Please ring {number}.",
)
OFFER_VISIT = Both(
    zh="【{site}】{area}有一位老人需要上门看望，请打开工作台“上门”页接单。",
    en="{site}: somebody in {area} is to be visited. Please accept it on the page Visits of the console.",
)
OVERDUE = Both(
    zh="【{site}】有一件失联关怀已超时，无人接手，请马上到工作台处理。",
    en="{site}: a silence is overdue and nobody has it in hand. Please take it in the console now.",
)
ARE_YOU_WELL = Both(
    zh="您好，这里是{site}，想问问您是否安好。",
    en="Good day, this is {site}. We would like to know whether you are well.",
)
