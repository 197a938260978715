"""What may be asked for, by when is it promised, and how may a call have ended? The site's own two lists.

K1. A press asks for something where its service belongs to a kind; the first kind that names the service counts.
K2. A kind without a service is opened by hand: nobody presses for an insurance claim.
K3. It is promised by a length of time after it was asked for.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, kw_only=True)
class Kind:
    """`within`: how soon it is promised. `asks`: whether she is asked the next day how it was."""

    id: str
    name_zh: str
    name_en: str
    services: tuple[str, ...] = ()
    within: timedelta
    asks: bool = True

    def name(self, language: str) -> str:
        return self.name_en if language == "en" else self.name_zh


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How a call ended, in the words of whoever took it."""

    id: str
    name_zh: str
    name_en: str

    def name(self, language: str) -> str:
        return self.name_en if language == "en" else self.name_zh


KINDS: tuple[Kind, ...] = (
    Kind(id="meal", name_zh="送餐", name_en="meal", services=("meals",), within=timedelta(hours=2)),
    Kind(id="repair", name_zh="家电维修", name_en="repair", services=("repairs",), within=timedelta(days=2)),
    Kind(id="housekeeping", name_zh="家政", name_en="housekeeping", services=("housekeeping",),
         within=timedelta(days=1)),
    Kind(id="property", name_zh="物业水电", name_en="property and plumbing", services=("property",),
         within=timedelta(hours=8)),
    Kind(id="transport", name_zh="出行陪诊", name_en="transport", services=("transport",), within=timedelta(days=1)),
    Kind(id="aid_repair", name_zh="辅具维修", name_en="aid repair", within=timedelta(days=3)),
    Kind(id="insurance_claim", name_zh="保险理赔", name_en="insurance claim", within=timedelta(days=10)),
)  # fmt: skip
OUTCOMES: tuple[Outcome, ...] = (
    Outcome(id="served", name_zh="已答复", name_en="answered"),
    Outcome(id="request_opened", name_zh="已登记服务", name_en="request opened"),
    Outcome(id="transferred", name_zh="已转接", name_en="transferred"),
    Outcome(id="family_told", name_zh="已通知家属", name_en="family told"),
    Outcome(id="emergency", name_zh="已按紧急处理", name_en="treated as an emergency"),
    Outcome(id="complaint", name_zh="投诉", name_en="complaint"),
    Outcome(id="silent_line", name_zh="无人说话", name_en="nobody spoke"),
    Outcome(id="wrong_number", name_zh="误按", name_en="pressed by mistake"),
    Outcome(id="other", name_zh="其他", name_en="other"),
)  # fmt: skip


def kind_of_service(service: str, kinds: Iterable[Kind]) -> Kind | None:
    """K1; None: a press of this service asks for nothing that is delivered."""
    return next((kind for kind in kinds if service in kind.services), None)


def kind_of(id_: str, kinds: Iterable[Kind]) -> Kind | None:
    return next((kind for kind in kinds if kind.id == id_), None)


def promised_by(kind: Kind, asked_at: datetime) -> datetime:
    """K3."""
    return asked_at + kind.within


def doubled(ids: Sequence[str]) -> str:
    """The first id that is there twice; empty: none is."""
    return next((id_ for at, id_ in enumerate(ids) if id_ in ids[:at]), "")
