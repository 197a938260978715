"""Every whole row of Asterisk's log is read once and in order, through any cut, renaming or shortening."""

import os
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.asterisk import factlog
from ivr.asterisk.factlog import NAME, Cursor, FactLog, FactRow
from tests.unit.ivr.asterisk.writing import append, line, own


def row(n: int, text: str = "who=t1") -> FactRow:
    return own("REFUSED", f"x-{n}", 1, n, text)


NOWHERE = Cursor()


def all_of(log: FactLog, cursor: Cursor = NOWHERE) -> tuple[list[FactRow], Cursor]:
    """Read until nothing more comes."""
    rows: list[FactRow] = []
    while True:
        more, after = log.read(cursor)
        if not more and after == cursor:
            return rows, cursor
        rows, cursor = rows + more, after


def test_an_empty_folder_or_none_at_all_says_nothing(tmp_path):
    assert FactLog(tmp_path).read(Cursor()) == ([], Cursor())
    assert FactLog(tmp_path / "none").read(Cursor()) == ([], Cursor())


def test_rows_come_as_they_were_written_and_only_once(tmp_path):
    log, rows = FactLog(tmp_path), [row(n) for n in range(3)]
    append(tmp_path, rows)

    read, cursor = all_of(log)

    assert read == rows
    assert cursor == Cursor(inode=(tmp_path / NAME).stat().st_ino, offset=(tmp_path / NAME).stat().st_size)


def test_a_row_half_written_waits_for_its_end(tmp_path):
    log, text = FactLog(tmp_path), line(row(1)).encode()
    (tmp_path / NAME).write_bytes(text[:40])
    first = log.read(Cursor())

    (tmp_path / NAME).write_bytes(text)

    assert first == ([], Cursor())
    assert log.read(first[1])[0] == [row(1)]


def test_a_renamed_file_is_finished_before_the_next_is_begun(tmp_path):
    log = FactLog(tmp_path)
    append(tmp_path, [row(1)])
    _, cursor = log.read(Cursor())
    append(tmp_path, [row(2)])
    log.rotate("1")
    append(tmp_path, [row(3)])

    assert all_of(log, cursor)[0] == [row(2), row(3)]


def test_a_renamed_file_is_read_while_there_is_no_new_one_yet(tmp_path):
    log = FactLog(tmp_path)
    append(tmp_path, [row(1)])
    log.rotate("1")

    assert all_of(log)[0] == [row(1)]
    assert log.rotate("2") is None


def test_a_file_that_was_cut_short_is_read_from_its_beginning(tmp_path):
    log = FactLog(tmp_path)
    append(tmp_path, [row(1), row(2), row(3)])
    _, cursor = all_of(log)
    os.truncate(tmp_path / NAME, 0)
    _, cursor = all_of(log, cursor)
    append(tmp_path, [row(4)])

    assert cursor.offset == 0
    assert all_of(log, cursor)[0] == [row(4)]


def test_where_the_file_of_the_cursor_is_gone_everything_that_is_there_is_read(tmp_path):
    log = FactLog(tmp_path)
    append(tmp_path, [row(1)])
    log.rotate("1")
    append(tmp_path, [row(2)])

    assert all_of(log, Cursor(inode=1, offset=7))[0] == [row(1), row(2)]


def rotated_often(folder: Path, times: int) -> FactLog:
    """Files 0 to `times` - 1, renamed one after the other, and a present one."""
    log = FactLog(folder)
    for n in range(times):
        append(folder, [row(n)])
        os.utime(folder / NAME, ns=(n, n))
        log.rotate(str(n))
    append(folder, [row(times)])
    return log


def test_renamed_files_that_were_read_are_let_go_all_but_the_last_ones(tmp_path):
    log = rotated_often(tmp_path, 5)
    _, cursor = all_of(log)

    gone = log.forget_before(cursor, keep=2)

    assert [path.name for path in gone] == [f"{NAME}.{n}" for n in (0, 1, 2)]
    assert log.forget_before(cursor, keep=2) == []
    assert all_of(log)[0] == [row(3), row(4), row(5)]


@pytest.mark.parametrize("cursor", [NOWHERE, Cursor(inode=1, offset=5)], ids=["nothing read yet", "not there"])
def test_nothing_that_may_be_unread_is_let_go(tmp_path, cursor):
    log = rotated_often(tmp_path, 5)

    assert log.forget_before(cursor, keep=0) == []


def test_what_lies_behind_the_cursor_alone_is_let_go(tmp_path):
    log = rotated_often(tmp_path, 3)
    _, first = log.read(NOWHERE)
    _, second = log.read(first)

    gone = log.forget_before(second, keep=0)

    assert [path.name for path in gone] == [f"{NAME}.0"]


def test_how_large_the_present_file_is(tmp_path):
    empty = FactLog(tmp_path).size()

    append(tmp_path, [row(1)])

    assert (empty, FactLog(tmp_path).size()) == (0, len(line(row(1))))


