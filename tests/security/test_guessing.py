"""Can a stranger find out which telephones there are, and how soon is he shut out?"""

import asyncio
import configparser
import re
from collections import Counter

from ivr import events as e
from tests.exchange.conftest import Play
from tests.exchange.world import World
from tests.project.pages import CHECKOUT
from tests.security.telephone import Attacker

KNOWN = ("t1001", "t1003", "desk1", "trunka")
UNKNOWN = ("t9999", "100", "1000", "admin", "desk9", "trunkz")
METHODS = ("REGISTER", "OPTIONS", "INVITE", "SUBSCRIBE", "MESSAGE")
FILTER = CHECKOUT / "ops/fail2ban/filter.d/bigbutton-exchange.conf"
JAIL = CHECKOUT / "ops/fail2ban/jail.d/bigbutton-exchange.conf"
_OF_EACH = re.compile(
    r'(nonce|opaque|tag|branch|rport|received)="?[^";,\r\n]*"?|^(Call-ID|From|To|Via|Contact):.*?\r\n', re.M
)


async def answer(world: World, name: str, method: str, secret: str = "") -> str:
    """What comes back, without what differs from one request to the next."""
    address = world.pair.node.address
    async with Attacker(address, name, secret=secret) as attacker:
        dialog = await attacker.ask(method, f"sip:{address}" if method == "REGISTER" else f"sip:{name}@{address}")
    return _OF_EACH.sub("", dialog.said[-1]) if dialog.said else "nothing"


def offenders(log: str) -> Counter[str]:
    """Address -> lines, as fail2ban counts them with our filter."""
    parser = configparser.RawConfigParser()
    parser.read(FILTER)
    lines = parser["Definition"]["failregex"].split("\n")
    patterns = [re.compile(line.replace("<HOST>", r"(?P<host>[0-9a-fA-F.:]+)")) for line in lines]
    found = (pattern.search(line) for line in log.splitlines() for pattern in patterns)
    return Counter(each["host"] for each in found if each)


def test_a_name_that_exists_is_answered_as_one_that_does_not(play: Play) -> None:
    async def scene(world: World) -> None:
        for method in METHODS:
            said = {name: await answer(world, name, method) for name in (*KNOWN, *UNKNOWN)}

            assert len(set(said.values())) == 1, (method, said)
            assert "nothing" not in said.values()

    play(scene)


def test_a_wrong_secret_is_answered_as_a_name_that_does_not_exist(play: Play) -> None:
    async def scene(world: World) -> None:
        for method in ("REGISTER", "INVITE"):
            said = {name: await answer(world, name, method, "1234") for name in (*KNOWN, *UNKNOWN)}

            assert len(set(said.values())) == 1, (method, said)
            assert all(text.startswith("SIP/2.0 401") for text in said.values())

    play(scene)


def test_whoever_guesses_is_counted_by_the_ban_and_whoever_is_at_home_or_named_by_him_is_not(play: Play) -> None:
    async def scene(world: World) -> None:
        log, guesser, victim = world.pair.exchange.root / "log" / "messages.log", "127.0.0.77", "192.0.2.7"
        address = world.pair.node.address
        named = f"x' failed for '{victim}:5060' (callid: y) - Failed to authenticate"
        for n in range(8):
            for name, secret in ((f"9{n}", ""), (f"8{n}", "x"), ("t1001", f"guess{n}")):
                async with Attacker(address, name, secret=secret, host=guesser, display=named) as attacker:
                    await attacker.ask("REGISTER", f"sip:{address}")
        await world.pair.press("t1001", "*21", stay=1)
        await world.pair.press("t1003", "0014155550100", stay=1)
        await world.fact(e.NumberRefused, terminal="t1003")

        counted = offenders(log.read_text("utf-8", "replace"))
        assert counted[guesser] >= _maxretry()
        assert counted[victim] == 0, "whom he has named"
        assert counted[world.pair.addresses[2]] == 0, "the town's own telephones"

    play(scene)


def test_the_scanner_that_everybody_uses_finds_no_telephone(play: Play) -> None:
    """sipvicious' svwar: names of ours among names that are not."""

    async def scene(world: World) -> None:
        names = [*KNOWN[:3], *UNKNOWN]
        words = world.pair.root / "names.txt"
        words.write_text("\n".join(names))
        for method in ("REGISTER", "OPTIONS", "INVITE"):
            found = await _svwar(world.pair.node.address, str(words), method)

            assert "found nothing" in found.splitlines()[-1], found

    play(scene)


def _maxretry() -> int:
    parser = configparser.RawConfigParser()
    parser.read(JAIL)
    return int(parser["bigbutton-exchange"]["maxretry"])


async def _svwar(address: str, words: str, method: str) -> str:
    command = [str(CHECKOUT / ".venv/bin/sipvicious_svwar"), "-m", method, "-d", words, "--force", address]
    process = await asyncio.create_subprocess_exec(
        *command, stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    out, _ = await asyncio.wait_for(process.communicate(), 30)
    return out.decode("utf-8", "replace")
