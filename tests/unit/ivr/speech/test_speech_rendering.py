"""Do the files a site needs come out right, once, whole, and by a voice that may die at any moment?"""

import wave
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pytest

from ivr.speech.cache import Cache
from ivr.speech.loudness import LOUDNESS_LUFS, TRUE_PEAK_DBFS, loudness_lufs, true_peak_dbfs
from ivr.speech.rendering import Failure, Report, render
from ivr.speech.sound import longest_silence_ms, read_pcm, to_samples, trimmed
from ivr.speech.sound_files import RATE, duration_ms
from ivr.speech.source import Job
from ivr.speech.tts import EspeakVoice, VoiceFailed, VoiceUnavailable
from people.seniors import Language
from tests.unit.ivr.speech.tone_voice import EN, ZH

TAKEN = Job(path="zh/taken.sln", text="已经有人接了，谢谢。", language=ZH)


@dataclass
class ToneVoice:
    """A voice for tests of everything but voices: a beep for each sentence."""

    identity: str = "tone"
    width: int = 1
    refuses: str = "unspeakable"
    starts: bool = True
    said: list[str] = field(default_factory=list)

    def speak(self, text: str, language: Language, wav_path: Path) -> None:
        self.said.append(text)
        if not self.starts:
            raise VoiceUnavailable("not installed")
        if self.refuses in text:
            raise VoiceFailed("cannot say it")
        with wave.open(str(wav_path), "wb") as file:
            file.setparams((1, 2, 22050, 0, "NONE", ""))
            file.writeframes((np.sin(np.arange(22050) * 0.2) * 9000).astype(np.int16).tobytes())

    def close(self) -> None:
        self.said.append("(closed)")


def test_every_fixed_sound_of_a_site_is_made(site: tuple[Path, Report], fixed: tuple[Job, ...]) -> None:
    folder, report = site

    lengths = [duration_ms(folder / job.path) for job in fixed]

    assert report.failures == ()
    assert min(lengths) > 300  # a digit


