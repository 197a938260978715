"""One voice and one cache for all tests of speech: real espeak-ng, or none of these tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ivr.services import DEFAULT_SERVICES
from ivr.speech.cache import Cache
from ivr.speech.jobs import fixed_jobs
from ivr.speech.rendering import Report, render
from ivr.speech.source import Job
from ivr.speech.tts import EspeakVoice, espeak_version
from people.seniors import Language

FIXED: tuple[Job, ...] = (
    *fixed_jobs(DEFAULT_SERVICES, (Language.CHINESE,)),
    *fixed_jobs(DEFAULT_SERVICES[:3], (Language.ENGLISH,)),
)


@pytest.fixture(scope="session")
def fixed() -> tuple[Job, ...]:
    """Every fixed sound in Chinese, and in English those of three services."""
    return FIXED


@pytest.fixture(scope="session")
def voice() -> Iterator[EspeakVoice]:
    if espeak_version() is None:
        pytest.skip("espeak-ng is not installed: apt-get install libespeak-ng1 espeak-ng-data")
    with EspeakVoice() as speaking:
        yield speaking


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Cache:
    return Cache(folder=tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, voice: EspeakVoice, cache: Cache) -> tuple[Path, Report]:
    """A folder with every fixed sound of the tests, and what making it took."""
    folder = tmp_path_factory.mktemp("sounds")
    return folder, render(folder, FIXED, voice, cache=cache)
