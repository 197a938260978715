"""Which broadcasts stand in the database for the console's tests? One under way, one of every week; a real voice."""

import io
import math
import struct
import wave
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Engine

from broadcasts.recurrence_json import from_json
from broadcasts.service import Draft, create
from console.settings import ConsoleSettings
from db import campaigns
from db.campaigns import CampaignRow, DeliveryRow
from db.engine import writing
from ivr.exchange_settings import ExchangeSettings
from ivr.settings import Settings
from ivr.sounds.site_voice import SiteVoice
from tests.console import neighbourhood as here
from tests.console.neighbourhood import NOW

COLD = "cold"
"""Going out: three have heard it, one is being rung, three wait for their next dial, three were not dialled yet."""
EVIDENCE = ("confirmed", "heard", "heard", "answered", "rang", "rang", "not_reached", "", "", "")
WHY = {5: "in_use", 6: "outside_window"}
WORDS = "明天起降温，出门请多穿一件。"


def voice(folder: Path) -> SiteVoice:
    """The exchange's own voice, with its files in `folder`."""
    return SiteVoice(Settings(exchange=ExchangeSettings(sounds=folder / "sounds"), speech_cache=folder / "cache"))


def settings(folder: Path, **more: object) -> ConsoleSettings:
    return here.settings(voice=voice(folder), **more)


def under_way(engine: Engine) -> None:
    """The campaign COLD, offered to everybody twenty minutes ago."""
    since = NOW - timedelta(minutes=20)
    row = CampaignRow(
        id=COLD, title="寒潮提醒", text=WORDS, created_at=since, state="running", created_by="wangfang", audience="{}"
    )
    with writing(engine) as conn:
        campaigns.save_campaign(conn, row)
        campaigns.add_deliveries(conn, [_delivery(n, proven) for n, proven in enumerate(EVIDENCE, 1)])


def _delivery(n: int, proven: str) -> DeliveryRow:
    return DeliveryRow(
        id=f"cold{n}", campaign_id=COLD, senior_id=f"s{n}", household_id=f"h{n}", terminal_id=f"t{1000 + n}",
        area_id="gucheng", way="called", evidence=proven, total_ms=20_000, tries=int(n < 8), why=WHY.get(n, ""),
        state="done" if n < 4 else "trying" if n == 8 else "due", available_at=NOW - timedelta(minutes=20),
        heard_ms={"confirmed": 20_000, "heard": 19_000, "answered": 3_000}.get(proven),
        heard_at=NOW - timedelta(minutes=n) if n < 4 else None,
        dialled_at=NOW - timedelta(minutes=9) if n < 8 else None,
        next_try_at=NOW + timedelta(minutes=5 * n) if 3 < n < 8 else None,
    )  # fmt: skip


def every_friday(engine: Engine) -> str:
    """A message that repeats; returns its id."""
    again = from_json('{"repeat": "weekly", "at": "09:30", "weekdays": [4]}')
    with writing(engine) as conn:
        made = create(conn, NOW, Draft(title="防骗提醒", text="我们从不要钱。", recurrence=again), by="wangfang")
    assert isinstance(made, CampaignRow)
    return made.id


def recording(seconds: float = 3.0, loud: float = 0.3) -> bytes:
    """A WAV of somebody who hums: 8 kHz, 16 bit, mono."""
    tones = [math.sin(n * 0.2) * (0.6 + 0.4 * math.sin(n * 0.002)) for n in range(int(8000 * seconds))]
    written = io.BytesIO()
    with wave.open(written, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(b"".join(struct.pack("<h", int(32767 * loud * tone)) for tone in tones))
    return written.getvalue()
