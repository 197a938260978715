"""A console that is killed while it speaks a message that was to be started. Arguments: database, message's id."""

import os
import signal
import sys
import threading

from broadcasts.campaign import Audio, Refused
from db.engine import open_engine
from ivr.settings import Settings
from ivr.sounds.site_voice import SiteVoice
from tests.console import neighbourhood as here
from tests.console.serving import serving, visiting


class LastWords(SiteVoice):
    """The site's voice, in whose first word the process is killed."""

    def speak(self, message: str, text: str, language: str) -> Audio | Refused:
        os.kill(os.getpid(), signal.SIGKILL)
        threading.Event().wait()
        raise AssertionError("still alive")


def main(url: str, message: str) -> None:
    with serving(open_engine(url), here.settings(voice=LastWords(Settings()))) as address, visiting(address) as visitor:
        visitor.sign_in("lijing")
        visitor.post(f"/api/v1/broadcasts/{message}/start", headers={"idempotency-key": "go"})


if __name__ == "__main__":
    main(*sys.argv[1:])
