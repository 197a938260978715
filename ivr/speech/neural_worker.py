"""What runs in a neural voice's own process? One model of sherpa-onnx, one text after another, until its input ends.

A program, not a library: started by `neural.py` with a JSON description of the model. sherpa-onnx ends the whole
process at a model it cannot use, which is why it has one of its own.
"""

import json
import os
import re
import sys
import wave
from typing import Any

import numpy as np
import sherpa_onnx as sherpa

SHORTEST_S = 0.1


def load(model: dict[str, Any]) -> Any:
    """`kind` and the paths, as neural.py writes them."""
    threads = int(model["threads"])
    parts = {
        "vits": sherpa.OfflineTtsVitsModelConfig,
        "matcha": sherpa.OfflineTtsMatchaModelConfig,
        "kokoro": sherpa.OfflineTtsKokoroModelConfig,
    }
    kind = model["kind"]
    config = sherpa.OfflineTtsConfig(
        model=sherpa.OfflineTtsModelConfig(**{kind: parts[kind](**model["files"])}, num_threads=threads),
        rule_fsts=model["rules"],
    )
    if not config.validate():
        raise RuntimeError("sherpa-onnx does not take these files together")
    return sherpa.OfflineTts(config)


def speak(voice: Any, *, text: str, phonemes: str, speaker: int, speed: float, path: str) -> None:
    """Write a WAV file, or raise RuntimeError with the reason."""
    wanted = sherpa.GenerationConfig()
    wanted.sid, wanted.speed = speaker, speed
    if phonemes:
        sentences = re.split(r"(?<=[.!?]) ", phonemes)
        wanted.phoneme_codepoints = [[ord(sound) for sound in sentence] for sentence in sentences]
    audio = voice.generate(text, wanted)
    samples = np.asarray(audio.samples, dtype=np.float32)
    if samples.size < SHORTEST_S * audio.sample_rate or not np.isfinite(samples).all():
        raise RuntimeError(f"the model made {samples.size / audio.sample_rate:.2f} s of sound")
    part = f"{path}.part"
    with wave.open(part, "wb") as file:
        file.setparams((1, 2, int(audio.sample_rate), 0, "NONE", ""))
        file.writeframes((np.clip(samples, -1, 1) * 32767).astype("<i2").tobytes())
    os.replace(part, path)


def main() -> None:
    replies = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # whatever the library prints
    try:
        voice = load(json.loads(sys.argv[1]))
    except (RuntimeError, KeyError, TypeError, ValueError) as why:
        print(json.dumps({"error": str(why) or type(why).__name__}), file=replies, flush=True)
        return
    print(json.dumps({"error": None}), file=replies, flush=True)
    for line in sys.stdin:
        error = None
        try:
            speak(voice, **json.loads(line))
        except (RuntimeError, ValueError, TypeError, OSError) as why:
            error = str(why) or type(why).__name__
        print(json.dumps({"error": error}), file=replies, flush=True)


if __name__ == "__main__":
    main()
