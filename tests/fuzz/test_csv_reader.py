"""Whatever is called a file of people: rows and problems come out, each problem with its reason; no exception."""

import tempfile

from hypothesis import given, settings
from hypothesis import strategies as st

from db.importing.opening import opened
from db.importing.refused import FileRefused
from people.cells import Locality
from people.importing import read_table, template
from people.kinds import KINDS

PLACE = Locality(area_code="10")
CELLS = st.sampled_from(
    ["", "t1001", "王秀英", "+8613900000011", "139 0000 0011", "local", "press-1", "yes", "是", "2026-13-99", "NaN",
     "1e9", "=cmd|'/c calc'!A1", "@SUM(1)", "${SHELL(id)}", "a\r\nAction: Originate", '"', "\x00", "\ufeff", "\u202e",
     "1/2/3/4", ";;;", "daily 24h", "mon 25:00-99:99", "９" * 9, "x" * 5000, "9" * 400, "-1", "+", "0" * 30]
) | st.text(max_size=20)  # fmt: skip


def rows_of(kind: str, data: bytes) -> list[object]:
    """As an import does: the file on the disk, whatever its bytes are."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        try:
            with opened(file.name) as rows:
                found: list[object] = list(read_table(KINDS[kind], rows, PLACE))
        except FileRefused as refused:
            assert str(refused).strip()
            return [refused]
    for each in found:
        reason = getattr(each, "reason", None)
        assert reason is None or reason.strip(), "a problem without its reason"
    return found


@given(kind=st.sampled_from(sorted(KINDS)), data=st.binary(max_size=300))
def test_any_bytes_give_rows_and_reasons(kind: str, data: bytes) -> None:
    found = rows_of(kind, data)

    assert found or not data.strip(), "neither a row nor a reason"


@given(kind=st.sampled_from(sorted(KINDS)), data=st.binary(max_size=80), cut=st.integers(0, 400))
def test_any_bytes_behind_a_sound_header_give_rows_and_reasons(kind: str, data: bytes, cut: int) -> None:
    sound = template(kind).encode()

    assert rows_of(kind, sound[:cut] + data + sound[cut:]) is not None


@settings(deadline=None)
@given(kind=st.sampled_from(sorted(KINDS)), values=st.data())
def test_any_cells_are_taken_or_refused_each_with_its_column(kind: str, values: st.DataObject) -> None:
    columns = KINDS[kind].columns
    cells = [values.draw(CELLS | st.just(column.example)) for column in columns]
    titles = ",".join(column.name for column in columns)
    row = ",".join('"' + cell.replace('"', '""') + '"' for cell in cells)

    found = rows_of(kind, f"{titles}\r\n{row}\r\n".encode("utf-8", "ignore"))

    assert all(getattr(each, "column", "") in {"", *titles.split(",")} for each in found)
