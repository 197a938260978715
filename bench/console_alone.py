"""What does a console use by itself? One in a process of its own over this database; it says its address, and its end
comes with the end of its input."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from db.engine import open_engine
from tests.console.serving import serving


@contextmanager
def console_alone(url: str) -> Iterator[tuple[str, int]]:
    """Its address and its process."""
    process = subprocess.Popen([sys.executable, "-m", "bench.console_alone", url],
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # fmt: skip
    assert process.stdin is not None and process.stdout is not None
    try:
        yield process.stdout.readline().strip(), process.pid
    finally:
        process.stdin.close()
        process.wait(20)


if __name__ == "__main__":
    opened = open_engine(sys.argv[1])
    with serving(opened) as at:
        print(at, flush=True)
        sys.stdin.read()
    opened.dispose()
