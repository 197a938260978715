"""Are figures told and kept as they were measured?"""

import json
from pathlib import Path

import pytest

from bench.result import Result, cells, keep, median, percentile


def _result(**changes: object) -> Result:
    values: dict[str, object] = {
        "name": "press", "value": 3.0, "unit": "ms", "bound": 2.0, "goal": "+1 ms", "ok": True, "n": 10,
        "command": "make bench NAME=press",
    }  # fmt: skip
    return Result(**(values | changes))  # type: ignore[arg-type]


def test_the_99th_percentile_of_a_hundred_is_the_greatest_but_none():
    values = list(range(100))

    assert percentile(values, 0.99) == 99
    assert median(values) == 50


def test_nothing_measured_is_said_and_not_a_zero():
    with pytest.raises(ValueError, match="nothing was measured"):
        percentile([], 0.5)


def test_a_figure_is_kept_as_one_json_object_with_its_ratio(tmp_path: Path):
    keep(_result(), tmp_path / "bench.jsonl")
    keep(_result(bound=None), tmp_path / "bench.jsonl")

    first, second = (json.loads(line) for line in (tmp_path / "bench.jsonl").read_text().splitlines())
    assert (first["ratio"], first["ok"], first["n"]) == (1.5, True, 10)
    assert second["ratio"] is None
    assert set(first) == {"name", "value", "unit", "bound", "ratio", "goal", "ok", "n", "command"}


def test_what_falls_short_is_marked_in_the_table():
    assert "FAILS" in cells(_result(ok=False))
    assert "ok" in cells(_result())
