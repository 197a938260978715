"""Which login, name and password may an account have?"""

import re

from console.access.refused import Refused
from console.words import N_

SHORTEST = 10
LONGEST = 200
LONGEST_NAME = 100
_LOGIN = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9._@-]{0,63}")


def login_fault(login: str) -> Refused | None:
    if _LOGIN.fullmatch(login):
        return None
    helps = N_("use letters, digits and . _ @ -, at most 64, no spaces")
    return Refused(field="login", text=N_("that is no login"), helps=helps)


def name_fault(name: str) -> Refused | None:
    if not name.strip():
        return Refused(field="name", text=N_("the name is empty"), helps=N_("give the person's name"))
    if not name.isprintable():
        helps = N_("type it again by hand; it was copied with signs that no page can show")
        return Refused(field="name", text=N_("the name has hidden signs in it"), helps=helps)
    if len(name) > LONGEST_NAME:
        helps = N_("take at most %(n)s characters")
        return Refused(field="name", text=N_("the name is too long"), helps=helps, told={"n": LONGEST_NAME})
    return None


def password_fault(password: str, login: str, name: str) -> Refused | None:
    if not SHORTEST <= len(password) <= LONGEST:
        short = len(password) < SHORTEST
        return Refused(
            field="password", text=N_("the password is too short") if short else N_("the password is too long"),
            helps=N_("take %(least)s to %(most)s characters"), told={"least": SHORTEST, "most": LONGEST},
        )  # fmt: skip
    if password.lower() in (login.lower(), name.lower()) or len(set(password)) < 4:
        text = N_("the password is easy to guess")
        return Refused(field="password", text=text, helps=N_("take a few words that only you would put together"))
    return None
