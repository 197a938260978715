"""Which user do Asterisk and its neighbours run as?"""

import os
import pwd
from dataclasses import dataclass

NAME = "bigbutton"
USERADD = ("useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent",
           "--shell", "/usr/sbin/nologin", "--comment", "Bigbutton telephone exchange", NAME)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Account:
    name: str
    uid: int
    gid: int


def find(name: str = NAME) -> Account | None:
    try:
        entry = pwd.getpwnam(name)
    except KeyError:
        return None
    return Account(name=entry.pw_name, uid=entry.pw_uid, gid=entry.pw_gid)


def current() -> Account:
    try:
        name = pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        name = str(os.geteuid())
    return Account(name=name, uid=os.geteuid(), gid=os.getegid())
