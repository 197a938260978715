"""How does the site stand, for a Prometheus server? To whoever asks from this machine, or with the site's token."""

import ipaddress
import secrets

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST

from console.access.guard import NotForYou
from console.frame import frame_of

router = APIRouter(include_in_schema=False)
FORWARDED = ("forwarded", "via", "x-forwarded-for", "x-real-ip")
"""What a proxy on this machine adds: the one who asks is elsewhere."""


@router.get("/metrics")
def metrics(request: Request) -> Response:
    """Prometheus' text format; no personal data. From elsewhere: `Authorization: Bearer <console.metrics_token>`."""
    if not (_from_this_machine(request) or _has_the_token(request)):
        raise NotForYou
    return Response(frame_of(request).measuring.text(), media_type=CONTENT_TYPE_LATEST)


def _from_this_machine(request: Request) -> bool:
    if request.client is None or any(name in request.headers for name in FORWARDED):
        return False
    try:
        return ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False


def _has_the_token(request: Request) -> bool:
    wanted = frame_of(request).settings.metrics_token
    kind, _, given = request.headers.get("authorization", "").partition(" ")
    bearer = kind.lower() == "bearer" and bool(wanted)
    return bearer and secrets.compare_digest(given.strip().encode(), wanted.encode())
