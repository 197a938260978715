"""How do two hundred people come into the database, and their names onto disk as sound? As an administrator does it."""

import secrets
from datetime import UTC, datetime

from sqlalchemy import Engine

from console.access.accounts import Refused, add_user
from db.engine import open_engine, reading
from db.importing import import_file
from db.migrations import upgrade
from ivr.settings import Settings
from ivr.sounds import needed as sounds
from ivr.speech.source import Job
from people.cells import Locality
from people.seniors import Language
from town.folders import CannotPlay, Folders
from town.people import Town
from town.telling import Say

LOGIN = "demo"


def moved_in(settings: Settings, town: Town, folders: Folders, say: Say) -> Engine:
    """The database, upgraded and filled, with a user of the console, and every voice. Raises CannotPlay."""
    upgrade(settings.database_url)
    engine = open_engine(settings.database_url)
    say("Two hundred people move in ...")
    locality = Locality(area_code=settings.area_code)
    for kind, path in town.write(folders.run / "import").items():
        report = import_file(engine, kind, path, locality=locality)
        if report.problems:
            problem = report.problems[0]
            raise CannotPlay(f"{path}: line {problem.line}, {problem.column}: {problem.reason}")
    _add_user(engine, folders)
    _speak(engine, settings, say)
    return engine


def password(folders: Folders) -> str:
    """Of LOGIN; the same as long as the folder is there."""
    return (folders.run / "password").read_text()


def _speak(engine: Engine, settings: Settings, say: Say) -> None:
    with reading(engine) as conn:
        jobs = sounds.site_jobs(conn, settings)
    hello = Job(path="town/hello.sln", text="喂，您好，请讲。", language=Language.CHINESE)
    her = Job(path="town/her.sln", text="您好，麻烦您帮我一下，谢谢。", language=Language.CHINESE)
    say(f"Their names, addresses and every phrase are spoken: {len(jobs)} files ...")
    spoken = sounds.speak([*jobs, hello, her], settings)
    if spoken.failures:
        raise CannotPlay(f"{spoken.failures[0].path} could not be spoken: {spoken.failures[0].reason}")


def _add_user(engine: Engine, folders: Folders) -> None:
    kept = folders.run / "password"
    if kept.exists():
        return
    kept.write_text(secrets.token_urlsafe(9))
    kept.chmod(0o600)
    added = add_user(engine, LOGIN, "演示", "supervisor", kept.read_text(), at=datetime.now(UTC))
    if isinstance(added, Refused):
        raise CannotPlay(f"{added.reason}; {added.cure}")
