"""Where does a report stand, and the rows behind its figures? Addresses that ask the same question again."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from console.reports.presets import Days
from reports.asking import Kind, Question


@dataclass(frozen=True, kw_only=True)
class Address:
    """`areas`: those the reader chose; without any, everything that is theirs."""

    asked: Question
    areas: tuple[str, ...] = ()

    @property
    def days(self) -> Days:
        return Days(first=self.asked.period.first, last=self.asked.period.last)

    def page(self, kind: Kind | None = None, days: Days | None = None) -> str:
        """The same of another report, or of other days."""
        kind = kind or self.asked.kind
        if kind is Kind.MONTH:
            return f"/reports/month?{urlencode([('from', f'{(days or self.days).first:%Y-%m}'), *self._chosen()])}"
        return f"{_path(kind)}?{self._query(kind, days or self.days)}"

    def file(self, format: str, sheet: str = "") -> str:
        """The report, or one sheet of it, to keep."""
        more = [("sheet", sheet)] if sheet else []
        kind = self.asked.kind
        return f"/reports/{kind}/file/{format}?{self._query(kind, self.days, lines=True, more=more)}"

    def rows(self, figure: str, days: Days | None = None, narrowed: Mapping[str, str] | None = None) -> str:
        """The list behind a figure; `narrowed`: to one area, service or operator."""
        return f"/reports/rows/{figure}?{self._query(Kind.CALLS, days or self.days, narrowed)}"

    def rows_file(self, format: str) -> str:
        return f"/reports/rows/{self.asked.rows}/{format}?{self._query(Kind.CALLS, self.days)}"

    def narrowed(self, name: str, value: str) -> str:
        """This page of one service or area alone; empty: of all."""
        return f"{_path(self.asked.kind)}?{self._query(self.asked.kind, self.days, {name: value}, lines=True)}"

    def _query(
        self, kind: Kind, days: Days, narrowed: Mapping[str, str] | None = None, *, lines: bool = False,
        more: list[tuple[str, str]] | None = None,
    ) -> str:  # fmt: skip
        pairs = [("from", days.first.isoformat()), ("to", days.last.isoformat())]
        if lines and kind is not Kind.MONTH:
            pairs.append(("by", self.asked.by.value))
        if lines and kind in (Kind.CALLS, Kind.OUTCOMES):
            pairs.append(("per", self.asked.per.value))
        return urlencode([*pairs, *self._chosen(narrowed), *(more or [])])

    def _chosen(self, narrowed: Mapping[str, str] | None = None) -> list[tuple[str, str]]:
        only = self.asked.only
        chosen = {"area": sorted(self.areas), "service": sorted(only.services), "operator": sorted(only.operators)}
        chosen |= {name: [value] if value else [] for name, value in (narrowed or {}).items()}
        return [(name, id_) for name, ids in chosen.items() for id_ in ids]


def _path(kind: Kind) -> str:
    return "/reports" if kind is Kind.OVERVIEW else f"/reports/{kind}"