def test_every_sound_is_as_loud_as_the_next_and_never_clips(site: tuple[Path, Report], fixed: tuple[Job, ...]) -> None:
    folder, _ = site
    for job in fixed[::4]:
        samples = trimmed(to_samples(read_pcm(folder / job.path)))
        short = samples.size < RATE // 2  # a digit: shorter than the blocks that are measured
        padded = np.pad(samples, (0, max(0, RATE // 2 - samples.size)))

        assert abs(loudness_lufs(padded) - LOUDNESS_LUFS) < (2.5 if short else 1), job.path
        assert true_peak_dbfs(samples) <= TRUE_PEAK_DBFS + 0.1, job.path


def test_no_comfort_loop_is_silent_for_two_seconds(site: tuple[Path, Report]) -> None:
    folder, _ = site
    for loop in sorted(folder.glob("*/comfort/*")):
        once = np.concatenate([read_pcm(path) for path in sorted(loop.glob("*.sln"))])

        assert longest_silence_ms(np.concatenate([once, once])) < 1800, loop


def test_the_first_word_of_comfort_comes_at_once(site: tuple[Path, Report]) -> None:
    folder, _ = site
    for first in folder.glob("*/comfort/*/1.sln"):
        beginning = read_pcm(first)[:1600]

        assert longest_silence_ms(beginning) <= 100, first


def test_speech_is_slow_enough_for_older_ears(site: tuple[Path, Report], fixed: tuple[Job, ...]) -> None:
    folder, _ = site
    jobs = [job for job in fixed if "en/comfort/emergency" in job.path]

    words = sum(len(job.text.split()) for job in jobs)
    minutes = sum(duration_ms(folder / job.path) - job.end_ms for job in jobs) / 60_000

    assert 110 <= words / minutes <= 155


def test_a_second_rendering_makes_nothing(
    site: tuple[Path, Report], fixed: tuple[Job, ...], voice: EspeakVoice, cache: Cache
) -> None:
    folder, first = site
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*.sln")}

    again = render(folder, fixed, voice, cache=cache)

    assert (again.spoken, again.from_cache) == (0, 0)
    assert again.in_place == first.spoken + first.from_cache
    assert before == {path: path.stat().st_mtime_ns for path in folder.rglob("*.sln")}
    assert again.seconds < 0.5


def test_another_site_takes_what_was_spoken_from_the_cache(tmp_path: Path) -> None:
    voice, cache = ToneVoice(), Cache(folder=tmp_path / "cache")
    render(tmp_path / "a", [TAKEN], voice, cache=cache)

    report = render(tmp_path / "b", [TAKEN], voice, cache=cache)

    assert (report.spoken, report.from_cache, len(voice.said)) == (0, 1, 1)
    assert (tmp_path / "b" / TAKEN.path).read_bytes() == (tmp_path / "a" / TAKEN.path).read_bytes()


def test_changed_words_are_spoken_again_and_take_the_place_of_the_old(tmp_path: Path) -> None:
    voice = ToneVoice()
    render(tmp_path, [TAKEN], voice)

    report = render(tmp_path, [Job(path=TAKEN.path, text="有人接了。‖谢谢。", language=ZH)], voice)

    assert report.spoken == 1
    assert voice.said == ["已经有人接了，谢谢。", "有人接了。", "谢谢。"]


def test_another_voice_speaks_everything_again(tmp_path: Path) -> None:
    render(tmp_path, [TAKEN], ToneVoice())

    report = render(tmp_path, [TAKEN], ToneVoice(identity="tone 2"))

    assert report.spoken == 1


def test_a_sound_that_was_deleted_is_put_back_without_speaking(tmp_path: Path) -> None:
    render(tmp_path, [TAKEN], ToneVoice())
    (tmp_path / TAKEN.path).unlink()

    report = render(tmp_path, [TAKEN], ToneVoice())

    assert (report.spoken, report.from_cache) == (0, 1)


def test_one_sentence_that_cannot_be_spoken_is_reported_and_the_others_are_made(tmp_path: Path) -> None:
    bad = Job(path="en/bad.sln", text="unspeakable", language=EN)
    seen: list[tuple[int, int]] = []

    report = render(tmp_path, [bad, TAKEN], ToneVoice(), progress=lambda done, of: seen.append((done, of)))

    assert [(failure.path, failure.reason) for failure in report.failures] == [(bad.path, "cannot say it")]
    assert (report.spoken, seen) == (1, [(1, 2), (2, 2)])
    assert not (tmp_path / bad.path).exists()


def test_two_different_sounds_for_one_file_are_refused(tmp_path: Path) -> None:
    other = Job(path=TAKEN.path, text="另一句", language=ZH)

    with pytest.raises(ValueError, match="two different sounds"):
        render(tmp_path, [TAKEN, other], ToneVoice())


def test_a_recording_by_a_person_goes_before_the_voice(tmp_path: Path) -> None:
    recording = tmp_path / "taken.wav"
    ToneVoice().speak("", ZH, recording)
    voice = ToneVoice()

    report = render(tmp_path / "sounds", [replace(TAKEN, recording=recording)], voice)

    assert (report.spoken, voice.said) == (1, [])


def test_a_recording_that_is_gone_is_spoken_instead(tmp_path: Path) -> None:
    report = render(tmp_path, [replace(TAKEN, recording=tmp_path / "gone.wav")], ToneVoice())

    assert (report.spoken, report.failures) == (1, ())


def test_a_recording_that_is_no_sound_is_reported_and_spoken_instead(tmp_path: Path) -> None:
    (tmp_path / "taken.wav").write_text("Dear operator")

    report = render(tmp_path / "sounds", [replace(TAKEN, recording=tmp_path / "taken.wav")], ToneVoice())

    assert (report.spoken, report.failures) == (1, ())
    assert "is no audio file" in report.warnings[0].reason


def test_the_better_voice_of_a_language_speaks_it_and_no_other(tmp_path: Path) -> None:
    hello = Job(path="en/hello.sln", text="Hello.", language=EN)
    neural, always = ToneVoice(identity="neural"), ToneVoice()

    render(tmp_path, [TAKEN, hello], always, better={EN: neural})

    assert (neural.said, always.said) == (["Hello."], [TAKEN.text])


def test_where_the_better_voice_fails_the_other_speaks_and_it_is_tried_again_next_time(tmp_path: Path) -> None:
    hard = Job(path="en/hard.sln", text="unspeakable", language=EN)
    failing, always = ToneVoice(identity="neural"), ToneVoice(refuses="nothing")

    first = render(tmp_path, [hard], always, better={EN: failing})
    again = render(tmp_path, [hard], always, better={EN: ToneVoice(identity="neural", refuses="nothing")})

    assert (first.spoken, first.failures, first.warnings) == (1, (), (Failure(path=hard.path, reason="cannot say it"),))
    assert (again.spoken, again.warnings) == (1, ())


def test_a_better_voice_that_does_not_start_is_asked_once_in_a_rendering(tmp_path: Path) -> None:
    jobs = [Job(path=f"en/{n}.sln", text=f"Number {n}.", language=EN) for n in range(5)]
    absent, always = ToneVoice(identity="neural", starts=False), ToneVoice()

    report = render(tmp_path, jobs, always, better={EN: absent})

    assert (report.spoken, len(absent.said), len(report.warnings)) == (5, 1, 1)


def test_without_any_voice_nothing_is_rendered(tmp_path: Path) -> None:
    with pytest.raises(VoiceUnavailable):
        render(tmp_path, [TAKEN], ToneVoice(starts=False))


def test_the_same_words_for_many_people_are_spoken_once(tmp_path: Path) -> None:
    voice = ToneVoice(width=4)
    jobs = [Job(path=f"zh/message/{n}.sln", text="今天降温。", language=ZH) for n in range(20)]

    report = render(tmp_path, jobs, voice)

    assert (report.spoken, report.from_cache, voice.said) == (1, 19, ["今天降温。"])
    assert len({(tmp_path / job.path).read_bytes() for job in jobs}) == 1


def test_several_processes_speak_side_by_side_and_nothing_is_mixed_up(voice: EspeakVoice, tmp_path: Path) -> None:
    jobs = [Job(path=f"en/{n}.sln", text="Good morning. " * (1 + n % 3), language=EN, end_ms=n) for n in range(12)]
    with EspeakVoice(processes=3) as three:
        report = render(tmp_path, jobs, three)
        speaking = three.pids

    lengths = [duration_ms(tmp_path / job.path) - job.end_ms for job in jobs]
    assert (report.spoken, report.failures, len(speaking), three.pids) == (12, (), 3, ())
    assert all(max(lengths[n::3]) - min(lengths[n::3]) <= 1 for n in range(3))
    assert lengths[0] < lengths[1] < lengths[2]


def test_files_no_site_links_to_can_be_forgotten(tmp_path: Path) -> None:
    cache = Cache(folder=tmp_path / "cache")
    render(tmp_path / "a", [TAKEN], ToneVoice(), cache=cache)
    kept = cache.forget_unused()
    (tmp_path / "a" / TAKEN.path).unlink()

    assert (kept, cache.forget_unused()) == (0, 1)
