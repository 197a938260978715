"""Does anything that strangers, files or staff write become an action, a number or a line of a log?

A real exchange, a controller, and between them a proxy that keeps every byte sent to Asterisk.
"""

import asyncio
import json
import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import quote

import pytest

from broadcasts.service import Audio, Refused, create_campaign, start_campaign
from db.engine import writing
from db.importing import import_file
from people.cells import Locality
from tests.chaos import homes
from tests.chaos.playing import CARE, everybody_answers, settled
from tests.chaos.rig import Plan
from tests.chaos.wired import SECRET, WiredRig
from tests.security.telephone import Attacker
from town.instance import Runner

PREY = "66009999"
"""What every injected order would ring."""
ORDER = f"\r\nAction: Originate\r\nChannel: PJSIP/{PREY}@trunka\r\nApplication: Wait\r\nData: 5\r\n\r\n"
FILE = "bigbutton-was-here"
HOSTILE = (
    ORDER,
    ORDER.replace("\r\n", "\n"),
    f"${{SHELL(touch {{folder}}/{FILE})}}",
    f"${{CURL(http://127.0.0.1/{FILE})}}",
    f"x,1)&PJSIP/{PREY}@trunka,20,(",
    f"t1001&PJSIP/{PREY}@trunka",
    f'"; System(touch {FILE}); exten => s,1,Dial(PJSIP/{PREY}@trunka)',
    "$[1/0]",
    "${DB_DELETE(week/north/meals)}",
    "\\\\\r\n\x00\x1b[2J",
)
ACTIONS = frozenset(
    "Login Ping CoreStatus Getvar Setvar DBPut DBDel DBDelTree DBGet Originate CoreShowChannels Status "
    "PJSIPShowEndpoints QueueStatus QueueAdd QueueRemove QueuePause".split()
)
COUNT = 12
NAMES = ("王${SHELL(id)}", "Wáng 'Xiù';,|&${EXTEN}", '李"$[1+1]', "张 PJSIP/66009999@trunka")
ACCESS = '\n[access_numbers]\n66660001 = "emergency"\n66660002 = "meals"\n'


def plan() -> Plan:
    tables = homes.tables(COUNT, alone=4, contacts=True)
    tables["seniors"] = [
        {**row, "name": NAMES[n % len(NAMES)], "name_en": NAMES[1], "address": f"{n}号 {NAMES[n % len(NAMES)]}"}
        for n, row in enumerate(tables["seniors"])
    ]
    return Plan(tables=tables, care=CARE)


@pytest.fixture(scope="module")
def lived(asterisk: Runner, world_folder: Path) -> Iterator[WiredRig]:
    """A rig that has been attacked from every side, and is still up."""
    rig = WiredRig(asterisk, world_folder / "attacked", plan(), ACCESS)
    rig.set_up()
    with asyncio.Runner() as runner:
        try:
            runner.run(_attacked(rig))
            yield rig
        finally:
            runner.run(rig.close())
            shutil.rmtree(rig.folder, ignore_errors=True)


def test_everything_on_the_wire_is_an_action_of_ours_and_nothing_but_itself(lived: WiredRig) -> None:
    blocks = bytes(lived.wire.sent).decode("ascii").split("\r\n\r\n")

    assert blocks.pop() == ""
    assert len(blocks) > 100
    for block in blocks:
        first, *fields = block.split("\r\n")
        assert re.fullmatch(r"Action: (\w+)", first) and first[8:] in ACTIONS, block
        assert all(re.fullmatch(r"[A-Za-z][A-Za-z0-9]*: ?[ -~]*", field) for field in fields), block
        assert not [field for field in fields if field.lower().startswith("action:")], block
        assert [field.partition(":")[0] for field in fields].count("ActionID") == 1, block


def test_nobody_was_rung_whom_a_stranger_named_and_no_program_ran(lived: WiredRig) -> None:
    town = lived.pair.town_log()

    assert [row for row in town if row.what == "RANG" and PREY in row.who] == []
    assert list(lived.folder.rglob(f"*{FILE}*")) == []
    assert not Path(f"/tmp/{FILE}").exists()


def test_a_press_after_it_all_is_answered_as_ever(lived: WiredRig) -> None:
    town = lived.pair.town_log()
    presses = [row for row in town if (row.what, row.who) == ("PRESSED", homes.terminal(1))]

    assert presses
    assert any(row.what == "ANSWERED" and row.who == homes.CANTEEN and row.at > presses[-1].at - 0.5 for row in town)


