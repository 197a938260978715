"""What does the kitchen telephone's page see of a town? One that answers what a test lays before it."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socketserver import StreamRequestHandler, ThreadingTCPServer
from typing import Any

from tests.console.neighbourhood import NOW

PRESS: dict[str, Any] = {
    "call": "e-1.1", "terminal": "t1", "service": "meals", "at": NOW.timestamp(), "fixed": True, "incident": "",
    "rungs": [
        {"target": "prov-canteen7-1", "why": "open", "status": "NOANSWER", "from_s": 0.0, "until_s": 8.0},
        {"target": "desk-hotline", "why": "hotline", "status": "joined", "from_s": 8.0, "until_s": None},
    ],
    "taken_by": "desk-hotline", "taken_s": 11.0, "ended_s": None, "outcome": "", "recording": "",
    "written": {"state": "", "legs": 0, "lines": 0, "after_s": None},
}  # fmt: skip
HOME = {
    "terminal": "t1", "name": "王秀英", "name_en": "Wang Xiuying", "area": "古城", "area_en": "Gucheng", "waiting": 1,
}  # fmt: skip
STATE = {
    "story": False, "homes": [HOME], "presses": [PRESS],
    "switches": {"plug": "out", "dining": "waits_closed", "desk": "silent"},
    "mornings": {"position": 6, "busy": False, "fault": "", "senior": "s1", "name": "王", "name_en": "Wang",
                 "needed": 5,
                 "days": [{"day": "2026-11-20", "why": "silent"}], "case": {"id": "case1", "state": "x", "at": 1},
                 "calls": [{"at": 1, "outcome": "no_answer", "over": True}], "visit": None},
    "year": {"state": "filling", "share": 0.5},
}  # fmt: skip


class KitchenTown(ThreadingTCPServer):
    """`asked`: every question so far; `answers`: by what is asked; `file`: where the console finds it."""

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Answering)
        self.asked: list[Any] = []
        self.answers: dict[str, Any] = {"state": STATE}
        self.file = folder / "kitchen.json"
        self.file.write_text(json.dumps({"host": "127.0.0.1", "port": self.server_address[1], "token": "secret"}))


class _Answering(StreamRequestHandler):
    server: KitchenTown

    def handle(self) -> None:
        question = json.loads(self.rfile.readline())
        self.server.asked.append(question)
        answer = self.server.answers.get(question["ask"], {"done": True})
        self.wfile.write(json.dumps(answer).encode() + b"\n")


@contextmanager
def kitchen_town(folder: Path) -> Iterator[KitchenTown]:
    with KitchenTown(folder) as town:
        thread = threading.Thread(target=town.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield town
        finally:
            town.shutdown()
            thread.join()
