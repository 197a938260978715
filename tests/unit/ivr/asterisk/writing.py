"""How does a test write Asterisk's log? Row by row: columns of cel_custom.conf, facts of the dialplan."""

import csv
import io
import json
from collections.abc import Iterable
from pathlib import Path

from ivr.asterisk.factlog import NAME, FactRow

START = 1_773_115_200.0
"""Noon in Beijing, 10 March 2026."""


def own(
    name: str, channel: str, n: int, second: float, text: str = "", *, offset: float = 0, linked: str = ""
) -> FactRow:
    """A fact of our dialplan, stated on a channel at a second after START."""
    said = f"n={n};t={START + second:.6f};o={offset:g}" + (f";{text}" if text else "")
    return FactRow(
        event=name,
        time=f"{START + second:.6f}",
        uniqueid=channel,
        linkedid=linked or channel,
        extra=json.dumps({"extra": said}),
        channel=f"PJSIP/{channel}",
    )


def asterisks(
    name: str, channel: str, second: float, *, cause: int = 16, source: str = "", kind: str = "PJSIP"
) -> FactRow:
    """A row of Asterisk's own."""
    extra = {"hangupcause": cause, "hangupsource": source, "dialstatus": ""} if name == "HANGUP" else None
    return FactRow(
        event=name,
        time=f"{START + second:.6f}",
        uniqueid=channel,
        linkedid=channel,
        extra=json.dumps(extra) if extra else "",
        channel=f"{kind}/{channel}",
    )


def line(row: FactRow) -> str:
    """As it stands in the file, with its line end."""
    out = io.StringIO()
    fields = (row.event, row.time, row.uniqueid, row.linkedid, "", row.extra, row.channel)
    csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerow(fields)
    return out.getvalue()


def append(folder: Path, rows: Iterable[FactRow]) -> None:
    """As Asterisk does: the file is opened anew."""
    with (folder / NAME).open("a", encoding="utf-8") as file:
        file.writelines(line(row) for row in rows)


def a_press(
    channel: str, second: float = 0, *, service: str = "meals", who: str = "t1001", taken: bool = True
) -> list[FactRow]:
    """A press whose first rung does not answer, and whose second takes it, or nobody does."""
    leg = f"{channel}5"
    rows = [
        own(
            "PRESS",
            channel,
            1,
            second,
            f"who={who};svc={service};via=terminal;conf=1;cid=1;src=area;sip=a%40b",
        ),
        own("RUNG", channel, 2, second + 0.1, "i=1;tgt=prov-hall-1;secs=20;why=open"),
        own("RUNG_END", channel, 3, second + 20.1, "i=1;st=NOANSWER"),
        own("RUNG", channel, 4, second + 20.2, "i=2;tgt=prov-hall-2;secs=20;why=noanswer"),
        own("ANSWERED", leg, 1, second + 24, f"call={channel};i=2;tgt=prov-hall-2;sip=leg"),
    ]
    if taken:
        rows += [
            own("ACCEPTED", leg, 2, second + 26, f"call={channel};i=2;tgt=prov-hall-2"),
            asterisks("HANGUP", leg, second + 59, source=f"PJSIP/{leg}"),
            asterisks("HANGUP", channel, second + 60),
        ]
    else:
        rows += [
            own("RUNG_END", channel, 5, second + 40, "i=2;st=NOANSWER"),
            own("RUNG_END", channel, 6, second + 40.1, "i=0;st=EXHAUSTED"),
            asterisks("HANGUP", channel, second + 45),
        ]
    return rows


def an_emergency(channel: str, second: float = 0, *, who: str = "t1001") -> list[FactRow]:
    """Her leg is gone after three seconds; the ladder goes on; her son accepts, rings back and closes."""
    inc = f"inc={channel}"
    rung, leg = f"{channel}2", f"{channel}3"
    return [
        own("RUNG", rung, 1, second - 0.01, f"{inc};i=0;r=1;tgt=desk-emergency;secs=25"),
        own(
            "PRESS",
            channel,
            1,
            second,
            f"who={who};svc=emergency;via=terminal;conf=1;{inc};joined=0;sip=x",
        ),
        asterisks("HANGUP", channel, second + 3, source=f"PJSIP/{channel}"),
        own("RUNG_END", rung, 2, second + 25, f"{inc};i=0;r=1;tgt=desk-emergency;st=NOANSWER"),
        own("ANSWERED", leg, 1, second + 27, f"{inc};i=10;tgt=contact-c1;sip=s"),
        own("ACCEPTED", leg, 2, second + 30, f"{inc};who={who};i=10;tgt=contact-c1"),
        own("RINGBACK", leg, 3, second + 30.1, f"{inc};who={who}"),
        own(
            "PRESS",
            f"{channel}9",
            1,
            second + 40,
            f"who={who};svc=emergency;conf=1;{inc};joined=1",
        ),
        asterisks("HANGUP", f"{channel}9", second + 50, source=f"PJSIP/{channel}9"),
        own("CLOSED", leg, 4, second + 90, f"{inc};who={who};by=contact-c1"),
    ]
