"""What is written as a settings file is read back as it was."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.founding.toml_text import toml_text

TEXT = st.text(st.characters(blacklist_categories=["Cs"]), max_size=12)
PLAIN = st.one_of(st.booleans(), st.integers(-(2**40), 2**40), st.floats(allow_nan=False), TEXT)
VALUES = st.recursive(
    st.one_of(PLAIN, st.lists(PLAIN, max_size=3)),
    lambda inner: st.one_of(
        st.dictionaries(TEXT, inner, max_size=3),
        st.lists(st.dictionaries(TEXT, inner, max_size=3), min_size=1, max_size=2),
    ),
    max_leaves=12,
)


@given(st.dictionaries(TEXT, VALUES, max_size=4))
def test_whatever_is_written_is_read_back(values):
    assert tomllib.loads(toml_text(values)) == values


def test_lists_of_tables_stand_below_their_own_heading():
    written = toml_text({"desks": [{"name": "hotline", "phones": [{"id": "desk1"}]}], "zone": "Asia/Shanghai"})

    assert written == (
        'zone = "Asia/Shanghai"\n\n[[desks]]\nname = "hotline"\n\n[[desks.phones]]\nid = "desk1"\n'
    )  # fmt: skip


def test_what_is_not_set_is_not_written():
    assert toml_text({"a": None, "b": ()}) == "b = []\n"


def test_what_toml_has_no_form_for_is_refused():
    with pytest.raises(TypeError, match="cannot stand in a settings file"):
        toml_text({"a": object()})
