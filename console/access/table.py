"""Who may open what? One table of every route and the roles it is for; what is not in it is refused."""

from collections.abc import Mapping
from enum import Enum, auto
from typing import Final

from people.staff import Role


class Verdict(Enum):
    GRANTED = auto()
    SIGN_IN = auto()
    """Nobody is signed in: who knows."""
    REFUSED = auto()


ANYBODY: Final = None
"""Signed in or not."""
SIGNED_IN: Final = frozenset(Role)
DESK: Final = frozenset({Role.OPERATOR, Role.SUPERVISOR, Role.ADMINISTRATOR})
LEADS: Final = frozenset({Role.SUPERVISOR, Role.ADMINISTRATOR})
"""Who may begin, go on with and end what rings hundreds of people. To stop it for a while any operator may."""
ANSWERING: Final = frozenset({Role.OPERATOR, Role.SUPERVISOR})
"""Who has a telephone in the browser."""
ADMINISTRATORS: Final = frozenset({Role.ADMINISTRATOR})
FAMILY: Final = frozenset({Role.FAMILY})
PROVIDERS: Final = frozenset({Role.PROVIDER})
BRINGERS: Final = DESK | PROVIDERS
"""Who brings what was asked for, and who sends them; a provider sees its own alone."""
WALKERS: Final = DESK | {Role.VISITOR}
"""Who goes to the doors, and who sends them; what of a visit each may see, `console/watch/visit_view.py` says."""
REPORTS: Final = DESK | {Role.OFFICIAL}
"""Who may read figures; lists of people are for the desk."""

