"""On which people do the tests of the audience ask?"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection

from broadcasts.service import (
    Audio,
)
from db import campaigns
from db.campaigns import CampaignRow, DeliveryRow
from tests.contract.homes import new_database, settle_in, taken_back

NOW = datetime(2026, 2, 28, 20, 0, tzinfo=UTC)
"""The first of March in Beijing, still February in London."""
DAY = timedelta(days=1)
FROST = Audio(file="/sounds/frost", total_ms=30_000)


@pytest.fixture(scope="module")
def url(database_kind: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    return new_database(tmp_path_factory.mktemp("audience"))


@pytest.fixture
def conn(url: str) -> Iterator[Connection]:
    """Wang, who lives alone, and Zhao; what a test writes is taken back."""
    with taken_back(url, settle_in) as conn:
        yield conn


def heard(conn: Connection, senior: str, campaign: str) -> None:
    row = CampaignRow(id=campaign, title="Before", text="x", created_at=NOW)
    campaigns.save_campaign(conn, row)
    campaigns.save_deliveries(conn, [
        DeliveryRow(id=f"{campaign}-{senior}", campaign_id=campaign, senior_id=senior, heard_at=NOW)
    ])  # fmt: skip
