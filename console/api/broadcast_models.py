"""How does a broadcast look to a program? What is sent to us and what is answered, as JSON."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from broadcasts.drafts import RECORDING, TEXT, Draft
from broadcasts.filters import to_json
from broadcasts.service import PersonLine, Preview, Progress
from broadcasts.service import SavedAudience as Saved
from console.broadcasts.campaign_lines import CampaignLine
from console.broadcasts.speaking import Sound
from console.broadcasts.words import MessageWords

FILTER = (
    "Lists of ids: areas, tags, terminals, seniors; min_age, max_age, language, not_reached_by. All that is named "
    "must fit; nothing named is everybody."
)
RECURRENCE = 'Like {"repeat": "weekly", "at": "09:30", "weekdays": [0, 4]}; repeat: daily, weekly, monthly, lunar.'


Reading = Literal["zh", "en"]
"""In which language reasons are put into words."""


class Asked(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Audience(Asked):
    audience: dict[str, Any] = Field(default_factory=dict, description=FILTER)


class NewAudience(Audience):
    name: str
    replacing: bool = False


class NewBroadcast(Audience):
    """Words to be spoken, or a recording. Times have a zone; windows are like `09:00-11:30`."""

    title: str = ""
    text: str = ""
    language: str = "zh"
    recording: str = Field(default="", description="The name that `POST /api/v1/broadcasts/recordings` answered.")
    template: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    windows: str = ""
    urgent: bool = False
    channels: int | None = None
    per_minute: int | None = None
    reply: str = ""
    recurrence: dict[str, Any] | None = Field(default=None, description=RECURRENCE)

    def draft(self, **read: Any) -> Draft:
        """`read`: audience and recurrence, as the rules have them."""
        plain = self.model_dump(exclude={"audience", "recurrence", "recording"})
        return Draft(**plain, source=RECORDING if self.recording else TEXT, **read)


class NewRecording(BaseModel):
    """`recording`: its name for a day, for one message or several in its language."""

    recording: str
    language: str
    total_ms: int

    @classmethod
    def of(cls, sound: Sound) -> "NewRecording":
        return cls(recording=sound.name, language=sound.language, total_ms=sound.audio.total_ms)


class Broadcast(BaseModel):
    """`state`: draft, running, paused, done, cancelled. `schedule` of one that repeats: active, paused, ended."""

    id: str
    title: str
    text: str
    language: str
    state: str
    schedule: str
    source: str
    template: str
    created_at: datetime
    created_by: str
    starts_at: datetime | None
    ends_at: datetime | None
    windows: str
    urgent: bool
    channels: int | None
    per_minute: int | None
    reply: str
    cloned_from: str | None
    people: int
    done: int
    heard: int

    @classmethod
    def of(cls, line: CampaignLine) -> "Broadcast":
        row = {name: getattr(line.campaign, name) for name in cls.model_fields if hasattr(line.campaign, name)}
        return cls(**row, schedule=line.schedule, people=line.people, done=line.done, heard=line.heard)


class Broadcasts(BaseModel):
    broadcasts: list[Broadcast]


class AreaFigures(BaseModel):
    total: int
    done: int
    heard: int


class ProgressFigures(BaseModel):
    """People, counted; `by_evidence` by the strongest that is proven."""

    total: int
    by_state: dict[str, int]
    by_evidence: dict[str, int]
    by_area: dict[str, AreaFigures]
    dialled: int
    ringing: int
    heard: int
    waiting: int
    to_dial: int
    done: int
    finish_at: datetime | None

    @classmethod
    def of(cls, found: Progress) -> "ProgressFigures":
        areas = {key: AreaFigures(**vars(one)) for key, one in found.by_area.items()}
        plain = {name: getattr(found, name) for name in cls.model_fields if name != "by_area"}
        return cls(**plain, by_area=areas)


@dataclass(frozen=True, kw_only=True)
class Person(PersonLine):
    """`why`: why she is not rung now; empty where nothing prevents it."""

    why_in_words: str

    @classmethod
    def of(cls, line: PersonLine, say: MessageWords) -> "Person":
        return cls(**vars(line), why_in_words=say.why(line))


class People(BaseModel):
    """`next`: give it as `after` for the following ones; empty: there are none."""

    people: list[Person]
    next: str


class PreviewPerson(BaseModel):
    senior: str
    name: str
    name_en: str
    area: str


class PreviewFigures(BaseModel):
    """`total` = `chosen` + all of `excluded`, by the one reason that is told."""

    total: int
    chosen: int
    excluded: dict[str, int]
    excluded_in_words: dict[str, str]
    by_area: dict[str, int]
    sample: list[PreviewPerson]

    @classmethod
    def of(cls, found: Preview, say: MessageWords) -> "PreviewFigures":
        return cls(
            total=found.total, chosen=found.chosen, excluded={w.value: n for w, n in found.excluded.items()},
            excluded_in_words={w.value: say.known("EXCLUDED", w.value) for w in found.excluded},
            by_area=dict(found.by_area),
            sample=[PreviewPerson(**{name: getattr(one, name) for name in PreviewPerson.model_fields})
                    for one in found.sample],
        )  # fmt: skip


class SavedAudience(BaseModel):
    name: str
    audience: dict[str, Any]
    saved_at: datetime
    saved_by: str

    @classmethod
    def of(cls, found: Saved) -> "SavedAudience":
        audience = json.loads(to_json(found.filter))
        return cls(name=found.name, audience=audience, saved_at=found.saved_at, saved_by=found.saved_by)


class SavedAudiences(BaseModel):
    audiences: list[SavedAudience]
