"""How are roles, browsers and the ends of sessions called for a reader?"""

from collections.abc import Mapping

from console.words import N_
from people.staff import Role

ROLES: Mapping[str, str] = {
    Role.OPERATOR: N_("operator"), Role.SUPERVISOR: N_("supervisor"), Role.VISITOR: N_("visitor"),
    Role.PROVIDER: N_("provider"), Role.FAMILY: N_("family"), Role.OFFICIAL: N_("official"),
    Role.ADMINISTRATOR: N_("administrator"),
}  # fmt: skip
MAY: Mapping[str, str] = {
    Role.OPERATOR: N_("takes calls; sees people, tasks and broadcasts"),
    Role.SUPERVISOR: N_("as an operator; starts broadcasts, sees reports and failed sign-ins"),
    Role.VISITOR: N_("sees the visits that are theirs"),
    Role.PROVIDER: N_("sees the calls and requests of their own service"),
    Role.FAMILY: N_("sees their own person’s last sign of life and care card"),
    Role.OFFICIAL: N_("sees reports without personal data"),
    Role.ADMINISTRATOR: N_("as a supervisor; manages accounts"),
}
NOTED: Mapping[str, str] = {
    "user_added": N_("account added"), "user_changed": N_("account changed"), "password_reset": N_("password reset"),
    "password_changed": N_("password changed"), "signed_in": N_("signed in"), "signed_out": N_("signed out"),
    "sessions_ended": N_("signed out elsewhere"), "second_factor_on": N_("second factor on"),
    "second_factor_off": N_("second factor off"), "second_factor_reset": N_("second factor reset"),
}  # fmt: skip
"""What the audit log says of an account."""
_PROGRAMS = (("Edg", "Edge"), ("MicroMessenger", "WeChat"), ("Firefox", "Firefox"), ("Chrom", "Chrome"),
             ("Safari", "Safari"))  # fmt: skip
_SYSTEMS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("HarmonyOS", "HarmonyOS"),
            ("Windows", "Windows"), ("Mac OS", "Mac"), ("Linux", "Linux"))  # fmt: skip


def browser(told: str) -> str:
    """`Chrome · Windows` from what a browser says about itself; empty where nothing in it is known."""
    kinds = (next((name for sign, name in known if sign in told), "") for known in (_PROGRAMS, _SYSTEMS))
    return " · ".join(kind for kind in kinds if kind)
