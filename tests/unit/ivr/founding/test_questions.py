"""Every answer that will not do is refused with its field and the cure, all of them at once."""

import pytest

from ivr.founding.questions import QUESTIONS, completed, fault_of, faults, is_everybodys, phones_in

ANSWERS = {
    "site_name": "古城街道居家养老服务中心",
    "published": "6660 0000",
    "exchange.address": "192.168.1.10",
    "trunk.host": "sip.carrier.example",
    "desks.hotline": "desk1, desk2",
    "area.id": "gucheng",
    "area.name": "古城街道",
    "administrator.login": "zhaolei",
    "administrator.name": "赵磊",
    "administrator.password": "seven geese over the lake",
}
"""Whatever has to be answered."""


def told(**answers: str) -> list[tuple[str, str]]:
    """Fields with a double underscore for the dot."""
    changed = {field.replace("__", "."): text for field, text in answers.items()}
    return [(fault.field, fault.what) for fault in faults(ANSWERS | changed)]


def test_the_answers_that_must_be_given_are_enough():
    assert faults(ANSWERS) == ()


def test_a_half_filled_file_is_told_everything_that_is_missing_at_once():
    half = {"site_name": "古城", "trunk.host": "", "desks.hotline": "desk1"}

    found = faults(half)

    assert [fault.field for fault in found] == [
        "published", "exchange.address", "trunk.host", "area.id", "area.name", "administrator.login",
        "administrator.name", "administrator.password",
    ]  # fmt: skip
    assert {fault.what for fault in found} == {"it has no answer"}
    assert found[0].cure == "The one number that our calls show"


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("language", "de"),
        ("zone", "Asia/Nowhere"),
        ("zone", "/etc"),
        ("area_code", "010"),
        ("published", "call us"),
        ("folder", "var/lib"),
        ("database_url", "mysql://x"),
        ("exchange__address", "our server"),
        ("exchange__address", "224.0.0.1"),
        ("trunk__name", "Trunk A"),
        ("trunk__host", "two words"),
        ("trunk__port", "70000"),
        ("trunk__limit", "0"),
        ("trunk__limit", "many"),
        ("desks__hotline", "Desk One"),
        ("desks__centre", "desk1, 13800138000"),
        ("area__id", "Gu Cheng"),
        ("area__kind", "town"),
        ("site_name", "a\nb"),
    ],
)
def test_an_answer_that_cannot_be_used_is_told_at_its_field(field, text):
    assert [one for one, _ in told(**{field: text})] == [field.replace("__", ".")]


@pytest.mark.parametrize("field", ["database_url", "folder"])
def test_an_answer_that_can_be_used_is_taken(field):
    good = {"database_url": "postgresql://bb@db/site", "folder": "/srv/bigbutton"}

    assert told(**{field: good[field]}) == []


def test_a_question_that_nobody_asks_is_named_with_those_that_are():
    [fault] = faults(ANSWERS | {"trunk.hots": "x"})

    assert (fault.field, fault.what) == ("trunk.hots", "nobody asks for that")
    assert "trunk.host" in fault.cure


def test_a_carriers_user_and_secret_belong_together():
    assert told(trunk__user="us", trunk__secret="w8#kQz!m2") == []
    assert told(trunk__user="us") == [("trunk.secret", "a user needs one of 8 characters or more")]
    assert [field for field, _ in told(trunk__secret="w8#kQz!m2")] == ["trunk.secret"]


@pytest.mark.parametrize(
    "secret",
    ["password", "P@ssw0rd2024!", "bigbutton", "Bigbutton-Demo-1", "adm1n!!", "1234567890", "0987654321", "aaaaaaaaaa",
     "演示密码", "testtest99", "administrator1"],
)  # fmt: skip
def test_what_everybody_tries_first_is_refused(secret):
    assert is_everybodys(secret)
    assert [field for field, _ in told(administrator__password=secret)] == ["administrator.password"]


@pytest.mark.parametrize(
    "secret", ["seven geese over the lake", "8301947562", "password of the seven geese", "w8#kQz!m2"]
)
def test_what_nobody_else_would_put_together_is_taken(secret):
    assert not is_everybodys(secret)


def test_the_demonstrations_own_password_is_refused():
    [fault] = faults(ANSWERS, frozenset({ANSWERS["administrator.password"]}))

    assert "demonstration" in fault.what


def test_what_was_left_open_has_its_default_and_other_desks_ring_the_hotlines_telephones():
    whole = completed(ANSWERS | {"desks.community": "13800138000"})

    assert (whole["zone"], whole["trunk.port"], whole["area.kind"]) == ("Asia/Shanghai", "5060", "street")
    assert (whole["desks.emergency"], whole["desks.community"]) == ("desk1, desk2", "13800138000")
    assert whole.keys() == {question.field for question in QUESTIONS}


def test_every_default_can_be_used():
    told = [fault_of(question, question.default or "", ANSWERS) for question in QUESTIONS if question.default]

    assert set(told) == {""}


def test_telephones_are_told_from_a_number():
    assert phones_in("desk1, desk2,desk1") == ("desk1", "desk2")
    assert phones_in("13800138000") == ()