ROUTES: Final[Mapping[tuple[str, str], frozenset[Role] | None]] = {
    ("GET", "/health"): ANYBODY,
    ("GET", "/ready"): ANYBODY,
    ("GET", "/metrics"): ANYBODY,  # on this machine; from elsewhere it asks for its own token
    ("GET", "/openapi.json"): ANYBODY,
    ("GET", "/sign-in"): ANYBODY,
    ("POST", "/sign-in"): ANYBODY,
    ("GET", "/sign-in/code"): ANYBODY,
    ("POST", "/sign-in/code"): ANYBODY,
    ("POST", "/sign-out"): ANYBODY,
    ("POST", "/look"): ANYBODY,
    ("GET", "/account"): SIGNED_IN,
    ("POST", "/account/password"): SIGNED_IN,
    ("POST", "/account/sessions/end-others"): SIGNED_IN,
    ("POST", "/account/sessions/{session}/end"): SIGNED_IN,
    ("GET", "/account/second"): SIGNED_IN,
    ("POST", "/account/second/begin"): SIGNED_IN,
    ("POST", "/account/second/confirm"): SIGNED_IN,
    ("POST", "/account/second/off"): SIGNED_IN,
    ("GET", "/users"): ADMINISTRATORS,
    ("GET", "/users/new"): ADMINISTRATORS,
    ("POST", "/users/new"): ADMINISTRATORS,
    ("GET", "/users/{person}"): ADMINISTRATORS,
    ("POST", "/users/{person}"): ADMINISTRATORS,
    ("POST", "/users/{person}/password"): ADMINISTRATORS,
    ("POST", "/users/{person}/sessions/end"): ADMINISTRATORS,
    ("POST", "/users/{person}/second/off"): ADMINISTRATORS,
    ("GET", "/sign-ins"): LEADS,
    ("POST", "/sign-ins/release"): LEADS,
    ("GET", "/family"): FAMILY,
    ("GET", "/"): DESK,
    ("GET", "/calls"): DESK,
    ("GET", "/desk"): DESK,
    ("GET", "/desk/call/{call}"): DESK,
    ("POST", "/desk/call/{call}"): DESK,
    ("GET", "/desk/find"): DESK,
    ("GET", "/desk/recordings/{recording}.wav"): DESK,
    ("GET", "/live/desk/calls"): DESK,
    ("GET", "/directory"): DESK,
    ("GET", "/desk/telephone"): ANSWERING,
    ("POST", "/desk/telephone"): ANSWERING,
    ("POST", "/desk/telephone/rings"): ANSWERING,
    ("GET", "/live"): DESK,
    ("GET", "/broadcasts"): DESK,
    ("GET", "/live/broadcasts"): DESK,
    ("GET", "/broadcasts/new"): DESK,
    ("POST", "/broadcasts/new"): DESK,
    ("POST", "/broadcasts/reach"): DESK,
    ("GET", "/broadcasts/sound/{language}/{name}.wav"): DESK,
    ("GET", "/broadcasts/{campaign}"): DESK,
    ("GET", "/live/broadcasts/{campaign}"): DESK,
    ("GET", "/broadcasts/{campaign}/people.csv"): DESK,
    ("GET", "/broadcasts/{campaign}/people.xlsx"): DESK,
    ("POST", "/broadcasts/{campaign}/pause"): DESK,
    ("POST", "/broadcasts/{campaign}/clone"): DESK,
    ("POST", "/broadcasts/{campaign}/start"): LEADS,
    ("POST", "/broadcasts/{campaign}/resume"): LEADS,
    ("POST", "/broadcasts/{campaign}/cancel"): LEADS,
    ("GET", "/reports"): REPORTS,
    ("GET", "/reports/telephones"): DESK,
    ("GET", "/reports/telephones/file/{format}"): DESK,
    ("GET", "/reports/rows/{figure}"): DESK,
    ("GET", "/reports/rows/{figure}/{format}"): DESK,
    ("GET", "/reports/{kind}"): REPORTS,
    ("GET", "/reports/{kind}/file/{format}"): REPORTS,
    ("GET", "/api/v1/reports/figures"): REPORTS,
    ("GET", "/api/v1/reports/rows/{figure}"): DESK,
    ("GET", "/api/v1/reports/telephones"): DESK,
    ("GET", "/api/v1/reports/{kind}"): REPORTS,
    ("GET", "/watch"): DESK,
    ("GET", "/live/watch"): DESK,
    ("GET", "/watch/{case}"): DESK,
    ("POST", "/watch/{case}"): DESK,
    ("POST", "/watch/outages/{outage}/release"): DESK,
    ("GET", "/watch/holes/{outage}"): LEADS,
    ("POST", "/watch/holes/{outage}"): LEADS,
    ("GET", "/queue"): DESK,
    ("GET", "/live/queue"): DESK,
    ("POST", "/queue/join"): DESK,
    ("POST", "/queue/{step}"): DESK,
    ("POST", "/queue/of/{staff}/skills"): LEADS,
    ("POST", "/queue/of/{staff}/{step}"): LEADS,
    ("GET", "/api/v1/queue"): DESK,
    ("POST", "/api/v1/queue"): DESK,
    ("GET", "/ways"): DESK,
    ("POST", "/ways/switch"): LEADS,
    ("POST", "/ways/{way}/drill"): LEADS,
    ("GET", "/api/v1/ways"): DESK,
    ("POST", "/api/v1/ways/{way}/drill"): LEADS,
    ("GET", "/api/v1/switch"): DESK,
    ("POST", "/api/v1/switch"): LEADS,
    ("GET", "/telephones"): DESK,
    ("POST", "/telephones"): DESK,
    ("GET", "/telephones/missing"): DESK,
    ("GET", "/telephones/missing/file/{format}"): DESK,
    ("GET", "/people/{senior}/card.pdf"): DESK,
    ("GET", "/api/v1/telephones"): DESK,
    ("GET", "/api/v1/telephones/missing"): DESK,
    ("POST", "/api/v1/telephones/{terminal}/given-out"): DESK,
    ("GET", "/people"): DESK,
    ("GET", "/people/{senior}"): DESK,
    ("POST", "/people/{senior}"): DESK,
    ("GET", "/rota"): DESK,
    ("POST", "/rota"): LEADS,
    ("GET", "/holds"): DESK,
    ("POST", "/holds"): DESK,
    ("GET", "/visits"): WALKERS,
    ("GET", "/visits/monthly"): WALKERS,
    ("POST", "/visits/monthly"): WALKERS,
    ("GET", "/visits/{visit}"): WALKERS,
    ("POST", "/visits/{visit}"): WALKERS,
    ("GET", "/visits/{visit}/photos/{photo}"): WALKERS,
    ("GET", "/v/{plate}"): WALKERS,
    ("POST", "/v/{plate}"): WALKERS,
    ("GET", "/plates"): ADMINISTRATORS,
    ("GET", "/api/v1/cases"): DESK,
    ("GET", "/api/v1/cases/{case}"): DESK,
    ("POST", "/api/v1/cases/{case}/ring"): DESK,
    ("POST", "/api/v1/cases/{case}/take"): DESK,
    ("POST", "/api/v1/cases/{case}/report"): DESK,
    ("POST", "/api/v1/cases/{case}/visit"): DESK,
    ("POST", "/api/v1/cases/{case}/emergency"): DESK,
    ("GET", "/api/v1/visits"): WALKERS,
    ("GET", "/api/v1/visits/monthly"): WALKERS,
    ("GET", "/api/v1/visits/{visit}"): WALKERS,
    ("POST", "/api/v1/visits/{visit}/accept"): WALKERS,
    ("POST", "/api/v1/visits/{visit}/set-out"): WALKERS,
    ("POST", "/api/v1/visits/{visit}/ring"): WALKERS,
    ("POST", "/api/v1/visits/{visit}/give-back"): WALKERS,
    ("POST", "/api/v1/visits/{visit}/arrive"): WALKERS,
    ("POST", "/api/v1/visits/{visit}/close"): WALKERS,
    ("GET", "/api/v1/people"): DESK,
    ("GET", "/api/v1/people/{senior}/history"): DESK,
    ("POST", "/api/v1/people/{senior}/check-in"): DESK,
    ("GET", "/api/v1/holes"): DESK,
    ("GET", "/api/v1/holes/{outage}"): LEADS,
    ("GET", "/api/v1/holds"): DESK,
    ("POST", "/api/v1/holds"): DESK,
    ("POST", "/api/v1/holds/{senior}/end"): DESK,
    ("GET", "/api/v1/broadcasts"): DESK,
    ("POST", "/api/v1/broadcasts"): DESK,
    ("POST", "/api/v1/broadcasts/recordings"): DESK,
    ("POST", "/api/v1/broadcasts/preview"): DESK,
    ("GET", "/api/v1/broadcasts/audiences"): DESK,
    ("POST", "/api/v1/broadcasts/audiences"): DESK,
    ("GET", "/api/v1/broadcasts/{campaign}"): DESK,
    ("GET", "/api/v1/broadcasts/{campaign}/progress"): DESK,
    ("GET", "/api/v1/broadcasts/{campaign}/people"): DESK,
    ("GET", "/api/v1/broadcasts/{campaign}/people.csv"): DESK,
    ("GET", "/api/v1/broadcasts/{campaign}/people.xlsx"): DESK,
    ("POST", "/api/v1/broadcasts/{campaign}/pause"): DESK,
    ("POST", "/api/v1/broadcasts/{campaign}/clone"): DESK,
    ("POST", "/api/v1/broadcasts/{campaign}/start"): LEADS,
    ("POST", "/api/v1/broadcasts/{campaign}/resume"): LEADS,
    ("POST", "/api/v1/broadcasts/{campaign}/cancel"): LEADS,
    ("GET", "/api/v1/calls"): DESK,
    ("GET", "/api/v1/outcomes"): DESK,
    ("GET", "/api/v1/calls/{call}/outcome"): DESK,
    ("POST", "/api/v1/calls/{call}/outcome"): DESK,
    ("POST", "/api/v1/calls/{call}/note"): DESK,
    ("GET", "/api/v1/directory"): DESK,
    ("GET", "/api/v1/incidents"): DESK,
    ("POST", "/api/v1/incidents/{incident}/finding"): DESK,
    ("POST", "/api/v1/incidents/{incident}/close"): DESK,
    ("GET", "/incidents/{incident}"): DESK,
    ("POST", "/incidents/{incident}"): DESK,
    ("POST", "/incidents/{incident}/close"): DESK,
    ("GET", "/api/v1/tasks"): DESK,
    ("GET", "/api/v1/tasks/{task}"): DESK,
    ("POST", "/api/v1/tasks"): DESK,
    ("POST", "/api/v1/tasks/{task}/claim"): DESK,
    ("POST", "/api/v1/tasks/{task}/release"): DESK,
    ("POST", "/api/v1/tasks/{task}/snooze"): DESK,
    ("POST", "/api/v1/tasks/{task}/done"): DESK,
    ("GET", "/tasks"): DESK,
    ("POST", "/tasks"): DESK,
    ("GET", "/live/tasks"): DESK,
    ("GET", "/tasks/{task}"): DESK,
    ("POST", "/tasks/{task}"): DESK,
    ("GET", "/tasks/{task}/words.wav"): DESK,
    ("GET", "/requests"): DESK,
    ("POST", "/requests"): DESK,
    ("GET", "/live/requests"): DESK,
    ("GET", "/requests/{key}"): DESK,
    ("POST", "/requests/{key}"): DESK,
    ("GET", "/provider"): PROVIDERS,
    ("GET", "/live/provider"): PROVIDERS,
    ("POST", "/provider/today"): PROVIDERS,
    ("POST", "/provider/requests/{key}"): PROVIDERS,
    ("POST", "/provider/calls/{call}/ring"): PROVIDERS,
    ("GET", "/api/v1/requests"): BRINGERS,
    ("POST", "/api/v1/requests"): DESK,
    ("GET", "/api/v1/requests/{key}"): BRINGERS,
    ("POST", "/api/v1/requests/{key}/accept"): BRINGERS,
    ("POST", "/api/v1/requests/{key}/give-back"): BRINGERS,
    ("POST", "/api/v1/requests/{key}/finish"): BRINGERS,
    ("POST", "/api/v1/requests/{key}/withdraw"): DESK,
    ("POST", "/api/v1/requests/{key}/hand"): DESK,
    ("GET", "/api/v1/provider"): PROVIDERS,
    ("POST", "/api/v1/provider/close"): PROVIDERS,
    ("POST", "/api/v1/provider/open"): PROVIDERS,
    ("POST", "/api/v1/provider/calls/{call}/ring"): PROVIDERS,
}

