"""A site is begun: from a file, or asked at a terminal; whatever is wrong is said, and nothing is left half."""

import os
import pty
import sys
import tomllib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from console.access.passwords import matches
from db.areas import load_areas
from db.engine import open_engine, reading
from db.staff import account_of_login
from ivr.founding import founding
from ivr.founding.questions import QUESTIONS

PASSWORD = "seven geese over the lake"
ROOT = Path(__file__).parents[4]


def answers(folder: Path) -> dict[str, str]:
    return {
        "site_name": "古城", "published": "66600000", "folder": f"{folder}/site",
        "exchange.address": "127.0.0.1", "trunk.host": "127.0.0.9",
        "desks.hotline": "desk1, desk2", "area.id": "gucheng", "area.name": "古城街道",
        "administrator.login": "zhaolei", "administrator.name": "赵磊", "administrator.password": PASSWORD,
    }  # fmt: skip


def write(folder: Path, **changed: str) -> None:
    """answers.toml, as a person fills it in; fields with a double underscore for the dot."""
    told = answers(folder) | {field.replace("__", "."): text for field, text in changed.items()}
    (folder / "answers.toml").write_text("".join(f'{field} = "{text}"\n' for field, text in told.items()))


def settled(folder: Path) -> bool:
    """Whether area and administrator are there, with the password that was answered."""
    engine = open_engine(f"sqlite:///{folder}/site/bigbutton.sqlite")
    with reading(engine) as conn:
        account = account_of_login(conn, "zhaolei")
        areas = load_areas(conn)
    engine.dispose()
    assert account is not None
    return (
        list(areas) == ["gucheng"]
        and account.person.role == "administrator"
        and matches(PASSWORD, account.password_hash)
    )


def test_a_file_of_answers_makes_a_site_and_says_what_is_missing(bigbutton, nowhere):
    write(nowhere)

    said = bigbutton("init", "--from", "answers.toml")

    assert (said.code, said.err) == (0, "")
    assert oct((nowhere / "bigbutton.toml").stat().st_mode & 0o777) == "0o600"
    assert tomllib.loads((nowhere / "bigbutton.toml").read_text())["trunks"][0]["host"] == "127.0.0.9"
    assert tomllib.loads((nowhere / "bigbutton.toml").read_text())["console"]["scripts"] == f"{ROOT}/.run/js"
    assert settled(nowhere)
    assert "zhaolei may sign in" in said.out and "delete answers.toml" in said.out
    assert "still missing" in said.out
    assert f"asterisk -C {nowhere}/site/exchange/etc/asterisk.conf" in said.out
    assert "no file is rendered yet" in said.out
    assert "bigbutton prompts render" in said.out and "bigbutton dialplan render" in said.out
    assert PASSWORD not in said.out


def test_a_half_filled_file_is_told_every_fault_and_nothing_is_written(bigbutton, nowhere):
    write(nowhere, trunk__host="", administrator__password="password1234", administrator__login="赵 磊")

    said = bigbutton("init", "--from", "answers.toml")

    assert (said.code, said.out) == (1, "")
    assert "answers.toml: trunk.host: it has no answer. The carrier's address" in said.err
    assert "administrator.password: everybody would try that one first" in said.err
    assert "administrator.login: that is no login" in said.err
    assert [path.name for path in nowhere.iterdir()] == ["answers.toml"]


def test_the_password_that_the_demonstration_has_shown_is_refused(bigbutton, nowhere, monkeypatch):
    (nowhere / "run/demo").mkdir(parents=True)
    (nowhere / "run/demo/password").write_text(f"{PASSWORD}\n")
    assert founding.DEMONSTRATIONS == ROOT / ".run"
    monkeypatch.setattr(founding, "DEMONSTRATIONS", nowhere / "run")
    write(nowhere)

    said = bigbutton("init", "--from", "answers.toml")

    assert said.code == 1
    assert "the demonstration's" in said.err


def test_settings_that_are_there_stay_unless_told_and_are_kept_beside_then(bigbutton, nowhere):
    (nowhere / "bigbutton.toml").write_text("site_name = 'old'")
    write(nowhere)

    no = bigbutton("init", "--from", "answers.toml")
    yes = bigbutton("init", "--from", "answers.toml", "--force")

    assert (no.code, no.out) == (1, "")
    assert "is there already" in no.err and "--force" in no.err
    assert yes.code == 0
    [kept] = nowhere.glob("bigbutton.toml.before-*")
    assert kept.read_text() == "site_name = 'old'"


