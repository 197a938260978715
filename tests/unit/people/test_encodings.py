"""In which way of writing Chinese a file is: told from all of it, never guessed from a part."""

import pytest

from people.encodings import GB18030, UTF8, encoding_of
from people.importing import Problem

HEAD = "编号,名称,类型"
ROWS = [f"a{n},古城第{n}社区,社区" for n in range(100)]


def lines(text: str, encoding: str) -> list[bytes]:
    return [line.encode(encoding) + b"\r\n" for line in text.splitlines()]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_what_is_utf8_throughout_is_utf8_with_and_without_its_mark(encoding):
    assert encoding_of("\n".join([HEAD, *ROWS]).encode(encoding).splitlines(keepends=True)) == UTF8


def test_what_has_no_chinese_at_all_is_utf8():
    assert encoding_of([b"id,name,kind\n", b"a,b,street\n"]) == UTF8


def test_a_file_of_an_office_in_china_is_gb18030():
    assert encoding_of(lines("\n".join([HEAD, *ROWS, "b,𠮷野,街道"]), "gb18030")) == GB18030


def test_a_pair_of_characters_that_looks_like_utf8_by_chance_misleads_nobody():
    assert "一".encode("gb18030").decode("utf-8") != "一"
    assert encoding_of(lines("\n".join([HEAD, "一", *ROWS]), "gb18030")) == GB18030


def test_letters_of_europe_in_utf8_are_utf8():
    assert encoding_of(["café\n".encode(), b"id\n"]) == UTF8


@pytest.mark.parametrize("broken", ["乙".encode("gb18030"), b"\xff\xff"])
def test_one_line_that_is_not_utf8_in_a_file_that_is_tells_its_place(broken):
    found = encoding_of([*lines("\n".join([HEAD, *ROWS]), "utf-8"), b"b," + broken + b",street\n"])

    assert isinstance(found, Problem)
    assert found.line == 102
    assert "neither UTF-8 nor GB18030" in found.reason


def test_a_line_that_is_neither_makes_a_gb18030_file_damaged():
    found = encoding_of([*lines("\n".join([HEAD, *ROWS]), "gb18030"), b"b,\xff\xff,street\n"])

    assert isinstance(found, Problem)
    assert found.line == 1
