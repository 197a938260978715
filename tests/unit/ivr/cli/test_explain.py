"""`bigbutton explain` and its words: who, the last sign of life, each day, the flag, the open case."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from db.attempts import AttemptRow
from db.campaigns import CampaignRow, DeliveryRow, add_deliveries, save_campaign
from db.cases import CaseRow
from db.engine import open_engine, writing
from db.visits import VisitRow
from ivr.attempt import RANK
from people.holds import Hold
from people.ids import HouseholdId, SeniorId
from people.seniors import Language, Senior
from wellness_checks.case import State as CaseState
from wellness_checks.explain_text import CHINESE, ENGLISH, tell
from wellness_checks.explaining import Explanation
from wellness_checks.service import offer
from wellness_checks.silence import Watched, Why, silence
from wellness_checks.visit import OUTCOMES
from wellness_checks.visit import State as VisitState

MONDAY = datetime(2026, 3, 2, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
SATURDAY = MONDAY + 5 * DAY
WANG = Senior(id=SeniorId("wang"), household=HouseholdId("h1"), name="王秀英", name_en="Wang Xiuying")
CASE = CaseRow(id="k1", senior_id="wang", state="visit_due", opened_at=MONDAY + 5 * DAY)


def explained(now: datetime, **more: object) -> Explanation:
    """Offered a message on Monday, silent since."""
    watched = Watched(zone=WANG.zone, clock_from=MONDAY)
    return made(watched, now, **more)


def made(watched: Watched, now: datetime, **more: object) -> Explanation:
    nothing = Explanation(
        senior=WANG, silence=silence(watched, now), clock_from=watched.clock_from, last_sign_at=None,
        last_sign_kind="", signs=(), unheard=(), case=None, calls=(), visits=(),
    )  # fmt: skip
    return replace(nothing, **more)  # type: ignore[arg-type]


def test_a_silence_on_the_sixth_morning_reads_like_this():
    waits = DeliveryRow(id="d1", campaign_id="b1", senior_id="wang", available_at=MONDAY)

    lines = tell(
        explained(
            MONDAY + 5 * DAY, unheard=(waits,), last_sign_at=MONDAY - DAY, last_sign_kind="press",
            case=replace(CASE, reason="five days without a sign"),
            calls=(AttemptRow(id="bb-1", kind="wellness", outcome="no_answer", committed_at=SATURDAY),),
            visits=(VisitRow(id="v1", senior_id="wang", opened_at=SATURDAY, due_at=SATURDAY + HOUR),),
        )
    )  # fmt: skip

    assert lines == (
        "Wang Xiuying (wang)",
        "Last sign of life: Sunday 2026-03-01 10:00, a key for a service was pressed on her telephone",
        "Messages not listened to: 1, the oldest there since Monday 2026-03-02 10:00",
        "The clock runs since Monday 2026-03-02 10:00; 5 silent days raise the flag",
        "  Monday 2026-03-02: silent, counts (1 of 5)",
        "  Tuesday 2026-03-03: silent, counts (2 of 5)",
        "  Wednesday 2026-03-04: silent, counts (3 of 5)",
        "  Thursday 2026-03-05: silent, counts (4 of 5)",
        "  Friday 2026-03-06: silent, counts (5 of 5)",
        "  Saturday 2026-03-07: not over yet, does not count",
        "The flag fell on Saturday 2026-03-07 08:00",
        "Case open since Saturday 2026-03-07 10:00: somebody goes to her door. five days without a sign",
        "  Call on Saturday 2026-03-07 10:00: she did not answer",
        "  Visit opened on Saturday 2026-03-07 10:00: waits for somebody to take it, due by Saturday 2026-03-07 11:00",
    )


def test_the_same_in_chinese():
    lines = tell(explained(MONDAY + DAY, case=CASE), Language.CHINESE)

    assert lines == (
        "王秀英（wang）",
        "最近一次平安迹象：没有记录",
        "自 星期一 2026-03-02 10:00 起计时，满 5 个无声日即标记",
        "  星期一 2026-03-02：无声，计入（第 1 天，共需 5 天）",
        "  星期二 2026-03-03：当天尚未结束，不计入",
        "若继续无声，将于 星期六 2026-03-07 08:00 标记",
        "个案自 星期六 2026-03-07 10:00 起未结：派人上门",
    )


def test_whoever_has_nothing_unheard_is_not_watched():
    lines = tell(made(Watched(zone=WANG.zone, clock_from=None), MONDAY))

    assert lines[2:] == (ENGLISH["not_watched"], "No case is open")


@pytest.mark.parametrize(("hour", "words"), [(7, "The flag falls on"), (9, "The flag fell on")])
def test_on_the_morning_itself_the_flag_falls_at_its_hour(hour, words):
    lines = tell(explained((MONDAY + 5 * DAY).replace(hour=hour)))

    assert lines[-2].startswith(f"{words} Saturday 2026-03-07 08:00")


def away(first: int, last: int, reason: str = "") -> Hold:
    start = MONDAY.date()
    return Hold(senior=WANG.id, starts_on=start + first * DAY, ends_on=start + last * DAY, reason=reason)


def test_days_away_are_told_with_their_reason_and_move_the_flag():
    watched = Watched(zone=WANG.zone, clock_from=MONDAY, holds=(away(1, 1, "hospital"), away(2, 2)))

    lines = tell(made(watched, MONDAY + 3 * DAY))

    assert lines[4:6] == (
        "  Tuesday 2026-03-03: away (hospital), does not count",
        "  Wednesday 2026-03-04: away, does not count",
    )
    assert lines[-2] == "The flag falls on Monday 2026-03-09 08:00 if she stays silent"


def test_a_flag_that_had_fallen_is_held_while_she_is_away():
    watched = Watched(zone=WANG.zone, clock_from=MONDAY, holds=(away(7, 9),))

    assert tell(made(watched, MONDAY + 8 * DAY))[-2].startswith("The flag would have fallen on Saturday")


def test_who_is_away_for_a_year_gets_no_flag():
    watched = Watched(zone=WANG.zone, clock_from=MONDAY, holds=(away(0, 400),))

    assert tell(made(watched, MONDAY))[-2] == ENGLISH["never"]


def test_a_day_with_a_sign_and_a_day_without_measure_say_so():
    day = (MONDAY + DAY).date()
    watched = Watched(zone=WANG.zone, clock_from=MONDAY, last_sign_at=MONDAY, not_measured=frozenset({day}))

    lines = tell(made(watched, MONDAY + 2 * DAY))

    assert lines[3:5] == (
        "  Monday 2026-03-02: a sign of life, does not count",
        "  Tuesday 2026-03-03: not measured, does not count",
    )


@pytest.mark.parametrize(
    ("visit", "words"),
    [
        ({"state": "accepted", "visitor_id": "liu"}, "liu is on the way, due by ?"),
        ({"state": "arrived", "arrived_at": MONDAY},
         "somebody dialled the code at her door on Monday 2026-03-02 10:00"),
        ({"state": "closed", "outcome": "found_well"}, "closed: found well"),
    ],
)  # fmt: skip
def test_how_a_visit_stands(visit, words):
    row = VisitRow(id="v1", senior_id="wang", opened_at=MONDAY, **visit)

    assert tell(explained(MONDAY, case=CASE, visits=(row,)))[-1].endswith(words)


def test_a_call_under_way_and_words_nobody_foresaw_are_told_too():
    calls = (
        AttemptRow(id="bb-1", kind="wellness", committed_at=MONDAY),
        AttemptRow(id="bb-2", kind="wellness", outcome="odd", committed_at=MONDAY, dialled_at=MONDAY + HOUR),
    )

    lines = tell(explained(MONDAY, case=CASE, calls=calls, last_sign_at=MONDAY, last_sign_kind="wave"))

    assert lines[1] == "Last sign of life: Monday 2026-03-02 10:00, wave"
    assert lines[-2:] == (
        "  Call on Monday 2026-03-02 10:00: under way",
        "  Call on Monday 2026-03-02 11:00: odd",
    )


def test_both_languages_have_words_for_everything_the_rules_can_say():
    broadcasts_only = {"heard", "confirmed", "no_file"}
    wanted = {f"state-{state.value}" for state in CaseState if state is not CaseState.CLOSED}
    wanted |= {f"visit-{state.value}" for state in VisitState} | {f"outcome-{outcome}" for outcome in OUTCOMES}
    wanted |= {f"outcome-{outcome}" for outcome in RANK.keys() - broadcasts_only} | {why.value for why in Why}

    assert ENGLISH.keys() == CHINESE.keys()
    assert wanted <= ENGLISH.keys()


def offered(site, at: datetime) -> None:
    engine = open_engine(f"sqlite:///{site / 'bigbutton.db'}")
    with writing(engine) as conn:
        save_campaign(conn, CampaignRow(id="b1", title="t", text="t", created_at=at, state="running"))
        waits = DeliveryRow(
            id="d1",
            campaign_id="b1",
            senior_id="wang",
            household_id="h1",
            terminal_id="t1001",
            available_at=at,
        )
        add_deliveries(conn, [waits])
        offer(conn, ["wang"], at)
    engine.dispose()


def test_explain_takes_the_time_by_the_sites_clocks(bigbutton, site):
    offered(site, MONDAY.astimezone(UTC))

    before = bigbutton("explain", "wang", "--at", "2026-03-07T07:59")
    after = bigbutton("explain", "wang", "--at", "2026-03-07 08:00")
    elsewhere = bigbutton("explain", "wang", "--at", "2026-03-07T00:00+00:00", "--language", "zh")

    assert [said.code for said in (before, after, elsewhere)] == [0, 0, 0]
    assert "The flag falls on Saturday 2026-03-07 08:00" in before.out
    assert "The flag fell on Saturday 2026-03-07 08:00" in after.out
    assert "已于 星期六 2026-03-07 08:00 标记" in elsewhere.out


def test_explain_counts_the_days_that_the_site_has_set(bigbutton, site):
    offered(site, MONDAY.astimezone(UTC))
    with (site / "bigbutton.toml").open("a") as file:
        file.write("[care]\nsilent_after_days = 2\n")

    said = bigbutton("explain", "wang", "--at", "2026-03-04T09:00")

    assert "(2 of 2)" in said.out
    assert "The flag fell on Wednesday 2026-03-04 08:00" in said.out


def test_somebody_nobody_knows_is_refused(bigbutton, site):
    said = bigbutton("explain", "nobody")

    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("bigbutton: there is no senior nobody. ")
