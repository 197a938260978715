"""How do the tests write a message and take its steps?"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection

from broadcasts.service import (
    Audio,
    BroadcastSettings,
    Draft,
    Started,
    create,
    start,
)
from db import campaigns
from db.campaigns import CampaignRow, DeliveryRow
from tests.contract.homes import new_database, settle_in, taken_back

NINE = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
"""Nine in the morning in Beijing."""
MINUTE = timedelta(minutes=1)
FROST = Audio(file="/sounds/frost", total_ms=30_000)
DRAFT = Draft(title="Frost", text="It will be cold")


@pytest.fixture(scope="module")
def url(database_kind: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    return new_database(tmp_path_factory.mktemp("steps"))


@pytest.fixture
def conn(url: str) -> Iterator[Connection]:
    """Wang and Zhao, each at home; what a test writes is taken back."""
    with taken_back(url, settle_in) as conn:
        yield conn


def drafted(conn: Connection, draft: Draft = DRAFT) -> str:
    row = create(conn, NINE, draft, by="hu", settings=BroadcastSettings(templates=frozenset({"weather"})))
    assert isinstance(row, CampaignRow), row
    return row.id


def started(conn: Connection, draft: Draft = DRAFT) -> str:
    done = start(conn, drafted(conn, draft), NINE, audio=FROST, by="hu")
    assert isinstance(done, Started), done
    return done.campaign.id


def refused_fields(conn: Connection, **fields: object) -> set[str]:
    found = create(conn, NINE, replace(DRAFT, **fields), by="hu")  # type: ignore[arg-type]
    assert isinstance(found, tuple), found
    return {one.field for one in found}


def delivery(conn: Connection, campaign: str, senior: str) -> DeliveryRow:
    return next(row for row in campaigns.of_campaign(conn, campaign) if row.senior_id == senior)
