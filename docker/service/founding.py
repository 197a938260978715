"""What must be there before a site of containers can answer its first press? Done once; later the database follows.

Killed in between it goes on where it was: a site can be begun again, and Asterisk waits for the file written last.
The first administrator's password is a secret of the site's own, or made here and kept in a file beside the settings.
"""

import os
import secrets
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

from ivr import settings as site_settings
from ivr.founding.first_site import AnswersUnreadable, answers_in
from ivr.founding.founding import NotFounded, found
from ivr.tables.overlay import MANIFEST

SPOKEN = Path("/opt/bigbutton/spoken")
"""The fixed phrases, as the image brings them."""
ANSWERS = Path("/run/answers.toml")
GIVEN = Path("/run/secrets/administrator_password")
PASSWORD = "administrator.password"
KEPT = "administrator-password"


def main() -> int:
    config = Path(os.environ[site_settings.CONFIG])
    try:
        if not config.exists():
            begin(config)
    except (NotFounded, AnswersUnreadable, UnicodeDecodeError) as why:
        faults = (
            [f"{one.field}: {one.what}. {one.cure}" for one in why.faults] if isinstance(why, NotFounded) else [why]
        )
        sys.stderr.write("".join(f"founding: the answers: {fault}\n" for fault in faults))
        return 1
    settings = site_settings.load()
    _bigbutton("db", "upgrade")
    if not (settings.exchange.root / "etc" / MANIFEST).exists():
        shutil.copytree(SPOKEN, settings.speech_cache, dirs_exist_ok=True)
        _bigbutton("prompts", "render")
        _bigbutton("dialplan", "render")
    return 0


def begin(config: Path) -> None:
    """Raises NotFounded, AnswersUnreadable, OSError."""
    answers = dict(answers_in(ANSWERS.read_text(encoding="utf-8")))
    given = answers.get(PASSWORD) or (GIVEN.read_text(encoding="utf-8").strip() if GIVEN.exists() else "")
    answers[PASSWORD] = given or _made(config.with_name(KEPT))
    made = found(answers, config, datetime.now(UTC))
    print(f"founded: {made.login} is the first administrator")
    if not given:
        print(f"the password: {config.with_name(KEPT)} in this container; delete it once it is changed")


def _made(file: Path) -> str:
    """The same when it is done again."""
    if not file.exists() or not file.stat().st_size:
        file.touch(0o600)
        file.write_text(secrets.token_urlsafe(15) + "\n", encoding="ascii")
    return file.read_text(encoding="ascii").strip()


def _bigbutton(*words: str) -> None:
    subprocess.run(["bigbutton", *words], check=True)


if __name__ == "__main__":
    sys.exit(main())
