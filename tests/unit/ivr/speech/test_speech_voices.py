"""Does a voice speak, say why it does not, and speak again after it was killed?"""

import os
import signal
import threading
import wave
from pathlib import Path

import numpy as np
import pytest

from ivr.speech.sound import for_telephone, longest_silence_ms, read_pcm, to_pcm, trimmed
from ivr.speech.sound_files import SoundUnusable, duration_ms
from ivr.speech.tts import EspeakVoice, Speaker, VoiceFailed
from tests.unit.ivr.speech.tone_voice import EN, ZH, tone
from tests.waiting import wait_until


def test_a_voice_killed_while_speaking_says_so_leaves_no_file_and_speaks_again(
    voice: EspeakVoice, tmp_path: Path
) -> None:
    target, errors = tmp_path / "long.wav", list[Exception]()
    voice.speak("您好。", ZH, tmp_path / "first.wav")
    (pid,) = voice.pids
    idle = cpu_ticks(pid)

    def speak() -> None:
        try:
            voice.speak("请不要挂断，我们正在为您找人。" * 3000, ZH, target)
        except VoiceFailed as error:
            errors.append(error)

    speaking = threading.Thread(target=speak)
    speaking.start()
    wait_until(lambda: cpu_ticks(pid) > idle + 5)
    os.kill(pid, signal.SIGKILL)
    speaking.join(10)

    assert "signal 9) while speaking" in str(errors[0])
    assert sorted(path.name for path in tmp_path.iterdir()) == ["first.wav"]
    voice.speak("您好。", ZH, target)
    assert duration_ms(target) > 300


def cpu_ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return int(fields[11]) + int(fields[12])


def test_an_unknown_voice_is_refused_instead_of_another_one_speaking(tmp_path: Path, voice: EspeakVoice) -> None:
    with (
        EspeakVoice(english=Speaker(voice="xx/nobody", rate=120)) as wrong,
        pytest.raises(VoiceFailed, match="xx/nobody"),
    ):
        wrong.speak("Hello.", EN, tmp_path / "x.wav")

    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("text", ["", "  ", "。！", "\x00"])
def test_an_empty_sentence_is_refused(voice: EspeakVoice, tmp_path: Path, text: str) -> None:
    with pytest.raises(VoiceFailed, match="nothing to say"):
        voice.speak(text, ZH, tmp_path / "x.wav")


def test_a_hundred_sentences_in_turn_all_come_out(voice: EspeakVoice, tmp_path: Path) -> None:
    sentences = (("他们还没有接。", ZH), ("They have not answered.", EN))
    for number in range(100):
        path = tmp_path / f"{number}.wav"
        text, language = sentences[number % 2]

        voice.speak(text, language, path)

        assert duration_ms(path) > 1000


def test_a_long_text_comes_out_whole(voice: EspeakVoice, tmp_path: Path) -> None:
    sentence, path = "请不要挂断，我们正在为您找人。", tmp_path / "long.wav"
    voice.speak(sentence, ZH, path)
    once = duration_ms(path)

    voice.speak(sentence * 50, ZH, path)

    assert duration_ms(path) > 45 * once


def test_silence_around_speech_is_cut_and_only_silence_is_refused(tmp_path: Path) -> None:
    quiet = np.zeros(8000, dtype=np.float32)
    path = tmp_path / "quiet.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 22050, 0, "NONE", ""))
        file.writeframes(bytes(44100))

    cut = trimmed(np.concatenate([quiet, tone(1), quiet]))

    assert 8000 <= cut.size <= 8000 + 3 * 240
    with pytest.raises(SoundUnusable, match="nothing but silence"):
        for_telephone([path])


def test_what_is_no_sound_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "letter.wav"
    path.write_text("Dear operator")

    with pytest.raises(SoundUnusable, match=r"letter\.wav is no audio file"):
        for_telephone([path])


def test_the_longest_silence_is_measured_between_sounds(tmp_path: Path) -> None:
    gap = np.zeros(8000 * 13 // 10, dtype=np.float32)
    pcm = to_pcm(np.concatenate([tone(0.5), gap, tone(0.5), gap[:800]]))

    assert longest_silence_ms(pcm) == longest_silence_ms(pcm.tobytes()) == 1300


def test_a_recording_of_asterisk_is_read_like_a_raw_file(tmp_path: Path) -> None:
    pcm, raw, recorded = to_pcm(tone(0.5)), tmp_path / "a.sln", tmp_path / "a.wav"
    raw.write_bytes(pcm.tobytes())
    with wave.open(str(recorded), "wb") as file:
        file.setparams((1, 2, 8000, 0, "NONE", ""))
        file.writeframes(pcm.tobytes())

    assert duration_ms(raw) == duration_ms(recorded) == 500
    assert (read_pcm(raw) == read_pcm(recorded)).all()