def test_it_can_be_done_again_after_it_was_killed_before_the_settings(bigbutton, nowhere):
    write(nowhere)
    bigbutton("init", "--from", "answers.toml")
    (nowhere / "bigbutton.toml").unlink()

    assert bigbutton("init", "--from", "answers.toml").code == 0
    assert settled(nowhere)


def test_another_password_does_not_take_over_an_account_that_is_there(bigbutton, nowhere):
    write(nowhere)
    bigbutton("init", "--from", "answers.toml")
    (nowhere / "bigbutton.toml").unlink()
    write(nowhere, administrator__password="nine herons by the bridge")

    said = bigbutton("init", "--from", "answers.toml")

    assert said.code == 1
    assert "administrator.login: the login zhaolei is taken" in said.err
    assert not (nowhere / "bigbutton.toml").exists()
    assert settled(nowhere)


def test_a_database_of_another_site_is_refused_and_left_as_it_was(bigbutton, nowhere):
    write(nowhere)
    bigbutton("init", "--from", "answers.toml")
    (nowhere / "bigbutton.toml").unlink()
    write(nowhere, site_name="金顶", area__id="jinding", area__name="金顶街道")

    said = bigbutton("init", "--from", "answers.toml")

    assert said.code == 1
    assert "belongs to the site 古城, the settings are those of 金顶. Give each site a database" in said.err
    assert not (nowhere / "bigbutton.toml").exists()
    assert settled(nowhere)


def test_without_a_terminal_the_way_without_one_is_said(bigbutton, nowhere, monkeypatch):
    with open(os.devnull) as nothing:
        monkeypatch.setattr(sys, "stdin", nothing)
        said = bigbutton("init")

    assert (said.code, said.out) == (1, "")
    assert "no terminal to ask on" in said.err and "--from answers.toml" in said.err


def test_the_template_can_be_filled_in(bigbutton, nowhere):
    printed = bigbutton("init", "--template")
    (nowhere / "answers.toml").write_text("this is no answer")

    assert tomllib.loads(printed.out)["trunk"]["port"] == "5060"
    refused = bigbutton("init", "--from", "answers.toml")
    assert refused.code == 1 and "--template" in refused.err


def test_a_use_case_that_is_called_by_itself_refuses_too(nowhere):
    (nowhere / "bigbutton.toml").touch()
    now = datetime(2026, 3, 10, tzinfo=UTC)

    with pytest.raises(founding.NotFounded, match="is there already"):
        founding.found(answers(nowhere), nowhere / "bigbutton.toml", now)


def typed_at_a_terminal(folder: Path, wanted: dict[str, list[str]]) -> tuple[int, str]:
    """Answers what is asked, with the next answer where it is asked again; how it ended, and what it showed."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.chdir(folder)
        os.environ.update(PYTHONPATH=str(ROOT), PYTHONUTF8="1", TERM="dumb")
        os.execv(sys.executable, [sys.executable, "-m", "ivr", "init"])
    shown = b""
    try:
        for data in chunks(terminal):
            shown += data
            ask = asked(shown, wanted)
            if ask is not None:
                os.write(terminal, f"{wanted[ask].pop(0)}\n".encode())
    finally:
        os.close(terminal)  # whoever still asks is hung up on
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    return code, shown.decode(errors="replace")


def chunks(terminal: int) -> Iterator[bytes]:
    """What is shown, until the program ends."""
    with suppress(OSError):
        while data := os.read(terminal, 4096):
            yield data


def asked(shown: bytes, wanted: Iterable[str]) -> str | None:
    """The question at the end of what is shown, once it waits for its answer."""
    line = shown.rpartition(b"\n")[2].decode(errors="replace")
    return next((ask for ask in wanted if line.startswith(ask)), None) if line.endswith(": ") else None


def test_asked_at_a_terminal_what_will_not_do_is_asked_again(nowhere):
    given = answers(nowhere)
    wanted = {question.ask: [given.get(question.field, "")] for question in QUESTIONS}
    wanted["Repeat for confirmation"] = ["short", PASSWORD]
    wanted[QUESTIONS[-1].ask] = ["short", PASSWORD]
    wanted["The time zone, like Asia/Shanghai"] = ["Asia/Nowhere", "Asia/Shanghai"]

    code, shown = typed_at_a_terminal(nowhere, wanted)

    assert code == 0, shown
    assert "there is no such time zone" in shown and "the password is too short" in shown
    assert PASSWORD not in shown
    assert settled(nowhere)
