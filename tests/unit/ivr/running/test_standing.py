"""The controller's links are told whole, and a word that cannot be read says nothing."""

import pytest

from ivr.running.standing import links_told, tell_links


def test_whoever_runs_beside_the_controller_knows_its_links(tmp_path):
    tell_links(tmp_path / "alive", {"calls": True, "tables": False})

    assert links_told(tmp_path / "alive") == {"calls": True, "tables": False}
    assert [path.name for path in tmp_path.iterdir()] == ["alive.links"]


@pytest.mark.parametrize("text", [None, "", "{", "[1]", '"up"'])
def test_without_a_word_of_it_no_link_is_known(tmp_path, text):
    if text is not None:
        (tmp_path / "alive.links").write_text(text, encoding="ascii")

    assert links_told(tmp_path / "alive") == {}
