"""What does whoever starts a site read who has made a mistake? What is wrong, and what helps."""

import subprocess
import sys

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
        ("[console]\nport =\n", "bigbutton.toml"),
        ("site_name = 古城\n", "bigbutton.toml"),
    ],
)
def test_a_half_filled_file_is_refused_with_the_field_and_where_all_of_them_stand(bigbutton, nowhere, half, field):
    (nowhere / "bigbutton.toml").write_text(half, encoding="utf-8")

    said = bigbutton("serve")

    assert said.code == 1
    assert field in said.err and ".env.example" in said.err


def test_a_second_controller_on_one_file_is_refused_with_the_first_ones_process(bigbutton, site, first):
    said = bigbutton("serve", "--part", "controller")

    assert said.code == 1
    assert f"Another controller (process {first.pid}) works on" in said.err
    assert "Stop it first" in said.err
