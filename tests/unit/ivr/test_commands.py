"""Is every command one that a crash leaves readable, and nobody changes on its way?"""

import re
from dataclasses import FrozenInstanceError
from typing import get_args

import pytest

from ivr.commands import KINDS, Command, OriginateMessage
from ivr.events import AttemptId


def test_the_outbox_knows_every_command_by_its_own_name() -> None:
    named = {kind: re.sub(r"_(.)", lambda found: found[1].upper(), f"_{kind}") for kind in KINDS}

    assert set(KINDS.values()) == set(get_args(Command))
    assert {kind: command.__name__ for kind, command in KINDS.items()} == named


def test_what_was_committed_cannot_be_changed_before_it_is_performed() -> None:
    command = OriginateMessage(attempt=AttemptId("bb-1"), terminal="t1001", file="/sounds/message/c1")

    with pytest.raises(FrozenInstanceError):
        command.terminal = "t1002"  # type: ignore[misc]