def test_no_log_tells_a_secret_a_name_an_address_or_a_number_of_anybody(lived: WiredRig) -> None:
    node, run = lived.pair.node, lived.folder / "run"
    logs = [*run.glob("*.log"), *(lived.pair.exchange.root / "log").glob("*.log")]
    text = "\n".join(log.read_text("utf-8", "replace") for log in logs)
    secrets = [node.call_secret, node.fill_secret, SECRET, homes.secret(0), homes.secret(1), "secret-of-desk1"]
    people = [
        *NAMES,
        "王",
        "李明",
        "号楼",
        *(f"139{10_000_000 + n}" for n in range(COUNT)),
        homes.CANTEEN,
        "guessed-pass",
    ]

    assert len(logs) >= 4
    assert "controller_started" in text
    assert [word for word in (*secrets, *people) if word in text] == []


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("column", ["id", "number", "name", "household"])
def test_a_file_brings_nothing_in_that_could_end_a_line(lived: WiredRig, hostile: str, column: str) -> None:
    row = {"id": "k9001", "household": "h1001", "position": "2", "name": "x", "number": "13900000001", column: hostile}
    path = lived.folder / "run" / "hostile.csv"
    path.write_text(
        ",".join(row) + "\r\n" + ",".join('"' + cell.replace('"', '""') + '"' for cell in row.values()) + "\r\n",
        encoding="utf-8", newline="",
    )  # fmt: skip

    report = import_file(lived.engine, "contacts", path, dry_run=True, locality=Locality(area_code="10"))

    if column != "name" or re.search(r"[\x00-\x1f]", hostile):
        assert report.problems
        assert all(problem.reason for problem in report.problems)


async def _attacked(rig: WiredRig) -> None:
    await rig.start()
    await rig.start_controller()
    rig.start_console()
    await everybody_answers(rig)
    await rig.pair.behave(PREY, "person", 0)
    await asyncio.gather(
        _strangers(rig), _homes(rig), asyncio.to_thread(_staff, rig), rig.until(rig.console_answers, "console")
    )
    await _sign_in(rig)
    await settled(rig)
    await rig.pair.press(homes.terminal(1), "*02", stay=2)
    await rig.until(lambda: _answered(rig), "a press is answered after it all")
    await settled(rig)


def _answered(rig: WiredRig) -> bool:
    town = rig.pair.town_log()
    pressed = [row.at for row in town if (row.what, row.who) == ("PRESSED", homes.terminal(1))]
    return bool(pressed) and any(
        row.what == "ANSWERED" and row.who == homes.CANTEEN and row.at > pressed[-1] - 0.5 for row in town
    )


async def _strangers(rig: WiredRig) -> None:
    """Behind the trunk, with caller ids of their own making, on the access numbers and on others."""
    for text in HOSTILE:
        hostile = text.replace("{folder}", str(rig.folder))
        shown = re.sub(r'[\x00-\x1f"\\]', "", hostile)
        async with Attacker(
            rig.pair.node.address, quote(hostile[:80], safe=""), host=rig.pair.addresses[3], display=shown
        ) as attacker:
            for number in ("66660002", "66801002", quote(hostile, safe="")):
                dialog = await attacker.call(number)
                if dialog.status == 200:
                    await attacker.ask_within(dialog, "BYE")


async def _homes(rig: WiredRig) -> None:
    """A telephone of ours that somebody has opened dials what no key can."""
    async with Attacker(
        rig.pair.node.address, homes.terminal(0), secret=homes.secret(0), display="${SHELL(id)}"
    ) as attacker:
        for text in HOSTILE:
            hostile = quote(text.replace("{folder}", str(rig.folder)), safe="")
            for number in (hostile, f"*02{hostile}", f"*30123456{hostile}", f"66001234{hostile}"):
                await attacker.call(number)


def _staff(rig: WiredRig) -> None:
    """What somebody at the API may send: texts and a file's name, as they come."""
    now = datetime.now(UTC)
    for text in HOSTILE:
        hostile = text.replace("{folder}", str(rig.folder))
        with writing(rig.engine) as conn:
            draft = create_campaign(conn, now, title=hostile, text=hostile)
            if not isinstance(draft, Refused):
                start_campaign(conn, draft.id, now, audio=Audio(file=hostile, total_ms=2000))


async def _sign_in(rig: WiredRig) -> None:
    """Somebody tries a login and a password on the page: neither may stand in a log."""
    reader, writer = await asyncio.open_connection("127.0.0.1", rig.console_port)
    body = "login=guessed-login&password=guessed-pass"
    head = (
        "POST /sign-in HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nConnection: close\r\n"
    )
    writer.write(f"{head}Content-Length: {len(body)}\r\n\r\n{body}".encode())
    assert (await reader.readline()).startswith(b"HTTP/1.1 4"), json.dumps(rig.last_words())
    writer.close()
