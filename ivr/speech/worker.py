"""What runs in the voice's own process? One pyttsx3 engine, one sentence after another, until its input ends.

A program, not a library: it is started by `tts.py`, reads one JSON request a line and answers one JSON line.
pyttsx3 returns before the engine has finished, loses queued work, and ignores an unknown voice: so each
sentence waits for the engine's own "finished", the voice is read back, and only a whole file gets its name.
"""

import contextlib
import json
import os
import re
import sys
import textwrap
import threading
import time
import wave
from collections.abc import Iterator
from typing import Any, TextIO

import pyttsx3
from pyttsx3.drivers import _espeak

ENGINE_RATE = 22050
LONGEST_TEXT = 400
LONGEST_S = 60.0
SHORTEST_S = 0.1
SHORTEST_WORD_S = 0.08


class Engine:
    def __init__(self) -> None:
        self._engine: Any = pyttsx3.init("espeak")
        self._finished = threading.Event()
        self._completed = False
        self._engine.connect("finished-utterance", self._on_finished)
        self._chosen: tuple[str, int] | None = None
        self._wait_until_idle()
        self._engine.runAndWait()  # until its first loop the engine only queues what it is told

    def _on_finished(self, name: str | None = None, completed: bool | None = None) -> None:
        self._completed = bool(completed)
        self._finished.set()

    def speak(self, *, text: str, voice: str, rate: int, path: str) -> None:
        """Write `text` to the WAV file `path`, or raise RuntimeError with the reason and leave no file."""
        part = f"{path}.part"
        try:
            self._wait_until_idle()
            self._choose(voice, rate)
            sound = b"".join([self._spoken_surely(portion, part) for portion in portions(text)])
            _write(part, sound)
            os.replace(part, path)
        finally:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(part)

    def _spoken_surely(self, text: str, part: str) -> bytes:
        """A sentence that came out short is said once more: on a busy machine the engine may cancel one."""
        try:
            return self._spoken(text, part)
        except RuntimeError:
            return self._spoken(text, part)

    def _spoken(self, text: str, part: str) -> bytes:
        self._wait_until_idle()
        self._finished.clear()
        self._engine.save_to_file(text, part)
        self._engine.runAndWait()
        if not self._finished.wait(LONGEST_S):
            os._exit(3)  # the engine hangs: a new process is the only cure
        if not self._completed or not os.path.exists(part):
            raise RuntimeError("the engine wrote no file")
        return _whole(part, text)

    def _choose(self, voice: str, rate: int) -> None:
        if (voice, rate) == self._chosen:
            return
        self._engine.setProperty("voice", voice)
        self._engine.setProperty("rate", rate)
        self._wait_until_idle()
        used = self._engine.getProperty("voice")
        if used != voice:
            self._chosen = None
            raise RuntimeError(f"the voice {voice!r} is unknown to the engine, which used {used!r}")
        self._chosen = (voice, rate)

    def _wait_until_idle(self) -> None:
        """espeak queues a change of rate too: a loop starting meanwhile cancels its own sentence."""
        while _espeak.IsPlaying():
            time.sleep(0.0005)


def portions(text: str) -> Iterator[str]:
    """Whole sentences together up to 400 letters: pyttsx3 takes four times as long for twice the text, and
    espeak-ng 1.51 crashes on very long ones."""
    portion = ""
    for sentence in re.split(r"(?<=[.!?。！？])", text):
        for piece in textwrap.wrap(sentence, LONGEST_TEXT):
            if portion and len(portion) + len(piece) >= LONGEST_TEXT:
                yield portion
                portion = ""
            portion = f"{portion} {piece}".strip()
    if not portion:
        raise RuntimeError("there is nothing to say")
    yield portion


def _whole(part: str, text: str) -> bytes:
    with wave.open(part) as file:
        seconds = file.getnframes() / file.getframerate()
        sound = bytes(file.readframes(file.getnframes()))
    os.unlink(part)
    if seconds < max(SHORTEST_S, SHORTEST_WORD_S * len(text.split())):
        raise RuntimeError(f"the engine stopped after {seconds:.2f} s")
    return sound


def _write(path: str, sound: bytes) -> None:
    with wave.open(path, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(ENGINE_RATE)
        file.writeframes(sound)


def answer(engine: Engine, line: str) -> str:
    try:
        engine.speak(**json.loads(line))
    except (RuntimeError, ValueError, OSError, EOFError, wave.Error) as error:
        return json.dumps({"error": str(error) or type(error).__name__})
    return json.dumps({"error": None})


def main() -> None:
    replies = _replies()
    engine = Engine()
    print(json.dumps({"error": None}), file=replies, flush=True)
    for line in sys.stdin:
        print(answer(engine, line), file=replies, flush=True)


def _replies() -> TextIO:
    """The real standard output; what pyttsx3 prints goes nowhere."""
    replies = os.fdopen(os.dup(1), "w")
    sys.stdout = open(os.devnull, "w")  # noqa: SIM115 (open as long as the process)
    return replies


if __name__ == "__main__":
    main()
