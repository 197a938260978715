"""Are the import rules narrowed to what exists, and is what was left out named?"""

import configparser
from pathlib import Path
from typing import Any

import pytest

from prepare import layers


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "people").mkdir()
    (tmp_path / "people/__init__.py").write_text("")
    (tmp_path / "ivr").mkdir()
    (tmp_path / "ivr/routing.py").write_text("")
    (tmp_path / "db").mkdir()
    return tmp_path


RULES: dict[str, Any] = {
    "root_packages": ["people", "ivr", "db"],
    "include_external_packages": True,
    "contracts": [
        {"name": "rules", "type": "forbidden", "source_modules": ["people", "ivr.routing", "ivr.call"],
         "forbidden_modules": ["sqlalchemy", "db", "ivr.asterisk"]},
        {"name": "memory", "type": "forbidden", "source_modules": ["db"], "forbidden_modules": ["people"]},
    ],
}  # fmt: skip


def test_what_is_not_written_yet_is_left_out_and_named(checkout: Path):
    narrow, dropped = layers.narrowed(checkout, RULES)

    assert dropped == ["db", "ivr.asterisk", "ivr.call"]
    assert narrow["root_packages"] == ["people", "ivr"]
    assert narrow["contracts"][0]["source_modules"] == ["people", "ivr.routing"]
    assert narrow["contracts"][0]["forbidden_modules"] == ["sqlalchemy"]


def test_a_rule_about_nothing_that_exists_is_left_out_whole(checkout: Path):
    narrow, _ = layers.narrowed(checkout, RULES)

    assert [contract["name"] for contract in narrow["contracts"]] == ["rules"]


def test_the_rules_are_written_so_that_import_linter_reads_them(checkout: Path):
    narrow, _ = layers.narrowed(checkout, RULES)
    read = configparser.ConfigParser()

    read.read_string(layers.as_ini(narrow))

    assert read["importlinter"]["root_packages"].split() == ["people", "ivr"]
    assert read["importlinter:contract:0"]["source_modules"].split() == ["people", "ivr.routing"]
