"""A controller that kills itself (SIGKILL) at its n-th statement. Arguments: database, log folder, n."""

import os
import signal
import sys
from pathlib import Path
from typing import Any

from sqlalchemy import event

from db.engine import open_engine
from ivr.asterisk import factlog
from ivr.asterisk.factlog import FactLog
from ivr.controller import Controller

if __name__ == "__main__":
    url, folder, statement = sys.argv[1:]
    factlog.CHUNK = 4_000
    engine = open_engine(url)
    controller = Controller(engine=engine, log=FactLog(Path(folder)), node="exchange")
    done = 0

    def count(*_: Any) -> None:
        global done
        done += 1
        if done == int(statement):
            os.kill(os.getpid(), signal.SIGKILL)

    event.listen(engine, "after_cursor_execute", count)
    while controller.take().rows:
        pass
