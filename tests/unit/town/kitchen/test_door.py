"""Does the kitchen answer only whoever read its file, and is the file gone with it?"""

import asyncio
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from console.demo.asking import NotUp, ask, refused
from town.kitchen.door import Door


async def answer(asked: str, values: Mapping[str, str]) -> Mapping[str, Any]:
    return {"asked": asked, **values}


def test_a_question_with_the_files_token_is_answered_and_another_is_refused(tmp_path: Path):
    file = tmp_path / "kitchen.json"

    async def scene() -> tuple[Mapping[str, Any], Mapping[str, Any], int]:
        door = Door(file, "127.0.0.1", answer)
        await door.open()
        mode = file.stat().st_mode & 0o777
        known = await asyncio.to_thread(ask, file, "press", service="meals")
        file.write_text(json.dumps({**json.loads(file.read_text()), "token": "guessed"}))
        foreign = await asyncio.to_thread(ask, file, "press", service="meals")
        await door.close()
        return known, foreign, mode

    known, foreign, mode = asyncio.run(scene())

    assert known == {"asked": "press", "service": "meals"}
    assert refused(foreign) == "token"
    assert mode == 0o600
    assert not file.exists()
    with pytest.raises(NotUp):
        ask(file, "state")
