"""A process that looks for due runs, and kills itself (SIGKILL) at its n-th statement. Arguments: database, time, n."""

import sys
from datetime import datetime

from broadcasts.service import due_runs
from db.engine import open_engine, writing
from tests.unit.db.dies_while_writing import die_at

if __name__ == "__main__":
    url, at, statement = sys.argv[1:]
    engine = open_engine(url)
    die_at(engine, int(statement))
    with writing(engine) as conn:
        due_runs(conn, datetime.fromisoformat(at))
    print("through", flush=True)
