"""Does an operator's endpoint lead to the browser, or to the desk telephone that was chosen?"""

import json

import pytest

from ivr.operators.phones import (
    answers_in_a_browser,
    aor_row,
    endpoint_of,
    endpoint_row,
    phone_rows,
    secret_row,
)
from people.ids import StaffId
from people.staff import Role, Staff


@pytest.mark.parametrize("role", Role)
def test_operators_and_supervisors_have_a_telephone_in_the_browser(role: Role):
    person = Staff(id=StaffId("liu"), name="刘强", role=role)

    assert answers_in_a_browser(person) == (role in (Role.OPERATOR, Role.SUPERVISOR))


def test_in_the_browser_sound_is_encrypted_and_one_page_registers_at_a_time():
    endpoint, aor = json.loads(endpoint_row("liu").value), json.loads(aor_row("liu").value)

    assert endpoint_of("liu") == "op-liu"
    assert (endpoint["webrtc"], endpoint["auth"], endpoint["aors"]) == ("yes", "op-liu", "op-liu")
    assert (aor["max_contacts"], aor["remove_existing"]) == ("1", "yes")


def test_at_the_desk_the_same_endpoint_rings_the_desk_telephone_and_nobody_signs_on_as_it():
    endpoint = json.loads(endpoint_row("liu", "desk1").value)

    assert endpoint["aors"] == "desk1"
    assert "webrtc" not in endpoint
    assert "auth" not in endpoint
    assert endpoint["context"] == "operator"


def test_new_members_of_staff_have_rows_and_the_secret_comes_later():
    assert [row.at.key for row in phone_rows(["liu", "wang"])] == [
        "endpoint/op-liu", "aor/op-liu", "endpoint/op-wang", "aor/op-wang",
    ]  # fmt: skip
    assert json.loads(secret_row("liu", "only hers").value)["password"] == "only hers"
