"""How is a telephone told what it must know? One readable file for any make, and the formats of three makers.

Only settings that open provisioning templates for their telephones show are written (docs/telephones.md says which);
everything else stays as the telephone has it.
"""

from collections.abc import Callable, Iterator, Mapping
from xml.sax.saxutils import escape

from ivr.telephones.fitting import Fitting, Key

EXPIRES = 300
"""Seconds a registration holds: so soon a telephone is known to be gone."""
MPK = (*((323 + n, 301 + 3 * n) for n in range(7)), (353, 354))
"""Grandstream's multi-purpose keys 1 to 8: the P value of the mode, and of the account; text and number follow it."""


def generic(fitting: Fitting) -> str:
    """As text with sections, for whoever sets a telephone up by hand or by a program of their own."""
    lines = [f"# Telephone {fitting.terminal}: keep this file to yourself, it holds a password", "[account]"]
    if fitting.registers:
        lines += [f"user = {fitting.terminal}", f"auth_user = {fitting.terminal}", f"password = {fitting.secret}"]
        lines += [f"registrar = {fitting.registrar}", f"second_registrar = {fitting.second or ''}"]
        lines += ["transport = udp", f"register_every = {EXPIRES}", "codecs = alaw, ulaw", "dtmf = rfc4733"]
    else:
        lines += [f"number = {fitting.number}", "# a fixed line: it registers nowhere, its keys dial access numbers"]
    lines += ["", "[dial]", f"# sent as they are, at once: {fitting.prefix} and two digits; features of the telephone"]
    lines += [f"# that begin with {fitting.prefix} are to be switched off", f"codes = {fitting.prefix}xx", ""]
    lines += ["[keys]", "# place = what it dials, name"]
    lines += [f"{key.position} = {key.dials}, {_one_line(key.name_zh)}, {_one_line(key.name_en)}"
              for key in fitting.keys]  # fmt: skip
    return "\n".join(lines) + "\n"


def grandstream(fitting: Fitting) -> str:
    """P values of account 1; the first eight keys, as many as every model with keys has."""
    values: dict[int, str] = {
        271: "1", 270: fitting.terminal, 47: str(fitting.registrar), 2312: str(fitting.second or ""),
        35: fitting.terminal, 36: fitting.terminal, 34: fitting.secret, 3: fitting.terminal, 32: str(EXPIRES // 60),
        290: "{ [*#x]+ }", 191: "0",
    }  # fmt: skip
    for (mode, account), key in zip(MPK, fitting.keys, strict=False):
        values |= {mode: "0", account: "0", account + 1: key.name_zh, account + 2: key.dials}
    lines = [f"    <P{number}>{_xml(value)}</P{number}>" for number, value in values.items()]
    head = ['<?xml version="1.0" encoding="UTF-8"?>', '<gs_provision version="1">', '  <config version="1">']
    return "\n".join([*head, *lines, "  </config>", "</gs_provision>"]) + "\n"


def yealink(fitting: Fitting) -> str:
    """Account 1, and a line key of the type 13 (speed dial) for each of ours."""
    lines = ["#!version:1.0.0.1", "account.1.enable = 1"]
    lines += [f"account.1.{name} = {fitting.terminal}" for name in ("label", "display_name", "auth_name", "user_name")]
    lines += [f"account.1.password = {fitting.secret}"]
    for n, place in enumerate((fitting.registrar, fitting.second), 1):
        if place is not None:
            told = (("address", place.host), ("port", place.port), ("transport_type", 0), ("expires", EXPIRES))
            lines += [f"account.1.sip_server.{n}.{name} = {value}" for name, value in told]
    for n, key in enumerate(fitting.keys, 1):
        lines += [f"linekey.{n}.type = 13", f"linekey.{n}.line = 1", f"linekey.{n}.value = {key.dials}"]
        lines += [f"linekey.{n}.label = {_one_line(key.name_zh)}"]
    return "\n".join(lines) + "\n"


def fanvil(fitting: Fitting) -> str:
    """Line 1, and a memory key with speed dial (`number@line/f`) for each of ours."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<sysConf>", "  <Version>2.0000000000</Version>", "  <sip>"]
    lines += ['    <line index="1">', *(f"      <{name}>{_xml(said)}</{name}>" for name, said in _fanvil_line(fitting))]
    lines += ["    </line>", "  </sip>", "  <dsskey>", '    <internal index="1">']
    lines += [_fanvil_key(n, key) for n, key in enumerate(fitting.keys, 1)]
    return "\n".join([*lines, "    </internal>", "  </dsskey>", "</sysConf>"]) + "\n"


FORMATS: Mapping[str, tuple[str, Callable[[Fitting], str]]] = {
    "generic": ("ini", generic), "grandstream": ("xml", grandstream), "yealink": ("cfg", yealink),
    "fanvil": ("xml", fanvil),
}  # fmt: skip
"""Name -> how its files end, and what writes them."""


def _fanvil_line(fitting: Fitting) -> Iterator[tuple[str, str]]:
    yield "PhoneNumber", fitting.terminal
    yield "DisplayName", fitting.terminal
    yield "RegisterAddr", fitting.registrar.host
    yield "RegisterPort", str(fitting.registrar.port)
    yield "RegisterUser", fitting.terminal
    yield "RegisterPswd", fitting.secret
    yield "RegisterTTL", str(EXPIRES)
    yield "EnableReg", "1"
    if fitting.second is not None:
        yield "BackupAddr", fitting.second.host
        yield "BackupPort", str(fitting.second.port)
        yield "BackupTransport", "0"
        yield "BackupTTL", str(EXPIRES)


def _fanvil_key(n: int, key: Key) -> str:
    value, title = _xml(f"{key.dials}@1/f"), _xml(key.name_zh)
    return f'      <Fkey index="{n}"><Type>1</Type><Value>{value}</Value><Title>{title}</Title></Fkey>'


def _xml(text: str) -> str:
    return escape(_one_line(text))


def _one_line(text: str) -> str:
    """A name that somebody typed must not become a line of its own."""
    return "".join(letter if letter.isprintable() else " " for letter in text)