@pytest.mark.parametrize("written_after", [False, True])
def test_a_rename_between_looking_and_opening_loses_nothing(tmp_path, monkeypatch, written_after):
    """The reader has listed the folder; before it opens the file, that is another one, or none."""
    log, looked = FactLog(tmp_path), FactLog._listed
    append(tmp_path, [row(1)])
    _, cursor = log.read(Cursor())
    append(tmp_path, [row(2)])
    log.rotate("1")
    append(tmp_path, [row(3)])

    def listed_then_renamed(self: FactLog) -> list[tuple[str, int]]:
        monkeypatch.setattr(FactLog, "_listed", looked)
        found = looked(self)
        (tmp_path / f"{NAME}.1").rename(tmp_path / f"{NAME}.2")
        log.rotate("1")
        if written_after:
            append(tmp_path, [row(4)])
        return found

    monkeypatch.setattr(FactLog, "_listed", listed_then_renamed)

    assert all_of(log, cursor)[0] == [row(2), row(3), *([row(4)] if written_after else [])]


def test_a_folder_that_never_rests_is_an_outage_and_nothing_is_taken(tmp_path, monkeypatch):
    append(tmp_path, [row(1)])
    monkeypatch.setattr(FactLog, "_listed", lambda self: [("facts.csv.gone", 5)])

    with pytest.raises(OSError, match="renamed faster"):
        FactLog(tmp_path).read(Cursor())


@pytest.mark.parametrize(
    "torn",
    [
        b"\n",
        b"nonsense\n",
        b'"PRESS","177\n',
        b'"a","b"\r"c"\n',
        b"\xff\xfe\n",
        b'"' + b"x" * 200_000 + b'"\n',
        b"\0" * 4096,
        b'"PRESS","1","2","3","4","5","6","7"\n',
    ],
    ids=["empty", "words", "open quote", "return", "bytes", "too long", "zeros after a power cut", "columns"],
)
def test_a_broken_line_costs_itself_and_no_other(tmp_path, torn):
    (tmp_path / NAME).write_bytes(line(row(1)).encode() + torn + line(row(2)).encode())

    assert all_of(FactLog(tmp_path))[0] == [row(1), row(2)]


def test_text_of_every_alphabet_stays_in_its_row(tmp_path):
    odd = row(1, "who=王\u2028\x85\x0b\x1c,\"';")
    append(tmp_path, [odd, row(2)])

    assert all_of(FactLog(tmp_path))[0] == [odd, row(2)]


def test_a_megabyte_without_an_end_of_line_is_passed_over(tmp_path, monkeypatch):
    monkeypatch.setattr(factlog, "CHUNK", 512)
    (tmp_path / NAME).write_bytes(b"x" * 1500 + b"\n" + line(row(1)).encode())

    assert all_of(FactLog(tmp_path))[0] == [row(1)]


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("write"), st.integers(1, 5)),
        st.tuples(st.just("half"), st.integers(1, 60)),
        st.tuples(st.sampled_from(["rotate", "read", "all"]), st.just(0)),
    ),
    max_size=30,
)


class Asterisk:
    """Writes numbered rows, sometimes stopping in the middle of one; whole rows alone are renamed away."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.written, self.pending, self.files = folder, list[FactRow](), b"", 0

    def write(self, count: int) -> None:
        self.finish()
        for _ in range(count):
            self._put(self._next())

    def half(self, length: int) -> None:
        self.finish()
        text = self._next()
        self._put(text[:length])
        self.pending = text[length:]

    def rotate(self, log: FactLog) -> None:
        self.finish()
        if log.rotate(f"{self.files:04}"):
            at = self.files * 1_000_000_000
            os.utime(self.folder / f"{NAME}.{self.files:04}", ns=(at, at))
            self.files += 1

    def finish(self) -> None:
        self._put(self.pending)
        self.pending = b""

    def _next(self) -> bytes:
        self.written.append(row(len(self.written)))
        return line(self.written[-1]).encode()

    def _put(self, data: bytes) -> None:
        if data:
            with (self.folder / NAME).open("ab") as file:
                file.write(data)


@given(STEPS, st.sampled_from([300, 700, 1 << 20]))
def test_every_whole_row_once_and_in_order_through_any_cuts_and_rotations(steps, chunk):
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(factlog, "CHUNK", chunk)
        log, asterisk = FactLog(Path(folder)), Asterisk(Path(folder))
        rows, cursor = list[FactRow](), Cursor()

        for what, number in [*steps, ("all", 0)]:
            if what in ("write", "half"):
                getattr(asterisk, what)(number)
            elif what == "rotate":
                asterisk.rotate(log)
            elif what == "read":
                more, cursor = log.read(cursor)
                rows += more
            else:
                asterisk.finish()
                more, cursor = all_of(log, cursor)
                rows += more

        assert rows == asterisk.written


def test_what_is_not_taken_over_is_measured_over_all_files(tmp_path):
    log = FactLog(tmp_path)
    append(tmp_path, [row(1)])
    _, cursor = log.read(Cursor())
    assert log.behind(cursor) == 0
    append(tmp_path, [row(2)])
    log.rotate("1")
    append(tmp_path, [row(3), row(4)])

    assert log.behind(cursor) == sum(len(line(row(n)).encode()) for n in (2, 3, 4))
    assert log.behind(all_of(log, cursor)[1]) == 0
