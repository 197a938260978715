"""Which columns does each KIND of file have, and what does a row of it mean?"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from people import cells
from people.areas import Area, AreaKind
from people.cells import ACCEPTS, Unreadable
from people.columns import Cells, Column, Kind, flag_column, id_column, ref_column, text_column
from people.holds import Hold
from people.providers import Provider
from people.seniors import Household, Language, MessageWay, Senior
from people.staff import Role, Shift, Staff
from people.terminals import CallClass, Contact, Terminal, TerminalKind


@dataclass(frozen=True, kw_only=True)
class SeniorLine:
    """A senior and what the row tells of her home; a home without any word is not described."""

    senior: Senior
    home: Household

    @property
    def describes_home(self) -> bool:
        return bool(self.home.area or self.home.address or self.home.access_note)


@dataclass(frozen=True, kw_only=True)
class TerminalLine:
    """A terminal; an empty secret means: keep the one it has, or make one."""

    terminal: Terminal
    secret: str


@dataclass(frozen=True, kw_only=True)
class StaffLine:
    """A member of staff and the name they sign in with (None: they do not)."""

    person: Staff
    login: str | None
    active: bool


_NAME = text_column("name", "姓名", "王秀英", required=True)
_NAME_EN = text_column("name_en", "英文名", "Wang Xiuying")
_TITLE = text_column("name", "名称", "石景山区", required=True)
_HOUSEHOLD = ref_column("household", "家庭编号", "h1001", "id of the home", required=True)
_NUMBER = Column(
    name="number",
    chinese="电话",
    read=cells.number,
    example="13800138000",
    means="in any usual way of writing",
)

_AREAS = (
    id_column("sjs"), _TITLE, text_column("name_en", "英文名称", "Shijingshan"),
    Column(
        name="kind", chinese="类型", required=True, example="district",
        means="district, street, community (区, 街道, 社区)",
        read=cells.one_of(AreaKind, 区=AreaKind.DISTRICT, 街道=AreaKind.STREET, 社区=AreaKind.COMMUNITY),
    ),
    ref_column("parent", "上级", "", "id of the area it lies in; may stand later in the file", blank=None),
)  # fmt: skip

_SENIORS = (
    id_column("s1001"), _HOUSEHOLD, _NAME, _NAME_EN,
    Column(name="born", chinese="出生日期", read=cells.day, example="1941-05-06", means="date", blank=None),
    Column(name="gender", chinese="性别", example="f", means="f, m (女, 男)",
           read=lambda text, _: _gender(text)),
    Column(name="tags", chinese="标签", read=cells.tags, example="lives_alone;very_old", blank=frozenset(),
           means="separated by `;`: " + ", ".join(cells.TAGS)),
    Column(name="language", chinese="语言", example="zh", blank=Language.CHINESE,
           means="zh, en (中文, 英语); empty: zh",
           read=cells.one_of(Language, 中文=Language.CHINESE, 英语=Language.ENGLISH)),
    Column(name="zone", chinese="时区", read=cells.zone, means="empty: Asia/Shanghai", blank="Asia/Shanghai"),
    flag_column("hears_badly", "听力不好", "is rung longer and spoken to louder", blank=False),
    text_column("dialect", "方言"),
    Column(name="medical_note", chinese="健康备注", read=cells.note, means="shown to whoever helps"),
    flag_column("consents_to_broadcasts", "同意接收广播", "may be rung with messages", blank=True),
    Column(name="silent_after_days", chinese="静默天数", read=cells.whole(1, 60), blank=None,
           means="days without listening before she is rung; empty: the site's"),
    Column(name="message_way", chinese="广播方式", blank=MessageWay.CALLED,
           read=cells.one_of(MessageWay, 拨打=MessageWay.CALLED, 留言=MessageWay.WAITING),
           means="called, waiting (拨打, 留言): her telephone rings, or only its lamp shines; empty: called"),
    Column(name="call_windows", chinese="接听时段", read=cells.windows, blank=(), example="09:00-11:30 14:30-18:00",
           means="when she may be rung with messages, her own time; empty: the site's"),
    ref_column("area", "区域", "sjs", "id of the area of the home; needed once for each new home"),
    text_column("address", "地址", "古城南路1号院2单元301", longest=200,
                means="needed once for each new home"),
    Column(name="access_note", chinese="入户备注", read=cells.note, means="door code, key holder, a dog",
           example="钥匙在居委会"),
)  # fmt: skip

_CONTACTS = (
    id_column("c1001"), _HOUSEHOLD,
    Column(name="position", chinese="顺序", read=cells.whole(1, 20), required=True, example="1",
           means="order in which contacts are rung, from 1"),
    text_column("name", "姓名", "李明", required=True),
    Column(name="number", chinese="电话", read=cells.number, required=True, example="13800138000",
           means="in any usual way of writing"),
    text_column("relation", "关系", "儿子"),
    Column(name="accepts", chinese="接听方式", read=ACCEPTS, blank=ACCEPTS("press-1", cells.Locality()),
           example="press-1", means="answer, press-1 (接听, 按1); empty: press-1"),
    flag_column("holds_key", "有钥匙", "can open her door", blank=False),
)  # fmt: skip

_TERMINALS = (
    id_column("t1001", read=cells.terminal_token,
              means="stable for ever; not `u` and digits, the name of unknown callers"), _HOUSEHOLD,
    Column(name="kind", chinese="类型", example="sip", blank=TerminalKind.SIP,
           means="sip: registers with its secret; line: known by its caller id (网络, 固话); empty: sip",
           read=cells.one_of(TerminalKind, 网络=TerminalKind.SIP, 固话=TerminalKind.LINE)),
    Column(name="number", chinese="电话", read=cells.number, example="010-88880001",
           means="the number that reaches it; a line must have one"),
    Column(name="call_class", chinese="呼叫权限", example="local", blank=CallClass.LOCAL,
           means="none, local, national, international (无, 市话, 国内, 国际); empty: local",
           read=cells.one_of(CallClass, 无=CallClass.NONE, 市话=CallClass.LOCAL, 国内=CallClass.NATIONAL,
                             国际=CallClass.INTERNATIONAL)),
    flag_column("has_machine", "有答录机", "an answering machine is on this line", blank=False),
    Column(name="secret", chinese="密码", read=lambda text, _: _secret(text),
           means="16 to 64 letters, digits, - and _; empty: kept, or made"),
    flag_column("active", "启用", "in service", blank=True),
)  # fmt: skip

_PROVIDERS = (
    id_column("canteen7"), text_column("name", "名称", "古城社区食堂", required=True),
    text_column("name_en", "英文名称", "Gucheng Canteen"),
    ref_column("service", "服务", "meals", "id of the service", required=True),
    ref_column("area", "区域", "sjs", "id of the area it serves", required=True),
    Column(name="numbers", chinese="电话", read=cells.numbers, required=True,
           example="010-88880017/20/answer; 13800138017/25/press-1",
           means="in the order rung, separated by `;`: number/seconds/accepts, the last two optional"),
    Column(name="hours", chinese="营业时间", read=cells.hours, required=True,
           example="Mon-Fri 09:00-11:30 14:00-18:00; Sat 09:00-12:00; holidays closed", means="see below"),
    Column(name="capacity", chinese="同时接听数", read=cells.whole(0, 999), example="3", blank=None,
           means="calls it can hold at once; empty: no limit"),
    flag_column("active", "启用", "in service", blank=True),
)  # fmt: skip

_STAFF = (
    id_column("wangfang"), text_column("name", "姓名", "王芳", required=True),
    Column(name="role", chinese="角色", required=True, example="operator",
           means="operator, supervisor, visitor, provider, family, official, administrator"
                 " (话务员, 主管, 走访员, 服务商, 家属, 官员, 管理员)",
           read=cells.one_of(Role, 话务员=Role.OPERATOR, 主管=Role.SUPERVISOR, 走访员=Role.VISITOR,
                             服务商=Role.PROVIDER, 家属=Role.FAMILY, 官员=Role.OFFICIAL,
                             管理员=Role.ADMINISTRATOR)),
    ref_column("area", "区域", "sjs", "id of an area; empty: the whole site", blank=None),
    _NUMBER,
    Column(name="desk", chinese="座席", read=cells.token, means="SIP endpoint of a desk telephone"),
    Column(name="login", chinese="登录名", read=cells.line(64), example="wangfang", blank=None,
           means="nobody else's; a password is set with `bigbutton user add`"),
    flag_column("active", "启用", "works here", blank=True),
)  # fmt: skip

_ROTA = (
    ref_column("staff", "人员", "wangfang", "id of the member of staff", required=True),
    Column(name="starts", chinese="开始", read=cells.instant, required=True, example="2026-03-02 08:00",
           means="day and time on the site's clocks"),
    Column(name="ends", chinese="结束", read=cells.instant, required=True, example="2026-03-02 20:00",
           means="day and time; after the start"),
    Column(name="duty", chinese="职责", read=cells.token, required=True, example="hotline",
           means="hotline, emergency, visits; break: a planned break within a shift of the hotline"),
)  # fmt: skip

_HOLDS = (
    ref_column("senior", "老人编号", "s1001", "id of the senior", required=True),
    Column(name="starts_on", chinese="开始日期", read=cells.day, required=True, example="2026-03-02",
           means="first day away"),
    Column(name="ends_on", chinese="结束日期", read=cells.day, required=True, example="2026-03-09",
           means="last day away"),
    text_column("reason", "原因", "住院"),
    text_column("asked_by", "申请人", "李明"),
)  # fmt: skip

_HOME_COLUMNS = ("area", "address", "access_note")


def _gender(text: str) -> str:
    found = {"f": "f", "m": "m", "female": "f", "male": "m", "女": "f", "男": "m"}.get(text.lower())
    if found is None:
        raise Unreadable("not one of: f, m (女, 男)")
    return found


def _secret(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_-]{16,64}", text):
        raise Unreadable("a secret is 16 to 64 letters, digits, - and _")
    return text


def _senior(row: Cells) -> SeniorLine:
    about = dict(row)
    area, address, note = (about.pop(name, "") for name in _HOME_COLUMNS)
    home = Household(id=row["household"], area=area, address=address, access_note=note)
    return SeniorLine(senior=Senior(**about), home=home)


def _terminal(row: Cells) -> TerminalLine:
    terminal = Terminal(**{name: value for name, value in row.items() if name != "secret"})
    if terminal.kind is TerminalKind.LINE and not terminal.number:
        raise Unreadable("a line is known by its number", "number")
    return TerminalLine(terminal=terminal, secret=row.get("secret", ""))


def _staff(row: Cells) -> StaffLine:
    person = Staff(**{name: value for name, value in row.items() if name not in ("login", "active")})
    return StaffLine(person=person, login=row.get("login"), active=row.get("active", True))


def _shift(row: Cells) -> Shift:
    shift = Shift(**row)
    if shift.starts >= shift.ends:
        raise Unreadable("ends before it starts", "ends")
    return shift


def _hold(row: Cells) -> Hold:
    hold = Hold(**row)
    if hold.starts_on > hold.ends_on:
        raise Unreadable("ends before it starts", "ends_on")
    return hold


KINDS: Mapping[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(name="areas", columns=_AREAS, build=lambda row: Area(**row)),
        Kind(name="seniors", columns=_SENIORS, build=_senior),
        Kind(name="contacts", columns=_CONTACTS, build=lambda row: Contact(**row)),
        Kind(name="terminals", columns=_TERMINALS, build=_terminal),
        Kind(name="providers", columns=_PROVIDERS, build=lambda row: Provider(**row)),
        Kind(name="staff", columns=_STAFF, build=_staff),
        Kind(name="rota", columns=_ROTA, build=_shift),
        Kind(name="holds", columns=_HOLDS, build=_hold),
    )
}
"""In the order in which a new site imports them."""
