"""Is every way in which an engine's process can end or hang told, and is there a new one for the next sentence?"""

import os
import signal
from pathlib import Path

import pytest

from ivr.speech.process import NotStarted, SpeakingProcess

ENGINE = """
import json, os, sys, signal
print(json.dumps({"error": None}), flush=True)
for line in sys.stdin:
    match json.loads(line)["do"]:
        case "speak": print(json.dumps({"error": None}), flush=True)
        case "fail": print(json.dumps({"error": "a hard word"}), flush=True)
        case "die": os._exit(3)
        case "hang":
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
            signal.pause()
"""


def engine(folder: Path, program: str = ENGINE, patience: float = 10) -> SpeakingProcess:
    file = folder / "engine.py"
    file.write_text(program)
    return SpeakingProcess(file, patience=patience)


def test_one_process_answers_one_request_after_another(tmp_path: Path) -> None:
    process = engine(tmp_path)

    first, pid = process.ask({"do": "speak"}), process.pid
    second = process.ask({"do": "fail"})

    assert (first, second, process.pid) == (None, "a hard word", pid)
    assert process.close() == "the voice's process ended with 0"
    assert process.pid is None


def test_a_process_that_ends_while_speaking_says_how_and_another_takes_its_place(tmp_path: Path) -> None:
    process = engine(tmp_path)

    assert process.ask({"do": "die"}) == "the voice's process ended with 3 while speaking"
    assert process.ask({"do": "speak"}) is None
    process.close()


def test_a_process_that_hangs_is_killed_and_another_takes_its_place(tmp_path: Path) -> None:
    process = engine(tmp_path, patience=3)

    assert process.ask({"do": "hang"}) == "no answer within 3 s; the voice's process died (signal 9)"
    assert process.ask({"do": "speak"}) is None
    process.close()


@pytest.mark.parametrize(
    ("program", "why"),
    [("raise SystemExit(4)", "ended with 4 while speaking"), ('print(\'{"error": "no library"}\')', "no library")],
)
def test_a_program_that_does_not_come_up_says_why(tmp_path: Path, program: str, why: str) -> None:
    process = engine(tmp_path, program)

    with pytest.raises(NotStarted, match=why):
        process.ask({"do": "speak"})
    assert process.pid is None


def test_a_process_that_ended_between_two_sentences_is_replaced(tmp_path: Path) -> None:
    process = engine(tmp_path)
    process.ask({"do": "speak"})
    pid = process.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)

    assert process.ask({"do": "speak"}) is None
    assert process.pid != pid
    process.close()


def test_closing_what_never_ran_is_no_fault(tmp_path: Path) -> None:
    assert engine(tmp_path).close() == "the voice's process was not running"
