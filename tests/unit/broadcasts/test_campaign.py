"""Is a message refused with the field to mend, and a step with the reason?"""

import pytest

from broadcasts.campaign import Audio, Refused, State, fault_of_audio, step


def test_a_draft_can_start_and_what_is_done_stays_done() -> None:
    assert step("draft", State.RUNNING) is State.RUNNING
    assert step("done", State.RUNNING) == Refused(field="state", reason="it is done and cannot become running")


@pytest.mark.parametrize(("ms", "refused"), [(0, True), (1, False), (300_000, False), (300_001, True)])
def test_a_silent_or_endless_recording_is_refused(ms: int, refused: bool) -> None:
    assert (fault_of_audio(Audio(file="/a/b", total_ms=ms)) is not None) is refused
