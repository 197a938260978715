"""The answers make settings that this program takes, and every machine's secret is one of its own."""

import tomllib
from itertools import count

import pytest

from ivr.founding.first_site import AnswersUnreadable, answers_in, area_of, settings_of, template
from ivr.founding.questions import completed, faults
from ivr.founding.toml_text import toml_text
from ivr.settings import Settings
from people.areas import AreaKind

FILE = """
site_name = "古城"
published = "010-6660 0000"
folder = "/srv/bigbutton/"
[exchange]
address = "192.168.1.10"
[trunk]
host = "192.0.2.1"
port = 5070
[desks]
hotline = ["desk1", "desk2"]
emergency = ["desk1"]
community = "139 0000 0001"
[area]
id = "gucheng"
name = "古城街道"
[administrator]
login = "zhaolei"
name = "赵磊"
password = "seven geese over the lake"
"""


def made(text: str = FILE) -> Settings:
    answers = answers_in(text)
    assert faults(answers) == ()
    numbers = count(1)
    values = settings_of(completed(answers), lambda: f"secret{next(numbers)}")
    return Settings.model_validate(tomllib.loads(toml_text(values)))


@pytest.fixture(autouse=True)
def nothing_of_ours_around(monkeypatch, tmp_path):
    monkeypatch.delenv("BIGBUTTON_CONFIG", raising=False)
    monkeypatch.chdir(tmp_path)


def test_a_file_of_answers_becomes_settings():
    site = made()

    assert (site.site_name, site.language, site.published) == ("古城", "zh", "66600000")
    assert site.exchange.address == "192.168.1.10"
    assert site.database_url == "sqlite:////srv/bigbutton/bigbutton.sqlite"
    assert [(trunk.name, trunk.host, trunk.port, trunk.limit) for trunk in site.trunks] == [
        ("trunka", "192.0.2.1", 5070, 30)
    ]
    assert (str(site.console.photos), str(site.exchange.root)) == ("/srv/bigbutton/photos", "/srv/bigbutton/exchange")


def test_the_hotline_is_answered_and_everything_else_taken_by_a_key():
    desks = {desk.name: desk for desk in made().desks}

    assert [desks[name].accepts for name in ("hotline", "emergency", "community", "centre")] == [
        "answer", "press-1", "press-1", "press-1",
    ]  # fmt: skip
    assert (desks["community"].number, desks["community"].phones) == ("+8613900000001", ())
    assert [phone.id for phone in desks["centre"].phones] == ["desk1", "desk2"]


def test_a_telephone_has_one_secret_at_all_its_desks_and_no_other_telephone_has_it():
    site = made()

    by_phone = {(phone.id, phone.secret) for desk in site.desks for phone in desk.phones}
    all_secrets = [secret for _, secret in by_phone]
    all_secrets += [site.exchange.call_secret, site.exchange.fill_secret, site.console.secret]
    assert len(by_phone) == 2
    assert len(set(all_secrets)) == len(all_secrets) == 5


def test_a_carrier_with_a_user_and_a_database_elsewhere_are_taken():
    more = 'user = "us"\nsecret = "between us two"\n[desks]'
    site = made('database_url = "postgresql://bb@db/site"\n' + FILE.replace("[desks]", more))

    assert (site.trunks[0].user, site.trunks[0].secret) == ("us", "between us two")
    assert site.database_url == "postgresql://bb@db/site"


def test_the_first_area_is_what_was_answered():
    area = area_of(completed(answers_in(FILE)))

    assert (area.id, area.name, area.kind, area.parent) == ("gucheng", "古城街道", AreaKind.STREET, None)


def test_the_template_asks_every_question_and_its_defaults_stand():
    answers = answers_in(template())

    assert {fault.what for fault in faults(answers)} == {"it has no answer"}
    assert answers["zone"] == "Asia/Shanghai"
    assert completed(answers).keys() == answers.keys()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("site_name = ", "no TOML"),
        ("site_name = true", "site_name is neither"),
        ("[trunk]\nport = 1.5", "trunk.port is neither"),
        ("[trunk.more]\nport = 1", "trunk.more is neither"),
        ("desks = [1]", "desks is neither"),
    ],
)
def test_a_file_that_is_no_answers_is_refused_in_words(text, told):
    with pytest.raises(AnswersUnreadable, match=told):
        answers_in(text)
