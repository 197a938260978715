"""Every command: its help, what it says when it does what was asked, and in words why it did not."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from db.engine import open_engine, reading
from db.staff import account_of_login
from ivr.cli import importing
from ivr.running.heartbeat import now_of
from tests.unit.ivr.cli.conftest import Said
from tests.unit.ivr.cli.endings import refused

NOON = datetime(2026, 3, 10, 4, 0, tzinfo=UTC)
COMMANDS = (
    "serve", "doctor", "drill", "openapi", "import", "rehearse", "validate", "explain", "user add", "user list",
    "user password", "token add", "token list", "token revoke", "db upgrade",
    "dialplan render", "broadcast send", "broadcast list", "broadcast create",
    "broadcast preview", "broadcast start", "broadcast pause", "broadcast resume", "broadcast cancel",
    "broadcast clone", "broadcast show", "broadcast watch", "broadcast people", "prompts render",
)  # fmt: skip


def misspelt(said: Said, *words: str) -> None:
    assert (said.code, said.out) == (2, "")
    assert [word for word in words if word not in said.err] == []


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_every_command_tells_what_it_does_and_what_each_word_means(bigbutton, nowhere, command):
    said = bigbutton(*command.split(), "--help")

    assert (said.code, said.err) == (0, "")
    assert f"Usage: bigbutton {command}".strip() in said.out
    undescribed = [line for line in said.out.splitlines() if line.startswith("│ *") and len(line.split()) < 6]
    assert undescribed == []


@pytest.mark.parametrize("words", ["", "user", "token", "db", "dialplan", "broadcast", "prompts"])
def test_half_a_command_shows_what_may_follow_and_is_a_usage_error(bigbutton, nowhere, words):
    said = bigbutton(*words.split())

    assert said.code == 2
    assert "Commands" in said.out + said.err


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        (["fly"], "fly"),
        (["import", "wings", "x.csv"], "areas, seniors, contacts, terminals, providers, staff, rota, holds"),
        (["import", "seniors"], "--template"),
        (["rehearse", "t1001"], "service"),
        (["explain", "wang", "--at", "noonish"], "noonish"),
        (["explain", "wang", "--language", "fr"], "fr"),
        (["user", "add", "liu", "--name", "Liu", "--role", "king", "--password", "x"], "king"),
        (["serve", "--part", "half"], "half"),
    ],
)
def test_what_is_typed_wrongly_ends_with_2_and_names_the_word(bigbutton, site, typed, named):
    misspelt(bigbutton(*typed), named)


@pytest.mark.parametrize(
    "typed",
    [
        ["explain", "wang"], ["rehearse", "t1001", "meals"], ["validate"], ["dialplan", "render"],
        ["broadcast", "list"], ["import", "areas", "x.csv"], ["prompts", "render"],
        ["user", "add", "liu", "--name", "Liu", "--password", "long enough 1"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_without_a_database_every_command_says_how_to_make_one(bigbutton, nowhere, typed):
    os.mkdir(".run")

    refused(bigbutton(*typed), "is empty", "bigbutton db upgrade")


def test_a_database_that_is_none_is_said_once_with_its_cure(bigbutton, site):
    (site / "bigbutton.db").write_bytes(b"x" * 4096)

    said = bigbutton("broadcast", "list")

    refused(said, "is not a database", "BIGBUTTON_DATABASE_URL")
    assert said.err.count("BIGBUTTON_DATABASE_URL") == 1


def test_settings_that_cannot_be_used_are_named_with_where_to_look(bigbutton, site):
    (site / "bigbutton.toml").write_text("zone = 'Mars/Olympus'\nlanguage = 'fr'\n")

    refused(bigbutton("validate"), "zone: ", "language: ", ".env.example")


def test_a_database_is_made_once_and_left_as_it_is_the_second_time(bigbutton, nowhere):
    os.mkdir(".run")

    said = [bigbutton("db", "upgrade") for _ in range(2)]

    assert [(one.code, one.err) for one in said] == [(0, ""), (0, "")]
    open_engine(f"sqlite:///{nowhere}/.run/bigbutton.sqlite").dispose()


def test_a_template_can_be_imported_and_twice_changes_nothing(bigbutton, site):
    template = bigbutton("import", "areas", "--template")
    (site / "areas.csv").write_text(template.out)

    said = [bigbutton("import", "areas", "areas.csv", *more) for more in (["--dry-run"], [], [])]

    assert [one.code for one in said] == [0, 0, 0]
    assert "nothing written" in said[0].out
    assert said[1].out.rstrip().endswith("; written")
    assert ": 0 new, 0 changed" in said[2].out


def test_a_bad_row_is_named_by_line_and_column_and_nothing_is_written(bigbutton, site):
    (site / "seniors.csv").write_text("id,household,name,area,address\ns1,h9,王,nowhere,x\n")

    said = bigbutton("import", "seniors", "seniors.csv")

    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("seniors.csv: line 2, area: ")
    assert said.err.endswith("nothing written\n")


def test_more_faults_than_anybody_reads_are_counted(bigbutton, site, monkeypatch):
    monkeypatch.setattr(importing, "SHOWN", 2)
    lines = "".join(f"s{n},h{n + 5},王,nowhere{n},x\n" for n in range(5))
    (site / "seniors.csv").write_text("id,household,name,area,address\n" + lines)

    said = bigbutton("import", "seniors", "seniors.csv")

    assert "and 3 more" in said.err


def test_a_file_that_is_not_there_is_a_refusal(bigbutton, site):
    refused(bigbutton("import", "areas", "gone.csv"), "gone.csv", "No such file")


def test_a_message_without_words_is_refused_and_names_what_is_missing(bigbutton, site):
    refused(bigbutton("broadcast", "send", "高温", " "), "text: ")


def test_a_rehearsal_names_who_would_be_rung_by_the_sites_clocks(bigbutton, site):
    said = bigbutton("rehearse", "wang", "02", "--at", "2026-03-10T12:00")

    assert (said.code, said.err) == (0, "")
    assert said.out.startswith("*02 community dining, pressed by Wang Xiuying at t1001")
    assert "on Tuesday 2026-03-10 12:00" in said.out
    assert "desk-hotline" in said.out


def test_without_a_time_it_rehearses_the_exchanges_own_now(bigbutton, site):
    (site / "alive").write_text(f"{86_400 * 400}\n")

    said = bigbutton("rehearse", "t1001", "meals", "--language", "zh")

    assert f"{now_of(site / 'alive'):%Y-%m}" in said.out


@pytest.mark.parametrize(("who", "service"), [("nobody", "meals"), ("t1001", "dancing")])
def test_a_rehearsal_of_somebody_or_something_unknown_is_refused(bigbutton, site, who, service):
    refused(bigbutton("rehearse", who, service), who if who == "nobody" else service)


def test_a_site_that_would_leave_a_press_alone_does_not_pass(bigbutton, site):
    (site / "bigbutton.toml").write_text((site / "bigbutton.toml").read_text().split("[[desks]]")[0])

    said = bigbutton("validate")

    assert said.code == 1
    assert said.out
    assert said.err.startswith("bigbutton: a press would be left alone")


def test_a_site_that_takes_every_press_passes(bigbutton, site):
    said = bigbutton("validate")

    assert (said.code, said.err) == (0, "")


def test_the_dialplan_is_written_where_asterisk_reads_it(bigbutton, site):
    said = bigbutton("dialplan", "render")

    assert (said.code, said.err) == (0, "")
    assert (site / "exchange/etc/extensions.conf").is_file()
    assert "1 terminals, 1 trunks" in said.out


def test_a_setting_that_would_begin_another_line_is_refused(bigbutton, site):
    file = site / "bigbutton.toml"
    file.write_text(file.read_text().replace('host = "127.0.0.9"', 'host = "x\\nsecret = y"'))

    refused(bigbutton("dialplan", "render"), "read as a new setting", "without line ends")


def test_a_folder_that_cannot_be_written_is_named(bigbutton, site):
    (site / "exchange").write_text("a file, not a folder")

    refused(bigbutton("dialplan", "render"), str(site / "exchange"))


def test_somebody_gets_an_account_once(bigbutton, site):
    add = ("user", "add", "liu", "--name", "Liu Min", "--role", "supervisor", "--password", "long enough 1")

    first, again = bigbutton(*add), bigbutton(*add)

    assert (first.code, first.out) == (0, "liu may sign in now, as supervisor\n")
    refused(again, "the login liu is taken", "hoose another one")
    with reading(open_engine(f"sqlite:///{site}/bigbutton.db")) as conn:
        assert account_of_login(conn, "liu") is not None


@pytest.mark.parametrize(
    ("change", "words"), [({"--password": "short"}, "too short"), ({"--name": " "}, "the name is empty")]
)
def test_an_account_that_would_be_no_good_is_refused_with_what_helps(bigbutton, site, change, words):
    given = {"--name": "Liu", "--password": "long enough 1"} | change

    refused(bigbutton("user", "add", "liu", *(word for pair in given.items() for word in pair)), words)


def test_the_interface_is_described_without_a_site(bigbutton, nowhere):
    said = bigbutton("openapi")

    described = json.loads(said.out)
    assert (said.code, described["openapi"][:3]) == (0, "3.1")
    assert any(path.startswith("/api/v1/") for path in described["paths"])


def test_doctor_ends_with_1_and_names_a_cure_for_each_fault(bigbutton, site):
    said = bigbutton("doctor")

    faults = [line for line in said.out.splitlines() if line.startswith("FAIL ")]
    assert said.code == 1
    assert said.out.count("     cure: ") == len(faults) > 0


def test_doctor_says_each_fault_once_and_without_the_links_own_warnings(site):
    """In a process of its own: where tests run, every warning has a handler."""
    said = subprocess.run(
        [sys.executable, "-m", "ivr", "doctor"], cwd=site, capture_output=True, text=True, check=False
    )

    assert said.stdout.count("FAIL exchange: ") == 1
    assert (said.returncode, said.stderr) == (1, "")
