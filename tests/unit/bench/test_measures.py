"""Are time stamps, counts and processor times read as they were written?"""

from pathlib import Path

from bench import facts
from bench.cpu import of_stat
from bench.sipp_calls import Counts, counted
from bench.sniff import Invite, latencies
from ivr.asterisk.factlog import NAME, Cursor, FactLog
from ivr.asterisk.facts import Translator

EXCHANGE, PROVIDER = "127.1.1.1", "127.1.1.3"


def test_a_call_is_timed_from_its_first_invite_in_to_its_first_invite_out():
    seen = [
        Invite(at=1.000, to=EXCHANGE, name="press-1"),
        Invite(at=1.004, to=PROVIDER, name="press-1"),
        Invite(at=1.504, to=PROVIDER, name="press-1"),
        Invite(at=2.000, to=EXCHANGE, name="static-1"),
        Invite(at=2.002, to=PROVIDER, name="static-1"),
    ]

    assert [round(ms, 3) for ms in latencies(seen, "press", EXCHANGE, PROVIDER)] == [4.0]


def test_a_call_that_never_went_out_has_no_time():
    seen = [Invite(at=1.0, to=EXCHANGE, name="press-1")]

    assert latencies(seen, "press", EXCHANGE, PROVIDER) == []


def test_processor_time_is_read_behind_a_name_with_blanks_and_brackets():
    text = "77 (a (b) c) S " + " ".join(str(n) for n in range(1, 11)) + " 150 50 0 0"

    assert of_stat(text) == 2.0


def test_the_last_row_of_sipps_statistics_counts(tmp_path: Path):
    file = tmp_path / "stat.csv"
    file.write_text("TotalCallCreated;SuccessfulCall(P);SuccessfulCall(C);FailedCall(C);\n1;1;1;0;\n10;4;9;1;\n")

    assert counted(file) == Counts(made=10, good=9, failed=1)


def test_the_made_up_log_of_the_facts_bench_is_understood_row_by_row(tmp_path: Path):
    (tmp_path / NAME).write_text(facts.call(3))

    rows, _ = FactLog(tmp_path).read(Cursor())
    translator = Translator()
    names = [fact.name for fact in translator.facts(rows)]
    assert translator.unread == 0
    assert [name for name in names if name != "HANGUP"] == ["PRESS", "RUNG", "ANSWERED", "ACCEPTED"]
