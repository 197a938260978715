"""Which services can be asked for at a terminal? Eleven by default, edited by the site."""

from dataclasses import dataclass

from people.ids import ServiceId


@dataclass(frozen=True, kw_only=True)
class Service:
    id: ServiceId
    code: str
    """The two digits dialled behind the prefix: `02` in `*02`."""
    name_zh: str
    name_en: str
    position: int
    """Order in which pages list it, from 1."""


EMERGENCY = ServiceId("emergency")
HOTLINE = ServiceId("hotline")
"""`*00`: always there, none of the eleven, never edited."""
FAMILY = ServiceId("family")
EMERGENCY_CODE = "01"
HOTLINE_CODE = "00"

_DEFAULTS = (
    ("emergency", "紧急求助", "emergency"),
    ("meals", "社区送餐", "community dining"),
    ("repairs", "家电维修", "home-appliance repair"),
    ("committee", "居委会", "neighbourhood committee"),
    ("clinic", "卫生站", "health station"),
    ("carestation", "养老驿站", "elder-care station"),
    ("housekeeping", "家政服务", "housekeeping"),
    ("companion", "陪伴与心理疏导", "companionship and counselling"),
    ("property", "物业与水电", "property and plumbing"),
    ("transport", "出行与陪诊", "transport and accompanying to hospital"),
    ("family", "家人", "family"),
)

DEFAULT_SERVICES: tuple[Service, ...] = tuple(
    Service(id=ServiceId(name), code=f"{n:02d}", name_zh=zh, name_en=en, position=n)
    for n, (name, zh, en) in enumerate(_DEFAULTS, start=1)
)
HOTLINE_SERVICE = Service(id=HOTLINE, code=HOTLINE_CODE, name_zh="服务热线", name_en="hotline", position=0)


def service_of_code(code: str, services: tuple[Service, ...]) -> Service | None:
    """The service a dialled code asks for; `00` is the hotline at every site. None: an unknown code."""
    known = (HOTLINE_SERVICE, *services)
    return next((service for service in known if service.code == code), None)
