"""How does the watch look to a program? Cases, visits, holds, check-ins and what happened to a person, as JSON."""

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field

from db.cases import CaseRow
from db.photos import PhotoRow
from db.visits import VisitRow
from people.holds import Hold
from wellness_checks.own_telephone import Kind, OwnTelephone
from wellness_checks.ringing_at_once import Call
from wellness_checks.service import Happening


class Asked(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Report(Asked):
    """How a case ends. `how`: as she said it, where she was spoken with: well, poorly, needs_help."""

    outcome: str
    how: str = ""
    note: str = Field(default="", max_length=1000)


class Why(Asked):
    why: str = Field(default="", max_length=200)


class Arrival(Asked):
    """By the plate at her door (what stands behind `/v/` in its address), or by an operator with a reason."""

    plate: str = ""
    reason: str = Field(default="", max_length=200)


class Found(Asked):
    """`outcome`: found_well, needs_care, emergency, not_found."""

    outcome: str
    note: str = Field(default="", max_length=1000)


class NewHold(Asked):
    """Both days included, by her own calendar."""

    senior: str
    starts_on: date
    ends_on: date
    reason: str = Field(max_length=200)
    asked_by: str = Field(max_length=60)


class CheckIn(Asked):
    """`told_by`: a registered contact or a member of staff; empty: whoever asks."""

    reason: str = Field(max_length=200)
    told_by: str = ""


class Case(BaseModel):
    """`state`: silent, wellness_call_due, calling, spoke, not_answered, others_due, visit_due, searching, closed."""

    id: str
    senior_id: str
    state: str
    trigger: str
    risk: str
    reason: str
    opened_at: datetime
    step_due_at: datetime | None
    climbed: int
    taken_by: str
    outage_id: str | None
    waits_until: datetime | None
    closed_at: datetime | None
    closed_by: str
    outcome: str
    how: str
    note: str

    @classmethod
    def of(cls, row: CaseRow) -> "Case":
        return cls(**{name: getattr(row, name) for name in cls.model_fields})


class Cases(BaseModel):
    cases: list[Case]


class FirstRung(BaseModel):
    """Whose telephone rings before hers. `telephone`: which desk or number, empty for the hotline."""

    kind: Kind
    telephone: str

    @classmethod
    def of(cls, first: OwnTelephone) -> "FirstRung":
        return cls(kind=first.kind, telephone=first.desk or first.number)


class Ringing(BaseModel):
    """The attempt that was written down; what comes of it stands in the person's history."""

    attempt: str
    first: FirstRung
    case: Case

    @classmethod
    def of(cls, call: Call, case: CaseRow) -> "Ringing":
        return cls(attempt=call.attempt.id, first=FirstRung.of(call.first), case=Case.of(case))


class Visit(BaseModel):
    """`state`: due, accepted, arrived, closed. `senior_id` is empty for whoever may not know it before accepting."""

    id: str
    case_id: str | None
    senior_id: str
    state: str
    visitor_id: str | None
    opened_at: datetime
    due_at: datetime | None
    accepted_at: datetime | None
    on_the_way_at: datetime | None
    arrived_at: datetime | None
    arrived_by: str
    closed_at: datetime | None
    outcome: str
    note: str
    photos: list[str] = Field(default_factory=list)

    @classmethod
    def of(cls, row: VisitRow, *, whole: bool = True, photos: tuple[PhotoRow, ...] = ()) -> "Visit":
        plain = {name: getattr(row, name) for name in cls.model_fields if name not in ("photos", "senior_id")}
        return cls(**plain, senior_id=row.senior_id if whole else "", photos=[one.id for one in photos])


class VisitRinging(BaseModel):
    """As `Ringing`, for the visitor on the way to her."""

    attempt: str
    first: FirstRung
    visit: Visit

    @classmethod
    def of(cls, call: Call, visit: VisitRow) -> "VisitRinging":
        return cls(attempt=call.attempt.id, first=FirstRung.of(call.first), visit=Visit.of(visit))


class Visits(BaseModel):
    visits: list[Visit]


class Turn(BaseModel):
    """One person's turn from `first` to `last`, both included.

    `rhythm`: monthly, weekly. `state`: made, due, excused (away).
    """

    senior: str
    area: str
    rhythm: str
    first: date
    last: date
    state: str
    worker: str
    last_met: date | None


class AreaRate(BaseModel):
    people: int
    made: int
    percent: int | None


class Turns(BaseModel):
    """`load`: people by visitor, of whom one should have `asked` at most."""

    turns: list[Turn]
    by_area: dict[str, AreaRate]
    load: dict[str, int]
    asked: int


class AwayHold(BaseModel):
    senior: str
    starts_on: date
    ends_on: date
    reason: str
    asked_by: str

    @classmethod
    def of(cls, hold: Hold) -> "AwayHold":
        return cls(**vars(hold))


class Holds(BaseModel):
    holds: list[AwayHold]


class Seen(BaseModel):
    at: datetime


class FoundPerson(BaseModel):
    senior: str
    name: str
    area: str
    address: str


class FoundPeople(BaseModel):
    people: list[FoundPerson]


class HappeningLine(BaseModel):
    """`kind`: press, emergency (opened for her), message, sign, case, wellness_call, visit, hold, audit.

    `subject`: the row it was told by.
    """

    at: datetime
    kind: str
    subject: str
    what: str
    detail: str
    by: str

    @classmethod
    def of(cls, one: Happening) -> "HappeningLine":
        return cls(**vars(one))


class History(BaseModel):
    senior: str
    history: list[HappeningLine]
