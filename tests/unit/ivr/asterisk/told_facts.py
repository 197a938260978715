"""How do the tests of the facts write what Asterisk says?"""

from datetime import UTC, datetime

from ivr.asterisk.factlog import FactRow
from ivr.asterisk.facts import Fact, Translator
from tests.unit.ivr.asterisk.writing import START

NOON = datetime.fromtimestamp(START, UTC)
CH = "exchange-1.1"


def facts(*rows: FactRow) -> list[Fact]:
    return list(Translator().facts(rows))
