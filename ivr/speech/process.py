"""How is an engine asked that may hang, crash or end the whole process? In one of its own, a JSON line at a time.

A program that speaks answers one line `{"error": null}` when it is ready, then one for each request.
"""

import json
import select
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

PATIENCE_S: Final = 70.0
"""Longer than the programs' own: they give up first and say why."""


class NotStarted(Exception):
    """The program did not come up; the message says how it ended."""


class SpeakingProcess:
    """Started at the first request, and after a death. One request at a time."""

    def __init__(self, program: Path, arguments: Sequence[str] = (), *, patience: float = PATIENCE_S) -> None:
        self._command = [sys.executable, "-P", str(program), *arguments]
        self._patience = patience
        self._process: subprocess.Popen[str] | None = None

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def ask(self, request: Mapping[str, object]) -> str | None:
        """None: done. Otherwise why not, the death of the process included. Raises NotStarted."""
        process = self._running()
        assert process.stdin is not None
        try:
            process.stdin.write(json.dumps(request) + "\n")
            process.stdin.flush()
        except BrokenPipeError:
            return f"{self.close()} before it could speak"
        return self._reply(process)

    def close(self) -> str:
        """End the process: its input first, then by a kill if that is not enough. Says how it ended."""
        process, self._process = self._process, None
        if process is None:
            return "the voice's process was not running"
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):
                if pipe is not None:
                    pipe.close()
        code = _ended(process)
        return f"the voice's process {f'died (signal {-code})' if code < 0 else f'ended with {code}'}"

    def _running(self) -> subprocess.Popen[str]:
        if self._process is not None and self._process.poll() is None:
            return self._process
        self.close()
        self._process = subprocess.Popen(
            self._command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        error = self._reply(self._process)
        if error is not None:
            self.close()
            raise NotStarted(error)
        return self._process

    def _reply(self, process: subprocess.Popen[str]) -> str | None:
        assert process.stdout is not None
        ready, _, _ = select.select([process.stdout], [], [], self._patience)
        if not ready:
            return f"no answer within {self._patience:.0f} s; {self.close()}"
        line = process.stdout.readline()
        if not line.endswith("\n"):
            return f"{self.close()} while speaking"
        error = json.loads(line)["error"]
        return None if error is None else str(error)


def _ended(process: subprocess.Popen[str]) -> int:
    try:
        return process.wait(timeout=1)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()
