"""How is a model as Piper publishes it made fit for sherpa-onnx? Its sounds listed in a file, its facts in the model.

sherpa-onnx wants a `tokens.txt`, and the model's facts inside the model: entries at the end of the ONNX file, which is
a protocol buffer and may be appended to. The words become phonemes by espeak-ng, run as a program of its own.
"""

import json
import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

_METADATA: Final = 14
"""Field of an ONNX ModelProto (onnx.proto3): metadata_props."""
_CLAUSE: Final = re.compile(r"([^,.;:!?]*)([,.;:!?]*)\s*")
_PATIENCE_S: Final = 20
_MANDARIN: Final = frozenset({"cmn", "zh"})
PINYIN: Final = "cmn-latn-pinyin"
"""The same sounds from pinyin."""


@dataclass(frozen=True, kw_only=True)
class Piper:
    """`model` and `tokens` as sherpa-onnx loads them; `voice`: the language of espeak-ng that it was trained with."""

    model: Path
    tokens: Path
    voice: str
    sounds: frozenset[str]


def prepared(model: Path, folder: Path) -> Piper:
    """A copy of the model that tells its facts, in `folder`; made once. Raises OSError, KeyError or ValueError."""
    config = json.loads(model.with_name(f"{model.name}.json").read_text(encoding="utf-8"))
    stat, ids = model.stat(), config["phoneme_id_map"]
    stem = f"{model.stem}-{stat.st_size}-{stat.st_mtime_ns}"
    made, tokens = folder / f"{stem}.onnx", folder / f"{stem}.txt"
    if not made.is_file():
        _write(tokens, "".join(f"{sound} {numbers[0]}\n" for sound, numbers in ids.items()).encode())
        _write(made, model.read_bytes() + b"".join(_entry(*fact) for fact in _facts(config).items()))
    return Piper(model=made, tokens=tokens, voice=str(config["espeak"]["voice"]), sounds=frozenset(ids))


def phonemes(words: str, piper: Piper) -> str:
    """The sounds of one sentence or several, with its stops; raises OSError or SubprocessError."""
    clauses = [(clause.strip(), stop) for clause, stop in _CLAUSE.findall(words) if clause.strip()]
    said = [f"{_ipa(clause, piper.voice)}{stop[:1]}" for clause, stop in clauses]
    return "".join(sound for sound in " ".join(said) if sound in piper.sounds)


def _ipa(clause: str, voice: str) -> str:
    voice = PINYIN if voice in _MANDARIN and clause.isascii() else voice
    command = ["espeak-ng", "-q", "--ipa", "-v", voice, "--", clause]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=_PATIENCE_S)
    return re.sub(r"\([a-z-]+\)", "", " ".join(done.stdout.split()))


def _facts(config: Mapping[str, Any]) -> dict[str, str]:
    return {
        "model_type": "vits",
        "comment": "piper",
        "language": str(config.get("language", {}).get("name_english", "")),
        "voice": str(config["espeak"]["voice"]),
        "has_espeak": "1",
        "n_speakers": str(config.get("num_speakers", 1)),
        "sample_rate": str(config["audio"]["sample_rate"]),
    }


def _entry(key: str, value: str) -> bytes:
    return _field(_METADATA, _field(1, key.encode()) + _field(2, value.encode()))


def _field(number: int, content: bytes) -> bytes:
    return bytes([*_varint(number << 3 | 2), *_varint(len(content))]) + content


def _varint(number: int) -> Iterator[int]:
    while number > 0x7F:
        yield number & 0x7F | 0x80
        number >>= 7
    yield number


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}")
    part.write_bytes(content)
    os.replace(part, path)
