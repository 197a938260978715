"""Is every reason for which the watch refuses a step said in the reader's language, with the names of people in it?"""

from datetime import UTC, datetime

import pytest

from console.book import Wanted, look_up
from console.refusals import is_known
from console.watch.words import WatchWords
from tests.unit.console.test_refusals import reasons

SOURCES = (
    "wellness_checks/visit.py", "wellness_checks/visiting.py", "wellness_checks/visit_outcome.py",
    "wellness_checks/closing.py", "wellness_checks/climbing.py", "wellness_checks/reporting.py",
    "wellness_checks/ringing_at_once.py", "wellness_checks/monthly_visits.py", "wellness_checks/holding.py",
    "wellness_checks/checking_in.py", "wellness_checks/others.py", "console/watch/photographs.py",
    "console/watch/agreeing.py", "console/pages/visit.py", "console/pages/hole.py",
    "wellness_checks/after_outage.py", "console/pages/door.py", "console/pages/watch.py",
)  # fmt: skip


@pytest.mark.parametrize("file", SOURCES)
def test_every_reason_written_in_the_code_has_words_in_both_languages(file: str):
    said = [reason for reason in reasons(file) if not reason.startswith("7: ")]

    assert [reason for reason in said if not is_known(reason)] == []


@pytest.mark.parametrize(
    "reason",
    [
        "it ends before it begins", "who asked for it is not said", "why she is away is not said",
        "it is over already: the past cannot be put on hold", "it is longer than 366 days",
        "she is away from 2026-11-01 to 2026-11-30 already", "a case that is closed cannot be visited",
        "a case that is Arrived cannot be accepted", "a case that is silent cannot end with found_well",
        "nothing is no outcome that ends a silence", "where she is has to be said",
    ],
)  # fmt: skip
def test_the_reasons_of_the_rules_have_words_too(reason: str):
    assert is_known(reason)


@pytest.mark.parametrize(
    ("reason", "chinese", "english"),
    [
        ("the visit is zhanglei's", "这次走访由 张磊 负责。", "This visit is 张磊’s."),
        (
            "it was closed by zhanglei at 2026-11-21 02:40 UTC: spoke",
            "张磊 已经办结：已与本人通话。以下是现有记录。",
            "张磊 has closed it already: spoke with her. What stands is below.",
        ),
        (
            "the visit was closed by zhanglei at 2026-11-21 02:40 UTC: found_well",
            "张磊 已经结束这次走访：见到本人，平安。以下是现有记录。",
            "张磊 has closed the visit already: found well. What stands is below.",
        ),
    ],
)
def test_whoever_was_first_is_named_by_name(quiet, reason: str, chinese: str, english: str):
    with quiet.connect() as conn:
        book = look_up(conn, Wanted())

    said = [
        WatchWords(
            language=language, book=book, zone="Asia/Shanghai", now=datetime(2026, 11, 21, tzinfo=UTC),
            people={"zhanglei": "张磊"},
        ).refused(reason)
        for language in ("zh", "en")
    ]  # fmt: skip

    assert said == [chinese, english]