SOCKETS: Final[Mapping[str, frozenset[Role]]] = {"/sip": ANSWERING}
"""The same for connections that stay open: SIP of the browser telephone. Never for whoever is not signed in."""

DEMONSTRATION: Final[Mapping[tuple[str, str], frozenset[Role] | None]] = {
    ("GET", "/demo"): ANYBODY,
    ("GET", "/live/demo"): ANYBODY,
    ("POST", "/demo/press"): ANYBODY,
    ("POST", "/demo/hang-up"): ANYBODY,
    ("POST", "/demo/switch"): ANYBODY,
    ("POST", "/demo/morning"): ANYBODY,
    ("POST", "/demo/enter"): ANYBODY,
    ("GET", "/demo/recordings/{name}.wav"): ANYBODY,
}
"""Routes that a console has only where the demonstration started it, for people who do not exist."""

PERSONAL: Final[frozenset[tuple[str, str]]] = frozenset({
    ("GET", "/"), ("GET", "/live"), ("GET", "/calls"), ("GET", "/family"),
    ("GET", "/desk/call/{call}"), ("GET", "/desk/find"), ("GET", "/desk/recordings/{recording}.wav"),
    ("GET", "/broadcasts/{campaign}"), ("GET", "/live/broadcasts/{campaign}"),
    ("GET", "/broadcasts/{campaign}/people.csv"), ("GET", "/broadcasts/{campaign}/people.xlsx"),
    ("GET", "/api/v1/broadcasts/{campaign}/people"), ("GET", "/api/v1/broadcasts/{campaign}/people.csv"),
    ("GET", "/api/v1/broadcasts/{campaign}/people.xlsx"),
    ("GET", "/api/v1/calls"), ("GET", "/api/v1/incidents"), ("GET", "/incidents/{incident}"), ("GET", "/api/v1/tasks"),
    ("GET", "/api/v1/tasks/{task}"), ("GET", "/api/v1/calls/{call}/outcome"),
    ("GET", "/queue"), ("GET", "/live/queue"), ("GET", "/api/v1/queue"),
    ("GET", "/tasks"), ("GET", "/live/tasks"), ("GET", "/tasks/{task}"), ("GET", "/tasks/{task}/words.wav"),
    ("GET", "/requests"), ("GET", "/live/requests"), ("GET", "/requests/{key}"),
    ("GET", "/provider"), ("GET", "/live/provider"),
    ("GET", "/api/v1/requests"), ("GET", "/api/v1/requests/{key}"), ("GET", "/api/v1/provider"),
    ("GET", "/watch"), ("GET", "/live/watch"), ("GET", "/watch/{case}"), ("GET", "/watch/holes/{outage}"),
    ("GET", "/people"), ("GET", "/people/{senior}"), ("GET", "/holds"), ("GET", "/visits"), ("GET", "/visits/monthly"),
    ("GET", "/visits/{visit}"),
    ("GET", "/visits/{visit}/photos/{photo}"), ("GET", "/v/{plate}"),
    ("GET", "/api/v1/cases"), ("GET", "/api/v1/cases/{case}"), ("GET", "/api/v1/visits"),
    ("GET", "/api/v1/visits/monthly"), ("GET", "/api/v1/visits/{visit}"), ("GET", "/api/v1/people"),
    ("GET", "/api/v1/people/{senior}/history"), ("GET", "/api/v1/holds"),
    ("GET", "/telephones"), ("GET", "/telephones/missing"), ("GET", "/telephones/missing/file/{format}"),
    ("GET", "/people/{senior}/card.pdf"), ("GET", "/api/v1/telephones"), ("GET", "/api/v1/telephones/missing"),
    ("GET", "/reports/telephones"), ("GET", "/reports/telephones/file/{format}"),
    ("GET", "/reports/rows/{figure}"), ("GET", "/reports/rows/{figure}/{format}"),
    ("GET", "/api/v1/reports/rows/{figure}"), ("GET", "/api/v1/reports/telephones"),
})  # fmt: skip
"""What shows people's data: whoever opens one of these stands in the audit log afterwards. A new page that shows a
person belongs in here, and calls `viewed`."""

