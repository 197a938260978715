"""What does whoever starts a site read who has made a mistake? What is wrong, and what helps."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

HOLD = """import sys
from db.engine import open_engine
from db.sharing.alone import alone
with alone(open_engine(sys.argv[1]), "exchange"):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def first(site):
    """A controller's process that holds the site's database."""
    url = next(line for line in (site / "bigbutton.toml").read_text().splitlines() if "database_url" in line)
    held = subprocess.Popen(
        [sys.executable, "-c", HOLD, url.split('"')[1]], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert held.stdout is not None
    assert held.stdout.readline() == "held\n"
    yield held
    held.kill()
    held.communicate()


@pytest.mark.parametrize(
    ("half", "field"),
    [
        ('[[trunks]]\nname = "trunka"\n', "trunks.0.host"),
        ('[[desks]]\nname = "hotline"\nphones = [{ id = "desk1" }]\n', "desks.0.phones.0.secret"),
        ('[exchange]\nadress = "10.0.0.1"\n', "exchange.adress: there is no setting of that name"),
        ("[console]\nport =\n", "bigbutton.toml"),
        ("site_name = 古城\n", "bigbutton.toml"),
    ],
)
def test_a_half_filled_file_is_refused_with_the_field_and_where_all_of_them_stand(bigbutton, nowhere, half, field):
    (nowhere / "bigbutton.toml").write_text(half, encoding="utf-8")

    said = bigbutton("serve")

    assert said.code == 1
    assert field in said.err and ".env.example" in said.err


@pytest.mark.parametrize("part", ["controller", "all"])
def test_a_second_controller_on_one_file_is_refused_with_the_first_ones_process(bigbutton, site, first, part):
    said = bigbutton("serve", "--part", part)

    assert (said.code, said.err.count("\n")) == (1, 1)
    assert f"Another controller (process {first.pid}) works on" in said.err
    assert "Stop it first" in said.err


def anothers(bigbutton, site: Path) -> None:
    """The site's database belongs to another site now."""
    with (site / "bigbutton.toml").open("r+") as file:
        whole = file.read()
        file.seek(0)
        file.write(f'site_name = "金顶"\n{whole}')
    bigbutton("db", "claim")
    (site / "bigbutton.toml").write_text(whole)


def test_two_sites_on_one_database_are_refused_and_the_doctor_says_so_too(bigbutton, site):
    anothers(bigbutton, site)

    served, looked = bigbutton("serve"), bigbutton("doctor")

    assert served.code == looked.code == 1
    for said in (served.err, looked.out):
        assert "belongs to the site 金顶" in said and "Give each site a database of its own" in said


@pytest.mark.parametrize(
    "words",
    [
        ("import", "seniors", "people.csv"), ("broadcast", "list"), ("user", "list"), ("report", "calls"),
        ("explain", "s1"), ("twilio", "switch"), ("dialplan", "render"),
    ],
    ids=lambda words: " ".join(words[:2]),
)  # fmt: skip
def test_no_command_works_on_the_database_of_another_site(bigbutton, site, words):
    anothers(bigbutton, site)
    (site / "people.csv").write_text("id,name\ns9,Wang\n")

    said = bigbutton(*words)

    assert (said.code, said.out) == (1, "")
    assert "belongs to the site 金顶" in said.err


def test_a_console_without_its_secret_is_refused_with_what_makes_one(bigbutton, site):
    said = bigbutton("serve", "--part", "console")

    assert said.code == 1
    assert "console.secret has fewer than 32 characters" in said.err and "openssl rand" in said.err


def test_a_port_that_another_program_has_is_refused_with_what_shows_it(bigbutton, site, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as other:
        monkeypatch.setenv("BIGBUTTON_CONSOLE__PORT", str(other.getsockname()[1]))
        monkeypatch.setenv("BIGBUTTON_CONSOLE__SECRET", "s" * 32)

        said = bigbutton("serve", "--part", "console")

    assert said.code == 1
    assert "console.port: nothing can be served at 127.0.0.1:" in said.err and "ss -ltnp" in said.err


def test_files_without_their_secrets_are_not_rendered_and_the_doctor_names_them(bigbutton, site):
    text = (site / "bigbutton.toml").read_text()
    (site / "bigbutton.toml").write_text(
        text.replace('call_secret = "a"', "").replace('secret = "s"', 'secret = ""', 1)
    )

    rendered, looked = bigbutton("dialplan", "render"), bigbutton("doctor")

    assert rendered.code == 1 and not (site / "exchange").exists()
    for said in (rendered.err, looked.out):
        assert "exchange.call_secret, desks.1.phones.1.secret" in said and "`openssl rand -hex 24`" in said


def test_pages_without_their_scripts_are_told_with_what_fetches_them(bigbutton, site):
    said = bigbutton("doctor")

    assert "none in .run/js: pages have no charts and no browser telephone" in said.out
    assert "`make set-up` in the program's folder" in said.out
