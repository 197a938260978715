"""Where is it measured? In a folder that Asterisk's user can reach, taken away afterwards."""

import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path

from prepare.place import load
from tests.chaos.rig import Plan, Rig, runner_of


@dataclass(frozen=True, kw_only=True)
class Bench:
    """`short`: a tenth of the work, to see that the bench itself works; its figures are not to be quoted."""

    checkout: Path
    short: bool

    def command(self, name: str) -> str:
        return f"make bench NAME={name}" + (" SHORT=1" if self.short else "")

    @contextmanager
    def folder(self) -> Iterator[Path]:
        made = Path(tempfile.mkdtemp(prefix="bench-", dir=load(self.checkout).state_dir))
        made.chmod(0o755)
        try:
            yield made
        finally:
            if not os.environ.get("BIGBUTTON_KEEP"):
                shutil.rmtree(made, ignore_errors=True)

    @asynccontextmanager
    async def rig(self, plan: Plan) -> AsyncIterator[Rig]:
        """Filled and rendered, nothing started; ended and removed with the block."""
        with self.folder() as folder:
            rig = Rig(runner_of(load(self.checkout)), folder, plan)
            rig.set_up()
            try:
                yield rig
            finally:
                await rig.close()
