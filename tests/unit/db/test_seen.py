"""Ids that a file had already are told with their first line, within a batch and across batches."""

import gc

import pytest

from db.importing import UnreadableFile, import_file
from db.seen import Note, Seen


def test_a_value_that_stands_twice_in_one_batch_is_told_with_its_first_line():
    with Seen() as seen:
        assert seen.note("seniors", [Note("s1", 2), Note("s2", 3), Note("s1", 4)]) == {4: Note("s1", 2)}


def test_a_value_of_an_earlier_batch_is_told_and_what_was_said_there():
    with Seen() as seen:
        seen.note("homes", [Note("h1", 2, "north"), Note("h2", 3, "east")])

        again = seen.note("homes", [Note("h3", 4, "west"), Note("h1", 5, "south"), Note("h1", 6, "north")])

        assert again == {5: Note("h1", 2, "north"), 6: Note("h1", 2, "north")}


def test_kinds_do_not_mix():
    with Seen() as seen:
        seen.note("homes", [Note("x", 2)])

        assert seen.note("seniors", [Note("x", 2)]) == {}
        assert seen.earlier("homes", "x") == Note("x", 2) and seen.earlier("areas", "x") is None


def test_python_sweeps_as_before_after_a_file_that_could_not_be_read(engine, tmp_path):
    before = gc.get_threshold()

    with pytest.raises(UnreadableFile):
        import_file(engine, "seniors", tmp_path / "none.csv")

    assert gc.get_threshold() == before
