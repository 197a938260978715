"""Where do tests get a small real Asterisk? Found, given a folder of its own, started, killed.

Two AMI users of least privilege, `call` and `fill`. `home` answers, is busy or rings; `desk1` is dead.
"""

import os
import random
import socket
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from prepare.place import NotPrepared, load
from tests.waiting import wait_until

CHECKOUT = Path(__file__).resolve().parents[2]
MODULES = (
    "res_timing_timerfd res_pjproject res_sorcery_config res_sorcery_memory res_sorcery_astdb "
    "res_pjsip res_pjsip_session res_pjsip_pubsub res_pjsip_endpoint_identifier_user chan_pjsip "
    "bridge_simple bridge_holding codec_alaw codec_ulaw format_pcm format_wav pbx_config app_dial app_exec "
    "app_db app_stack app_userevent func_db func_logic func_strings func_channel func_global func_groupcount "
    "func_callerid func_timeout"
)


@dataclass(frozen=True, kw_only=True)
class AsteriskProgram:
    """How an Asterisk 22 or newer is started here, and where its modules and data lie."""

    argv: tuple[str, ...]
    modules: Path
    data: Path


def asterisk_command() -> AsteriskProgram:
    """The one that the set-up prepared; without it the test is skipped."""
    try:
        place = load(CHECKOUT)
    except NotPrepared as why:
        pytest.skip(f"no Asterisk: {why}")
    asterisk = place.asterisk
    return AsteriskProgram(argv=asterisk.command, modules=asterisk.modules, data=asterisk.data)


@dataclass(kw_only=True)
class BareAsterisk:
    """One instance: a folder and a loopback address of its own, a process to be killed and started again."""

    program: AsteriskProgram
    folder: Path
    host: str
    port: int = 5038
    process: subprocess.Popen[bytes] | None = field(default=None)

    def write(self, name: str, text: str) -> None:
        """One configuration file."""
        (self.folder / "etc" / name).write_text(text, encoding="utf-8")

    def start(self) -> None:
        """Start it; returns when its AMI port listens (not necessarily fully booted)."""
        config = str(self.folder / "etc/asterisk.conf")
        environment = dict(os.environ, MALLOC_ARENA_MAX="2")
        with (self.folder / "log/console").open("ab") as console:
            self.process = subprocess.Popen(
                [*self.program.argv, "-C", config, "-f"],
                stdin=subprocess.DEVNULL,
                stdout=console,
                stderr=console,
                env=environment,
                cwd=self.folder,
            )
        wait_until(self._listens, within=20)

    def kill(self) -> None:
        """SIGKILL: what a power cut looks like."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()
            self.process = None

    def command(self, line: str) -> str:
        """One line of Asterisk's own command line."""
        config = str(self.folder / "etc/asterisk.conf")
        done = subprocess.run(
            [*self.program.argv, "-C", config, "-rx", line], capture_output=True, text=True, check=False
        )
        return done.stdout

    def _listens(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex((self.host, self.port)) == 0


def free_host(port: int) -> str:
    """A loopback address on which nobody listens: tests run beside each other."""
    while True:
        host = f"127.{random.randint(2, 250)}.{random.randint(2, 250)}.1"
        with socket.socket() as probe:
            if probe.connect_ex((host, port)) != 0:
                return host


def bare_asterisk(folder: Path) -> BareAsterisk:
    """The smallest instance with an AMI, two users, and a dialplan that answers, echoes, refuses."""
    instance = BareAsterisk(program=asterisk_command(), folder=folder, host=free_host(5038))
    for name in ("etc", "lib", "db", "keys", "spool", "run", "log"):
        (folder / name).mkdir(parents=True)
    for name, text in _files(instance).items():
        instance.write(name, text)
    return instance


def _files(instance: BareAsterisk) -> dict[str, str]:
    empty = [
        "cdr",
        "cel",
        "features",
        "udptl",
        "ccss",
        "codecs",
        "pjproject",
        "cli",
        "http",
        "stasis",
        "pjsip",
        "acl",
    ]
    files = {f"{name}.conf": "[general]\n" for name in empty}
    loads = "\n".join(f"load = {module}.so" for module in MODULES.split())
    return files | {
        "asterisk.conf": _directories(instance),
        "logger.conf": "[general]\nappendhostname=no\n[logfiles]\nmessages.log => notice,warning,error\n",
        "modules.conf": f"[modules]\nautoload=no\n{loads}\n",
        "pjproject.conf": "[startup]\ncache_pools=no\n",
        "pjsip.conf": PJSIP.format(host=instance.host),
        "rtp.conf": "[general]\nrtpstart=20000\nrtpend=20099\n",
        "manager.conf": MANAGER.format(host=instance.host, port=instance.port),
        "extensions.conf": EXTENSIONS,
    }


def _directories(instance: BareAsterisk) -> str:
    own, program = instance.folder, instance.program
    folders = {"etc": "etc", "varlib": "lib", "db": "db", "key": "keys", "agi": "lib", "spool": "spool"}
    folders |= {"run": "run", "log": "log"}
    lines = [f"ast{name}dir => {own}/{folder}" for name, folder in folders.items()]
    lines += [
        f"astmoddir => {program.modules}",
        f"astdatadir => {program.data}",
        "[options]",
        "nocolor = yes",
    ]
    lines += [
        "systemname = bare",
        "hideconnect = yes",
        "live_dangerously = no",
        "entityid = 02:00:00:00:00:01",
    ]
    return "\n".join(["[directories]", *lines, ""])


MANAGER = """[general]
enabled=yes
webenabled=no
bindaddr={host}
port={port}
displayconnects=no
allowmultiplelogin=yes
[call]
secret=callsecret
read=call,system
write=originate,call,reporting
writetimeout=5000
eventfilter=Event: (FullyBooted|Shutdown|OriginateResponse|ContactStatus)
[fill]
secret=fillsecret
read=
write=system
writetimeout=5000
[none]
secret=nonesecret
read=
write=user
"""

PJSIP = """[udp]
type=transport
protocol=udp
bind={host}:5060
[desk1]
type=endpoint
context=home
disallow=all
allow=alaw
aors=desk1
[desk1]
type=aor
contact=sip:desk1@{host}:5099
qualify_frequency=1
qualify_timeout=0.2
"""

EXTENSIONS = """[home]
exten => answer,1,Answer(,i)
 same => n,Wait(3600)
exten => busy,1,Busy(1)
exten => ring,1,Wait(3600)
[person]
exten => talk,1,Wait(3600)
"""
