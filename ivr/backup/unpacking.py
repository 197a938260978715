"""Is this archive whole, ours, and harmless? It is unpacked into a folder of its own and every sum is checked.

Names are judged before anything is written: nothing outside the folders of a site, no links, nothing twice.
"""

import hashlib
import os
import shutil
import tarfile
from collections.abc import Collection
from pathlib import Path
from typing import IO

from ivr.backup import manifest as manifests
from ivr.backup import settings_text
from ivr.backup.databases import NAMES
from ivr.backup.manifest import Manifest, Sum
from ivr.backup.packing import cut_short, unpacked
from ivr.backup.parts import is_plain
from ivr.backup.refused import BackupRefused

CHUNK = 1 << 20
LONGEST_MANIFEST = 512 * CHUNK
LEAST_FREE = 200 * CHUNK
"""Bytes that unpacking leaves free on the disk."""
ALONE = frozenset({settings_text.NAME, *NAMES.values()})
_STRANGE = "Take a back-up that `bigbutton backup` wrote itself; this one was changed by somebody"


def unpack(file: Path, into: Path, folders: Collection[str]) -> Manifest:
    """Everything below `into`, checked. `folders`: which the archive may hold. Raises BackupRefused, OSError."""
    found: dict[str, Sum] = {}
    told: Manifest | None = None
    try:
        with unpacked(file) as stream, tarfile.open(fileobj=stream, mode="r|") as tar:
            for member in tar:
                _judge(member, found, folders, ended=told is not None)
                if member.name == manifests.NAME:
                    told = manifests.from_text(_content(tar, member).read())
                else:
                    found[member.name] = _keep(_content(tar, member), member, into / member.name)
            while stream.read(CHUNK):
                pass
    except tarfile.TarError as fault:
        raise cut_short(file) from fault
    if told is None or not told.files.keys() <= found.keys():
        raise cut_short(file)
    _check(file, found, told)
    return told


def _judge(member: tarfile.TarInfo, found: Collection[str], folders: Collection[str], *, ended: bool) -> None:
    name, parts = member.name, member.name.split("/")
    known = (len(parts) == 1 and name in ALONE | {manifests.NAME}) or (len(parts) > 1 and parts[0] in folders)
    if not (known and is_plain(name) and member.isreg()) or name in found or ended:
        raise BackupRefused(f"The archive holds {name!r}, which does not belong there; nothing was changed", _STRANGE)
    if name == manifests.NAME and member.size > LONGEST_MANIFEST:
        raise BackupRefused(f"The archive's {name} has {member.size} bytes", _STRANGE)


def _content(tar: tarfile.TarFile, member: tarfile.TarInfo) -> IO[bytes]:
    content = tar.extractfile(member)
    assert content is not None  # it is a plain file
    return content


def _keep(content: IO[bytes], member: tarfile.TarInfo, to: Path) -> Sum:
    to.parent.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(to.parent).free < member.size + LEAST_FREE:
        raise BackupRefused(f"The disk of {to.parent} has no room to unpack {member.name}", "Free some, and try again")
    digest = hashlib.sha256()
    with open(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        while data := content.read(CHUNK):
            digest.update(data)
            out.write(data)
    to.chmod(member.mode & 0o666 | 0o600)
    os.utime(to, (member.mtime, member.mtime))
    return Sum(size=member.size, sha256=digest.hexdigest())


def _check(file: Path, found: dict[str, Sum], told: Manifest) -> None:
    wrong = sorted(name for name in found.keys() | told.files.keys() if found.get(name) != told.files.get(name))
    if wrong or told.kind not in NAMES or NAMES[told.kind] not in found or settings_text.NAME not in found:
        what = f": {', '.join(wrong[:3])} is not what was backed up" if wrong else ""
        raise BackupRefused(f"{file} is damaged{what}; nothing was changed", "Take another back-up")
