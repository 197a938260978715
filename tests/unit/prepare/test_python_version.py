"""Does the set-up recognise a Python that is too old, and say what cures it?"""

import ast
from pathlib import Path

from prepare.__main__ import new_enough, newer_python, too_old


def test_python_3_11_and_newer_are_new_enough():
    assert new_enough((3, 11)) and new_enough((3, 13)) and new_enough((4, 0))
    assert not new_enough((3, 10)) and not new_enough((2, 7))


def test_the_message_names_the_version_found_and_the_cure():
    said = too_old((3, 9))

    assert "python3 here is 3.9." in said
    assert "Cure:" in said and "PYTHON=" in said


def test_a_newer_python_beside_the_old_one_is_found(tmp_path: Path):
    program = tmp_path / "python3.12"
    program.write_text("#!/bin/sh\n")
    assert newer_python([str(tmp_path)]) is None, "it cannot be executed yet"

    program.chmod(0o755)

    assert newer_python(["/nonexistent", str(tmp_path)]) == str(program)


def test_the_file_that_checks_is_understood_by_old_pythons():
    source = Path("prepare/__main__.py").read_text()

    tree = ast.parse(source, feature_version=(3, 5))

    assert not [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)], "f-strings came with 3.6"
    first = [node for node in tree.body if isinstance(node, ast.ImportFrom)]
    assert not first, "nothing of ours is imported before the check"
