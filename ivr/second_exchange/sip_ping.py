"""Does the exchange answer SIP at all? One OPTIONS over UDP; any answer, a refusal too, shows that it lives."""

import asyncio
import secrets

PATIENCE = 1.0


class _Ping(asyncio.DatagramProtocol):
    def __init__(self) -> None:
        self.answered: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

    def datagram_received(self, data: bytes, address: tuple[str, int]) -> None:
        if data.startswith(b"SIP/2.0") and not self.answered.done():
            self.answered.set_result(True)

    def error_received(self, fault: Exception) -> None:
        """Nobody listens there."""
        if not self.answered.done():
            self.answered.set_result(False)


async def answers_sip(host: str, port: int, patience: float = PATIENCE) -> bool:
    """`patience`: seconds. False as well where nothing can be sent."""
    try:
        loop = asyncio.get_running_loop()
        transport, ping = await loop.create_datagram_endpoint(_Ping, remote_addr=(host, port))
    except OSError:
        return False
    try:
        transport.sendto(_options(host, port, *transport.get_extra_info("sockname")[:2]))
        return await asyncio.wait_for(ping.answered, patience)
    except TimeoutError:
        return False
    finally:
        transport.close()


def _options(host: str, port: int, own: str, own_port: int) -> bytes:
    mark = secrets.token_hex(8)
    lines = [
        f"OPTIONS sip:ping@{host}:{port} SIP/2.0",
        f"Via: SIP/2.0/UDP {own}:{own_port};branch=z9hG4bK{mark};rport",
        "Max-Forwards: 1", f"From: <sip:controller@{own}>;tag={mark}", f"To: <sip:ping@{host}>",
        f"Call-ID: {mark}@{own}", "CSeq: 1 OPTIONS", "Content-Length: 0", "", "",
    ]  # fmt: skip
    return "\r\n".join(lines).encode()
