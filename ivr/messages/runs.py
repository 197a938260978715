"""A schedule's moment has come: how is its run spoken and started? Tried again until it is done, and made once."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import structlog
from sqlalchemy import Engine

from broadcasts.campaign import Audio, Refused
from broadcasts.drafts import RECORDING
from broadcasts.service import due_runs, start
from broadcasts.settings import BroadcastSettings
from console.broadcasts.voice import Voice, VoiceMissing
from db.campaigns import CampaignRow
from db.engine import writing
from ivr.speech.sound_files import duration_ms

log = structlog.get_logger()
BY = "schedule"


def start_due_runs(engine: Engine, now: datetime, voice: Voice, rules: BroadcastSettings) -> int:
    """Claim, speak (outside any transaction), start; returns how many were started."""
    with writing(engine) as conn:
        runs: Sequence[CampaignRow] = due_runs(conn, now, rules)
    return sum(_start(engine, run, now, voice, rules) for run in runs)


def _start(engine: Engine, run: CampaignRow, now: datetime, voice: Voice, rules: BroadcastSettings) -> bool:
    audio = _audio(run, voice)
    if isinstance(audio, Refused):
        log.error("run_not_spoken", campaign=run.id, field=audio.field, why=audio.reason)
        return False
    with writing(engine) as conn:
        started = start(conn, run.id, now, audio=audio, by=BY, settings=rules)
    if isinstance(started, Refused):
        log.warning("run_not_started", campaign=run.id, field=started.field, why=started.reason)
        return False
    log.info("run_started", campaign=run.id, people=started.people)
    return True


def _audio(run: CampaignRow, voice: Voice) -> Audio | Refused:
    try:
        if run.source == RECORDING:
            return Audio(file=run.audio, total_ms=duration_ms(Path(f"{run.audio}.sln")))
        return voice.speak(run.id, run.text, run.language)
    except (VoiceMissing, OSError) as fault:
        return Refused(field="audio", reason=str(fault))
