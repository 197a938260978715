"""How are targets and presses called in the story, so that a grandchild can read it?"""

from ivr.services import DEFAULT_SERVICES
from town import people
from town.witness import Press

SERVICES = {str(service.id): service for service in DEFAULT_SERVICES}
DESKS = {
    "desk-hotline": "the hotline",
    "desk-emergency": "the emergency desk",
    "desk-community": "the community",
    "desk-centre": "the civil affairs centre",
    "amb-120": "the ambulance",
}


def person(press: Press) -> str:
    return f"{press.home.name} ({press.home.name_en})"


def key(press: Press) -> str:
    service = SERVICES[press.service]
    return f"{service.name_zh} ({service.name_en})"


def who(target: str) -> str:
    """A target in words."""
    if target.startswith("contact-"):
        return "her daughter" if target.endswith("x1") else "her son"
    if target.startswith("prov-"):
        name = target.split("-")[1]
        return next((f"{place[1]} ({place[2]})" for place in people.PLACES if place[0] == name), target)
    return DESKS.get(target, target or "nobody")


def expected(press: Press) -> str:
    """Who should take it on a Tuesday morning with the emergency desk dead: her daughter, or the nearest provider."""
    if press.service in ("emergency", "family"):
        return f"contact-c{press.home.terminal[1:]}x1"
    street = next(parent for area, _, _, _, parent in people.AREAS if area == press.home.area)
    for area in (press.home.area, street, "qingsong"):
        for place in people.PLACES:
            if (place[3], place[4]) == (press.service, area):
                return f"prov-{place[0]}-1"
    raise LookupError(f"nobody in the town offers {press.service}")
