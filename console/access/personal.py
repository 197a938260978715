"""Which pages show people's data? Whoever opens one of them stands in the audit log afterwards."""

from typing import Final

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
"""By method and path. A new page that shows a person belongs in here, and calls `viewed`."""
