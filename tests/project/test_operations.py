"""Do dashboard, alerts and runbook name what is really measured, and does every alarm have its cure?"""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from console.metrics.measuring import Measuring
from console.vocabulary import TASKS
from ivr.cli.serving import Part
from ivr.supervision.judging import KINDS
from tests.console import neighbourhood as here
from tests.project.pages import CHECKOUT, codes, first_codes, headings, rows, section, text_of
from tests.unit.console.scraped import wholly_set

ALERTS = text_of("ops/prometheus/alerts.yml")
DASHBOARD = json.loads(text_of("ops/grafana/bigbutton.json"))
RUNBOOK = text_of("docs/runbook.md")
UNITS = sorted((CHECKOUT / "ops/systemd").glob("*.service"))
ALARMS = {*KINDS, "telephone_out"}
"""Kinds of tasks that tell of a fault of the machine, the rota or a telephone."""
LABELS = {"emergency", "kind", "le", "link", "outcome", "service", "state", "way"}
TABLES = ("Tasks of supervision", "Tasks of the ways out", "Tasks about people")
WHOSE = re.compile(r"(supervisor|operations|operator|visitor|whoever )")
OWNER = re.compile(r"owner: (\w+)")
NAME = re.compile(r"\bbigbutton_[a-z_]+\b")


@pytest.fixture(scope="module")
def measured(tmp_path_factory: pytest.TempPathFactory) -> frozenset[str]:
    """Every name in `/metrics` of a site where everything is there to be measured."""
    folder = tmp_path_factory.mktemp("site")
    engine = here.empty(folder)
    here.add_operator(engine)
    here.busy_morning(engine)
    text = Measuring(engine, wholly_set(engine, folder)).text().decode()
    engine.dispose()
    return frozenset(re.findall(r"^(bigbutton_[a-z_]+)", text, re.M))


def each_alert() -> dict[str, str]:
    """Name -> its lines."""
    parts = re.split(r"^ *- alert: (\w+)\n", ALERTS, flags=re.M)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def kinds_in(alert: str) -> list[str]:
    """Of tasks, as an alert asks for them."""
    return [kind for found in re.findall(r'kind=~?"([^"]+)"', alert) for kind in found.split("|")]


def asked() -> dict[str, list[str]]:
    """Panel -> what it asks."""
    return {panel["title"]: [target["expr"] for target in panel["targets"]] for panel in DASHBOARD["panels"]}


def test_every_alert_asks_for_what_is_measured(measured: frozenset[str]) -> None:
    assert {name for name in NAME.findall(ALERTS) if name not in measured} == set()


def test_every_panel_asks_for_what_is_measured(measured: frozenset[str]) -> None:
    wanted = {name for exprs in asked().values() for expr in exprs for name in NAME.findall(expr)}

    assert wanted and wanted - measured == set()


def test_everything_that_is_measured_is_shown(measured: frozenset[str]) -> None:
    shown = {name for exprs in asked().values() for expr in exprs for name in NAME.findall(expr)}
    families = {re.sub(r"_(bucket|count|sum)$", "", name) for name in measured}

    assert families - {re.sub(r"_bucket$", "", name) for name in shown} == set()


def test_labels_are_few_and_none_of_them_is_a_persons(tmp_path: Path) -> None:
    engine = here.empty(tmp_path)
    here.add_operator(engine)
    here.busy_morning(engine)
    text = Measuring(engine, wholly_set(engine, tmp_path)).text().decode()
    engine.dispose()

    assert set(re.findall(r'[{,](\w+)="', text)) == LABELS


def test_a_label_that_is_asked_for_has_such_a_value(tmp_path: Path) -> None:
    engine = here.empty(tmp_path)
    text = Measuring(engine, wholly_set(engine, tmp_path)).text().decode()
    engine.dispose()
    given = {(label, value) for label, value in re.findall(r'(\w+)="([^"]*)"', text)}

    wanted = re.findall(r'(?:\{|, )(\w+)=~?"([^"]+)"', re.sub(r"up\{.*?\}", "", ALERTS))

    assert wanted
    assert [(label, one) for label, all_ in wanted for one in all_.split("|") if (label, one) not in given] == []