SETTLING: Final[frozenset[tuple[str, str]]] = frozenset(
    route for route in ROUTES if route[1].startswith("/account")
)  # fmt: skip
"""What may be opened with a temporary password, or before a second factor that is required."""

HOMES: Final[Mapping[Role, str]] = {
    Role.FAMILY: "/family", Role.VISITOR: "/visits", Role.OFFICIAL: "/reports", Role.PROVIDER: "/provider",
}  # fmt: skip
"""The first page of whoever is not at the desk."""


def home(role: Role) -> str:
    """Where a sign-in leads: the desk's first page, one's own, or the account where there is none yet."""
    first = HOMES.get(role, "/")
    return first if verdict("GET", first, role) is Verdict.GRANTED else "/account"


def verdict(method: str, path: str, role: Role | None) -> Verdict:
    """`path` as the route is written; `role` None: nobody is signed in."""
    if (method, path) not in ROUTES and (method, path) not in DEMONSTRATION:
        return Verdict.REFUSED
    allowed = ROUTES[method, path] if (method, path) in ROUTES else DEMONSTRATION[method, path]
    if allowed is ANYBODY:
        return Verdict.GRANTED
    if role is None:
        return Verdict.SIGN_IN
    return Verdict.GRANTED if role in allowed else Verdict.REFUSED
