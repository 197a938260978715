"""Is every part of this site well? Each is looked at in a second or so; each fault comes with its cure."""

import asyncio
import os
import shutil
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from sqlalchemy import Connection

from db import calls, incidents
from db.engine import open_engine, reading
from db.refusals import DatabaseRefused
from db.sharing.mark import refuse_others
from ivr.asterisk.render import DIALPLANS, render
from ivr.picture import load_site, node, site_files
from ivr.running.heartbeat import now_of
from ivr.settings import Settings
from ivr.sounds import needed as sounds
from ivr.validation.validate import refused, validate

STALE = 5.0
"""Seconds after which a controller that has not touched its file does not answer."""
LEAST_FREE = 500 * 2**20
LAID_OVER = frozenset({"pjsip.conf"})
"""Changed terminals lie over this file in AstDB until it is rendered again."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    what: str
    ok: bool
    seen: str
    cure: str = ""


async def examine(settings: Settings) -> list[Finding]:
    """Every check, side by side; well under three seconds."""
    checks: tuple[Callable[[Settings], Awaitable[list[Finding]]], ...] = (_exchange, _trunks, _local)
    found = await asyncio.gather(*(check(settings) for check in checks))
    return [finding for group in found for finding in group]


async def _exchange(settings: Settings) -> list[Finding]:
    from ivr.doctor.exchange import exchange

    return await exchange(settings)


async def _trunks(settings: Settings) -> list[Finding]:
    from ivr.running.trunks import examine_trunks

    return await examine_trunks(settings)


async def _local(settings: Settings) -> list[Finding]:
    return await asyncio.to_thread(_all_local, settings)


def _all_local(settings: Settings) -> list[Finding]:
    from ivr.doctor.listening import listening
    from ivr.doctor.speech import speech
    from ivr.doctor.wanting import secrets
    from ivr.doctor.ways import examine_ways

    found = [secrets(settings), listening(settings), _disk(settings), _controller(settings), _scripts(settings)]
    found += speech(settings)
    try:
        engine = open_engine(settings.database_url)
        with reading(engine) as conn:
            refuse_others(conn, settings.site_name)
            found += [
                _database(conn),
                *_site(conn, settings),
                _sounds(conn, settings),
                _rendered(conn, settings),
                *examine_ways(conn, settings, now_of(settings.heartbeat)),
            ]
    except DatabaseRefused as refusal:
        found.append(_bad("database", refusal.what, refusal.cure))
    return found


def _database(conn: Connection) -> Finding:
    open_now = len(calls.open_calls(conn)), len(incidents.open_incidents(conn))
    return Finding(what="database", ok=True, seen=f"{open_now[0]} calls and {open_now[1]} incidents open")


def _site(conn: Connection, settings: Settings) -> list[Finding]:
    site = load_site(conn, settings)
    problems = validate(site, now_of(settings.heartbeat))
    seen = f"{len(site.terminals)} terminals, {len(site.providers)} providers, {len(problems)} remarks"
    if not refused(problems):
        return [Finding(what="site", ok=True, seen=seen)]
    return [_bad(f"site: {problem.where}", problem.what, problem.cure) for problem in problems][:20]


def _sounds(conn: Connection, settings: Settings) -> Finding:
    jobs = sounds.site_jobs(conn, settings)
    missing = [job.path for job in jobs if not (settings.exchange.sounds / job.path).is_file()]
    if missing:
        cure = "bigbutton prompts render"
        return _bad("sounds", f"{len(missing)} of {len(jobs)} files are missing, {missing[0]} first", cure)
    return Finding(what="sounds", ok=True, seen=f"{len(jobs)} files in {settings.exchange.sounds}")


def _rendered(conn: Connection, settings: Settings) -> Finding:
    """The files on disk say what would be rendered now (terminals changed since boot lie in the overlay)."""
    exchange = node(settings)
    wanted = render(exchange, site_files(conn, settings))
    different = sorted(
        name for name, text in wanted.items() if name not in LAID_OVER and _on_disk(exchange.folders.etc / name) != text
    )
    if len(different) == len(wanted.keys() - LAID_OVER):
        return _bad("dialplan", f"no file is rendered yet in {exchange.folders.etc}", "bigbutton dialplan render")
    if different:
        cure = "bigbutton dialplan render, then restart Asterisk at a quiet hour"
        return _bad("dialplan", f"{', '.join(different[:3])} differ from what is set", cure)
    return Finding(what="dialplan", ok=True, seen=f"{len(wanted)} files as rendered from {DIALPLANS.name}/")


def _on_disk(path: os.PathLike[str]) -> str | None:
    try:
        with open(path, encoding="utf-8") as file:
            return file.read()
    except OSError:
        return None


def _controller(settings: Settings) -> Finding:
    try:
        age = time.time() - settings.heartbeat.stat().st_mtime
    except OSError:
        age = float("inf")
    if age > STALE:
        return _bad("controller", "not running; presses still reach people", "bigbutton serve")
    return Finding(what="controller", ok=True, seen=f"alive {age:.0f} s ago")


def _scripts(settings: Settings) -> Finding:
    folder = settings.console.scripts
    if not any(folder.glob("*.js")):
        cure = "`make set-up` in the program's folder fetches them into its .run/js: set console.scripts to that folder"
        return _bad("scripts", f"none in {folder}: pages have no charts and no browser telephone", cure)
    return Finding(what="scripts", ok=True, seen=f"charts and telephone of the pages in {folder}")


def _disk(settings: Settings) -> Finding:
    place = settings.exchange.root if settings.exchange.root.exists() else settings.heartbeat.parent
    free = shutil.disk_usage(place if place.exists() else ".").free
    if free < LEAST_FREE:
        return _bad("disk", f"{free // 2**20} MB free", "Free some room: facts and recordings need it")
    return Finding(what="disk", ok=True, seen=f"{free // 2**30} GB free")


def _bad(what: str, seen: str, cure: str) -> Finding:
    return Finding(what=what, ok=False, seen=seen, cure=cure)
