"""Does the doctor say that nothing answers where a trunk should be, and what to do about it?"""

import asyncio

from ivr.doctor.examining import Finding
from ivr.exchange_settings import TrunkSettings
from ivr.running.trunks import examine_trunks
from ivr.settings import Settings


class Carrier(asyncio.DatagramProtocol):
    """Refuses everything, as carriers do to strangers."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def datagram_received(self, data: bytes, address: tuple[str, int]) -> None:
        assert data.startswith(b"OPTIONS ")
        self.transport.sendto(b"SIP/2.0 403 Forbidden\r\n\r\n", address)  # type: ignore[attr-defined]


async def found() -> list[Finding]:
    """Of one carrier that answers, one that does not, and one that would be asked by TLS."""
    loop = asyncio.get_running_loop()
    there, _ = await loop.create_datagram_endpoint(Carrier, local_addr=("127.0.0.1", 0))
    mute, _ = await loop.create_datagram_endpoint(asyncio.DatagramProtocol, local_addr=("127.0.0.1", 0))
    ports = [one.get_extra_info("sockname")[1] for one in (there, mute)]
    trunks = [TrunkSettings(name=f"trunk{n}", host="127.0.0.1", port=port) for n, port in enumerate(ports)]
    cloud = TrunkSettings(name="cloud", host="192.0.2.1", transport="tls")
    try:
        return await examine_trunks(Settings(trunks=(*trunks, cloud)))
    finally:
        there.close()
        mute.close()


def test_a_trunk_that_does_not_answer_is_told_with_its_place_and_a_cure():
    answers, silent = asyncio.run(found())

    assert (answers.what, answers.ok) == ("trunk trunk0", True)
    assert (silent.what, silent.ok) == ("trunk trunk1", False)
    assert "nothing answers at 127.0.0.1:" in silent.seen and "carrier" in silent.cure
