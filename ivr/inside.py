"""Where do programs of this machine reach the exchange, and nobody else? On its loopback, whatever telephones see."""

from ipaddress import AddressValueError, IPv4Address

LOOPBACK = "127.0.0.1"


def inside(address: str) -> str:
    """`address`: where the exchange listens for telephones. One that is a loopback already serves for both."""
    return address if address.startswith("127.") else LOOPBACK


def is_ours(address: str) -> bool:
    """Whether it is an IPv4 address that a machine may have, or 0.0.0.0: each that it has."""
    try:
        found = IPv4Address(address)
    except AddressValueError:
        return False
    return not found.is_multicast and address != "255.255.255.255"
