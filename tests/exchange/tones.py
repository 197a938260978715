"""Which sounds do the exchange tests play? A tone for each phrase, so that a recording tells which was heard."""

from pathlib import Path

import numpy as np

RATE = 8000
FIRST_HERTZ, APART = 500, 25
"""Of the phrases' tones."""
PHRASES = tuple(
    "somebody nobody accept_press_1 taken closed no_answer emergency_whisper not_confirmed message_hello message_ask "
    "well_thanks goodbye visit_noted nothing_waiting not_allowed far_busy far_no_answer staff_wellness staff_missed "
    "listen_ask listen_end reply_ask reply_well reply_unwell record_now record_keep record_kept number_wrong "
    "staff_report wellness_hello missed_hello ringback_hello family_told family_visit_due family_found_well "
    "visit_wrong visit_used visit_elsewhere visitor_asked visitor_keys visitor_again reason-silence reason-deadline "
    "reason-regular contact_asked contact_keys family_keys away_days away_said away_keys case_overdue case_keys "
    "verdict-yours verdict-declined verdict-taken verdict-over verdict-case verdict-seen verdict-unseen verdict-away "
    "verdict-refused verdict-later wellness_ask days-1 days-3 days-12 visit_code code_again "
    "digit-0 digit-1 digit-2 digit-4 digit-5 digit-8 "
    "provider_asked verdict-shut verdict-open how_it_was how_it_was_keys how_it_was_thanks "
    "drill drill_thanks hand_back hand_failed hand_hold hand_recorded "
    "queue-ahead-0 queue-ahead-1 queue-ahead-2 queue_offer queue_noted words_ask staff_return return_hello "
    "queue-minutes-1 queue-minutes-2".split()
)
SERVICES = tuple(
    "emergency meals repairs committee clinic carestation housekeeping companion property transport family".split()
)
WHYS = tuple("open next noanswer closed holiday busy hotline family override none transfer".split())


def make(folder: Path, *, whisper: float = 0.3) -> Path:
    """Write every file the dialplan may play; whispers are short so that tests are."""
    for language in ("zh", "en"):
        root = folder / language
        for n, phrase in enumerate(PHRASES):
            tone(root / f"{phrase}.sln", FIRST_HERTZ + APART * n, whisper)
        for service in (*SERVICES, "hotline"):
            tone(root / f"service-{service}.sln", 440, whisper)
        for name in (*SERVICES[1:], "hotline", "next", "emergency", "acceptor", "staff"):
            tone(root / "comfort" / name / "1.sln", 330, 2.0)
        for why in WHYS:
            tone(root / f"why-{why}.sln", 460, whisper)
    tone(folder / "town" / "hello.sln", 1000, 2.0)
    return folder


def tone(path: Path, hertz: float, seconds: float) -> Path:
    """A 16-bit 8 kHz tone, as Asterisk plays it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    at = np.arange(int(RATE * seconds)) / RATE
    (np.sin(2 * np.pi * hertz * at) * 8000).astype("<i2").tofile(path)
    return path
