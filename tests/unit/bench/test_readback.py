"""Are wrong words counted as they should be, and are our prompts understood by a recogniser where one is set?"""

from pathlib import Path

import pytest

from bench.readback import GOAL, jobs_of, read_back
from bench.readback_ears import Vosk, ears, heard_as, wrong
from people.seniors import Language
from tests.unit.ivr.speech.models import NEURAL_EN, NEURAL_ZH, VOSK_EN, VOSK_KO, VOSK_ZH, model

ZH, EN = Language.CHINESE, Language.ENGLISH


@pytest.mark.parametrize(
    ("said", "heard", "errors"),
    [
        ("press one", "press one", 0),
        ("press one", "", 2),
        ("press one", "press the one", 1),
        ("if you heard this press one", "if heard this press won", 2),
        ("", "uh", 1),
    ],
)
def test_wrong_words_are_the_fewest_to_put_in_leave_out_or_change(said: str, heard: str, errors: int) -> None:
    assert wrong(said.split(), heard.split()) == wrong(heard.split(), said.split()) == errors


def test_capitals_stops_spelling_figures_and_short_forms_are_no_errors() -> None:
    said = "Hello! We are your neighbourhood, on the twenty first of May, at two thirty in the afternoon: press one."

    heard = "hello we're your neighborhood on the 21st of May at 2.30 in the afternoon press 1"

    assert heard_as(heard, EN) == heard_as(said, EN)


def test_mandarin_is_compared_by_syllables_so_that_characters_said_alike_are_no_errors() -> None:
    assert heard_as("他们的女儿。", ZH) == heard_as("她们 得 女儿", ZH) == ["ta", "men", "de", "nü", "er"]
    assert heard_as("按1。", ZH) == heard_as("按 一", ZH)
    assert wrong(heard_as("请按一", ZH), heard_as("请按七", ZH)) == 1


def test_the_whole_script_is_read_back_in_either_language() -> None:
    for language in (ZH, EN):
        assert len(jobs_of(language)) > 100
        assert all(heard_as(job.text, language) for job in jobs_of(language))


def test_the_environment_names_who_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    for variable in ("WHISPER", "WHISPER_PYTHON", "VOSK_ZH", "VOSK_EN"):
        monkeypatch.delenv(f"BIGBUTTON_TEST_{variable}", raising=False)
    monkeypatch.setenv("BIGBUTTON_TEST_WHISPER", "/nobody/runs/it")
    monkeypatch.setenv("BIGBUTTON_TEST_VOSK_ZH", "/a/model")

    assert list(ears()) == [("vosk", ZH, Vosk(model="/a/model"))]


def test_a_real_recogniser_writes_something_down_for_each_file(tmp_path: Path) -> None:
    errors, counted = read_back(tmp_path, "", jobs_of(EN)[:2], Vosk(model=str(model(VOSK_KO))))

    assert errors >= counted > 0  # it hears Korean: nothing of ours


@pytest.mark.parametrize(("language", "listens", "speaks"), [(ZH, VOSK_ZH, NEURAL_ZH), (EN, VOSK_EN, NEURAL_EN)])
def test_our_prompts_are_understood_with_a_neural_voice(
    tmp_path: Path, language: Language, listens: str, speaks: str
) -> None:
    reader, voice = Vosk(model=str(model(listens))), str(model(speaks))

    errors, counted = read_back(tmp_path, voice, jobs_of(language), reader)

    assert errors <= GOAL * counted
