"""What does the demonstration's administrator write into bigbutton.toml?"""

import json
import secrets

from ivr.asterisk.render import Node
from ivr.services import DEFAULT_SERVICES
from town.folders import Folders
from town.pair import Pair

DESKS = (
    ("hotline", ("desk1", "desk2")),
    ("emergency", ("desk3",)),
    ("community", ("desk4",)),
    ("centre", ("desk5",)),
)
CARE = (
    "[care]",
    'missed_press_after = "PT8S"',
    'staff_again_after = "PT5S"',
    "broadcast_channels = 60",
    'message_windows = "00:00-24:00"',
    'quiet_hours = ""',
    "ring_her = 5",
    "message_rings = 6",
    "[watch]",
    "greet_after_days = 0",  # the story says whom it rings
)


def settings_text(pair: Pair, folders: Folders, port: int, *, with_kitchen: bool) -> str:
    """The whole file. `port`: the console's."""
    lines = [
        *_site(folders),
        *_exchange(pair.node),
        "[console]",
        f"port = {port}",
        f"secret = {_q(_console_secret(folders))}",
        *([f"demonstration = {_q(folders.kitchen)}"] if with_kitchen else ()),
        *CARE,
        "[access_numbers]",
        *(f'"666000{int(service.code):02d}" = {_q(service.id)}' for service in DEFAULT_SERVICES),
    ]
    for trunk in pair.trunks():
        lines += ["[[trunks]]", f"name = {_q(trunk.name)}", f"host = {_q(trunk.host)}", f"limit = {trunk.limit}"]
    for name, phones in DESKS:
        accepts = "answer" if name == "hotline" else "press-1"
        lines += ["[[desks]]", f"name = {_q(name)}", f"accepts = {_q(accepts)}"]
        for phone in phones:
            lines += ["[[desks.phones]]", f"id = {_q(phone)}", f"secret = {_q(secrets.token_hex(8))}"]
    return "\n".join(lines) + "\n"


def _site(folders: Folders) -> tuple[str, ...]:
    run = folders.run
    return (
        'site_name = "青松区居家养老服务中心"',
        f"database_url = {_q(f'sqlite:///{run}/bigbutton.sqlite')}",
        'area_code = "10"',
        'published = "66600000"',
        f"heartbeat = {_q(run / 'controller.alive')}",
        f"speech_cache = {_q(run.parent / 'speech-cache')}",
        f"speech.recordings = {_q(run / 'recordings-of-phrases')}",
        "supervision.clock_set = false",  # a demonstration's machine may have no time server
    )


def _exchange(node: Node) -> tuple[str, ...]:
    return (
        "[exchange]",
        f"root = {_q(node.folders.root)}",
        f"modules = {_q(node.folders.modules)}",
        f"data = {_q(node.folders.data)}",
        f"sounds = {_q(node.folders.sounds)}",
        f"address = {_q(node.address)}",
        f"call_secret = {_q(node.call_secret)}",
        f"fill_secret = {_q(node.fill_secret)}",
    )


def _console_secret(folders: Folders) -> str:
    kept = folders.run / "console.secret"
    if not kept.exists():
        kept.write_text(secrets.token_urlsafe(32))
        kept.chmod(0o600)
    return kept.read_text()


def _q(value: object) -> str:
    """A TOML string."""
    return json.dumps(str(value), ensure_ascii=False)
