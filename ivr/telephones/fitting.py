"""What must one telephone know to work? Where it registers and as whom, and what each of its eleven keys dials."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ivr.services import Service
from people.terminals import Terminal, TerminalKind

SIP_PORT = 5060


@dataclass(frozen=True, kw_only=True)
class Registrar:
    """Where a telephone registers, as it reaches it."""

    host: str
    port: int = SIP_PORT

    def __str__(self) -> str:
        return f"{self.host}:{self.port}"


@dataclass(frozen=True, kw_only=True)
class Key:
    """`dials`: all that the key sends; empty: nothing can be dialled for it from this telephone."""

    position: int
    service: str
    dials: str
    name_zh: str
    name_en: str


@dataclass(frozen=True, kw_only=True)
class Fitting:
    """`secret` empty: it registers nowhere (a fixed line, known by its number)."""

    terminal: str
    secret: str
    registrar: Registrar
    second: Registrar | None
    prefix: str
    keys: tuple[Key, ...]
    number: str = ""

    @property
    def registers(self) -> bool:
        return bool(self.secret)


def registrar_of(text: str) -> Registrar:
    """`host`, `host:port` or `[2001:db8::1]:port`. Raises ValueError for a port that is none."""
    host, found, port = text.rpartition(":")
    if not found or text.endswith("]"):
        return Registrar(host=text)
    if not 1 <= int(port) <= 65535:
        raise ValueError(f"{text}: there is no port {port}")
    return Registrar(host=host, port=int(port))


def keys_of(services: Iterable[Service], prefix: str) -> tuple[Key, ...]:
    """Of a telephone of ours: prefix and code."""
    return tuple(_key(service, prefix + service.code) for service in services)


def keys_of_line(services: Iterable[Service], access_numbers: Mapping[str, str]) -> tuple[Key, ...]:
    """Of a fixed line: it dials the access number of each service. `access_numbers`: number -> service."""
    numbers = {service: number for number, service in access_numbers.items()}
    return tuple(_key(service, numbers.get(service.id, "")) for service in services)


def fitting_of(
    terminal: Terminal, secret: str, services: Iterable[Service], *, prefix: str, registrar: Registrar,
    second: Registrar | None, access_numbers: Mapping[str, str],
) -> Fitting:  # fmt: skip
    registers = terminal.kind is TerminalKind.SIP
    keys = keys_of(services, prefix) if registers else keys_of_line(services, access_numbers)
    return Fitting(
        terminal=terminal.id, secret=secret if registers else "", registrar=registrar, second=second, prefix=prefix,
        keys=keys, number=terminal.number,
    )  # fmt: skip


def _key(service: Service, dials: str) -> Key:
    return Key(
        position=service.position, service=service.id, dials=dials, name_zh=service.name_zh, name_en=service.name_en
    )  # fmt: skip
