"""Is a password that was stolen with the database hard to find out, and is none taken for another?"""

import pytest
from argon2 import PasswordHasher, extract_parameters

from console.access import passwords
from console.access.passwords import STRENGTH, hashed, matches


@pytest.fixture
def as_in_service(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other tests look at cheap ones: tests/conftest.py."""
    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher.from_parameters(STRENGTH))


def test_to_look_at_one_takes_the_memory_and_the_passes_that_are_recommended(as_in_service: None) -> None:
    kept = hashed("a long password")

    found = extract_parameters(kept)
    assert (found.type.name, found.memory_cost, found.time_cost, found.parallelism) == ("ID", 65536, 3, 4)
    assert matches("a long password", kept)
    assert not matches("a long Password", kept)


@pytest.mark.parametrize("kept", ["", "$argon2id$half", "a long password"])
def test_without_a_hash_that_can_be_read_nobody_comes_in(kept: str) -> None:
    assert not matches("a long password", kept)
    assert not matches("nobody has this password", kept)


def test_the_same_password_is_kept_differently_each_time() -> None:
    assert hashed("a long password") != hashed("a long password")