@pytest.mark.parametrize("name", each_alert())
def test_every_alert_says_what_it_means_whose_it_is_and_where_the_cure_stands(name: str) -> None:
    said = each_alert()[name]

    assert re.search(r"severity: (page|ticket), owner: (supervisor|operations)", said)
    assert re.search(r"summary: .{20,}", said)
    assert f"runbook: docs/runbook.md#{name.lower()}\n" in said
    owner = re.search(r"owner: (\w+)", said)
    when = "now" if "severity: page" in said else "next day"
    assert owner and f"**{owner[1].capitalize()}, {when}.**" in section(RUNBOOK, name)


def test_the_runbook_has_no_section_of_an_alert_that_is_gone() -> None:
    told = {one.text for one in headings(RUNBOOK) if one.text.startswith("Bigbutton")}

    assert told == set(each_alert())


def test_panels_do_not_lie_over_one_another() -> None:
    taken = [
        (x, y)
        for at in (panel["gridPos"] for panel in DASHBOARD["panels"])
        for x in range(at["x"], at["x"] + at["w"])
        for y in range(at["y"], at["y"] + at["h"])
    ]

    assert len(taken) == len(set(taken)) and max(x for x, _ in taken) < 24
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(DASHBOARD["panels"])


def test_every_task_of_supervision_has_its_cure_in_the_runbook() -> None:
    assert first_codes(section(RUNBOOK, "Tasks of supervision")) == ALARMS


def test_every_task_of_supervision_wakes_whoever_the_runbook_names() -> None:
    """Also the other way: no alert asks for a kind of task that nobody opens."""
    waking = {kind: owner for said in each_alert().values() for kind in kinds_in(said) for owner in OWNER.findall(said)}
    named = {cells[0].strip("`"): cells[1] for cells in rows(section(RUNBOOK, "Tasks of supervision"))}

    assert {kind: waking.get(kind) for kind in ALARMS} == {kind: named[kind] for kind in ALARMS}
    assert set(waking) - set(TASKS) == set()


def test_every_kind_of_task_stands_in_the_runbook_once_with_somebody_whose_it_is() -> None:
    told = [(code, cells) for title in TABLES for cells in rows(section(RUNBOOK, title)) for code in codes(cells[0])]

    assert sorted(code for code, _ in told) == sorted(TASKS)
    assert [code for code, cells in told if not (len(cells) == 4 and WHOSE.match(cells[1]) and all(cells))] == []


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: str(unit.stem))
def test_no_process_runs_as_root_or_stays_down(unit: Path) -> None:
    said = unit.read_text(encoding="utf-8")

    for line in ("User=bigbutton", "Restart=always", "StartLimitIntervalSec=0", "NoNewPrivileges=yes",
                 "ProtectSystem=strict", "CapabilityBoundingSet=", "SystemCallErrorNumber=EPERM"):  # fmt: skip
        assert f"\n{line}\n" in said
    assert f"`{unit.stem}`" in section(RUNBOOK, "As services of systemd")


def test_each_process_is_started_by_a_command_that_there_is() -> None:
    parts = {found[1] for unit in UNITS if (found := re.search(r"serve --part (\w+)$", unit.read_text(), re.M))}

    assert parts == set(Part) - {Part.ALL}


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: str(unit.stem))
def test_systemd_understands_every_line(unit: Path, tmp_path: Path) -> None:
    """Its programs are not installed here: another one stands for them."""
    examiner = shutil.which("systemd-analyze")
    if examiner is None:
        pytest.skip("systemd-analyze is not here: Debian's package systemd has it")
    copy = tmp_path / unit.name
    copy.write_text(re.sub(r"^ExecStart=\S+", f"ExecStart={shutil.which('true')}", unit.read_text(), flags=re.M))

    seen = subprocess.run([examiner, "verify", "--man=no", copy], capture_output=True, text=True, timeout=60)

    assert (seen.returncode, [line for line in seen.stderr.splitlines() if unit.stem in line]) == (0, [])
