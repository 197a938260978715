"""Which fixed words does the exchange say? One numbered script, Chinese and English, spoken or recorded.

A number is never used twice, so that a recording made in a studio keeps its place. `{service}` and `{site}`
are filled in. `‖` is a pause of one second. The words themselves lie in `said/`, by subject; comfort words in
`comfort.py`; `script.py` joins both.
"""

from typing import Final

from ivr.speech.said import calls, home, providers, queue, watch
from ivr.speech.said.phrase import Phrase

SCRIPT: Final = (
    *calls.TO_WHOEVER_TAKES_A_CALL,
    *calls.TO_WHOEVER_HELPS_IN_AN_EMERGENCY,
    *calls.TO_STAFF_WHO_RING_HER,
    *home.TO_HER,
    *home.BROADCASTS,
    *home.TO_WHOEVER_RECORDS,
    *watch.VISITS,
    *watch.TO_FAMILY_AND_SUPERVISORS,
    *queue.QUEUE,
    *watch.VERDICTS,
    *providers.PROVIDERS,
    *calls.WHY_YOU,
)
SERVICE_NAME: Final = Phrase(number=700, id="service-{service_id}", zh="{service}。", en="{service}.")
"""Which service was asked for; one file for each service and the hotline: 700 + its code (script.py)."""
