"""What does Asterisk hold at this moment? Its channels and its start, read from its answers by explicit keys.

A key that is missing raises KeyError, a number that is none ValueError: the caller says what that means.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ivr.asterisk.ami_wire import Fields


@dataclass(frozen=True, kw_only=True)
class CoreStatus:
    """Since when Asterisk runs, and its calls at this moment."""

    started_at: datetime
    calls: int


@dataclass(frozen=True, kw_only=True)
class Channel:
    """One channel that Asterisk has at this moment."""

    id: str
    linked_id: str
    name: str
    state: str
    context: str
    exten: str
    application: str
    caller_number: str
    duration: timedelta
    bridge_id: str


@dataclass(frozen=True, kw_only=True)
class ChannelStatus:
    """One channel with the values asked for, as Asterisk prints them (`(null)` where it has none)."""

    id: str
    linked_id: str
    name: str
    variables: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class EndpointState:
    """A telephone, desk or trunk: has it a contact that is not known to be dead, and is it in a call?"""

    name: str
    reachable: bool
    in_use: bool


def started_at(status: Fields) -> datetime:
    """CoreStatus gives local time without a zone: Asterisk and we are taken to live in the same zone."""
    text = f"{status.text('CoreStartupDate')} {status.text('CoreStartupTime')}"
    return datetime.strptime(text, "%Y-%m-%d %H:%M:%S").astimezone()


def core_status_of(fields: Fields) -> CoreStatus:
    return CoreStatus(started_at=started_at(fields), calls=fields.number("CoreCurrentCalls"))


def channel_of(row: Fields) -> Channel:
    hours, minutes, seconds = row.text("Duration").split(":")
    return Channel(
        id=row.text("Uniqueid"),
        linked_id=row.text("Linkedid"),
        name=row.text("Channel"),
        state=row.text("ChannelStateDesc"),
        context=row.text("Context"),
        exten=row.text("Exten"),
        application=row.text("Application"),
        caller_number=row.text("CallerIDNum"),
        bridge_id=row.text("BridgeId"),
        duration=timedelta(hours=int(hours), minutes=int(minutes), seconds=int(seconds)),
    )


def channel_status_of(row: Fields) -> ChannelStatus:
    pairs = [value.partition("=") for value in row.every("Variable")]
    return ChannelStatus(
        id=row.text("Uniqueid"),
        linked_id=row.text("Linkedid"),
        name=row.text("Channel"),
        variables=tuple((name, value) for name, _, value in pairs),
    )


def endpoint_detail_of(row: Fields) -> EndpointState | None:
    """The row of PJSIPShowEndpoint that says how it stands; None: another of its rows."""
    if "EndpointDetail" not in row.every("Event"):
        return None
    state = row.text("DeviceState")
    return EndpointState(name=row.text("ObjectName"), reachable=_there(state), in_use=_in_use(state))


def endpoint_state_of(row: Fields) -> EndpointState:
    """A row of PJSIPShowEndpoints. `Unavailable`: no contact, or none that answers where it is asked."""
    state = row.text("DeviceState")
    return EndpointState(
        name=row.text("ObjectName"),
        reachable=bool(row.text("Contacts")) and _there(state),
        in_use=_in_use(state),
    )


def _there(state: str) -> bool:
    return state not in ("Unavailable", "Invalid")


def _in_use(state: str) -> bool:
    return state in ("In use", "Busy", "Ring+Inuse", "On Hold")
