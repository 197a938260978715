"""What lies at the path of a neural voice? A Piper, VITS, Matcha or Kokoro model, told by its files.

A folder, or the `.onnx` file in it. Piper's models are taken as Piper publishes them: `x.onnx` beside `x.onnx.json`.
"""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from ivr.speech.tts import VoiceUnavailable

_TOKENS: Final = "tokens.txt"
_KOKORO_VOICES: Final = "voices.bin"
_VOCODERS: Final = ("vocos*.onnx", "hifigan*.onnx")


class Kind(StrEnum):
    PIPER = "piper"
    VITS = "vits"
    MATCHA = "matcha"
    KOKORO = "kokoro"


@dataclass(frozen=True, kw_only=True)
class NeuralModel:
    """`vocoder`: Matcha's second model; empty for the others."""

    kind: Kind
    model: Path
    vocoder: str = ""

    @property
    def folder(self) -> Path:
        return self.model.parent

    @property
    def version(self) -> str:
        """Which model: kind, name, and what changes when it is replaced."""
        files = [self.model, *([Path(self.vocoder)] if self.vocoder else [])]
        stats = [(file.name, file.stat().st_size, file.stat().st_mtime_ns) for file in files]
        return f"{self.kind} {stats}"

    def found(self, *patterns: str) -> str:
        """The files beside the model that fit, joined by commas as sherpa-onnx wants them; empty: none."""
        files = {file for pattern in patterns for file in self.folder.glob(pattern)}
        return ",".join(str(file) for file in sorted(files))


def find_model(path: Path) -> NeuralModel:
    """Raises VoiceUnavailable, saying what is missing."""
    model = path if path.suffix == ".onnx" else _acoustic(path)
    if not model.is_file():
        raise VoiceUnavailable(f"there is no neural voice at {path}: {model} is no file")
    if model.with_name(f"{model.name}.json").is_file():
        return NeuralModel(kind=Kind.PIPER, model=model)
    if not (model.parent / _TOKENS).is_file():
        raise VoiceUnavailable(f"the neural voice {model} has neither {model.name}.json nor {_TOKENS} beside it")
    if (model.parent / _KOKORO_VOICES).is_file():
        return NeuralModel(kind=Kind.KOKORO, model=model)
    vocoder = next(
        (file for pattern in _VOCODERS for file in sorted(model.parent.glob(pattern)) if file != model), None
    )
    if vocoder is not None:
        return NeuralModel(kind=Kind.MATCHA, model=model, vocoder=str(vocoder))
    return NeuralModel(kind=Kind.VITS, model=model)


def _acoustic(folder: Path) -> Path:
    """The one model of a folder that is no vocoder."""
    vocoders = {file for pattern in _VOCODERS for file in folder.glob(pattern)}
    models = sorted(set(folder.glob("*.onnx")) - vocoders)
    if len(models) != 1:
        count = "no model" if not models else f"{len(models)} models"
        raise VoiceUnavailable(f"{folder} holds {count}; name the .onnx file itself")
    return models[0]
