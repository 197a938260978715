"""What a telephone must know: where it registers, and what its eleven keys dial with this site's prefix."""

import pytest

from ivr.services import DEFAULT_SERVICES
from ivr.telephones.fitting import Registrar, fitting_of, registrar_of
from people.ids import HouseholdId, TerminalId
from people.terminals import Terminal, TerminalKind

HERE, THERE = Registrar(host="192.0.2.1"), Registrar(host="192.0.2.2", port=5070)


def terminal(kind: TerminalKind = TerminalKind.SIP, number: str = "") -> Terminal:
    return Terminal(id=TerminalId("t1"), household=HouseholdId("h1"), kind=kind, number=number)


def fitted(her: Terminal, prefix: str = "*"):
    return fitting_of(
        her, "a-secret-of-16-ch", DEFAULT_SERVICES, prefix=prefix, registrar=HERE, second=THERE,
        access_numbers={"66600002": "meals"},
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "host", "port"),
    [("192.0.2.1", "192.0.2.1", 5060), ("pbx.example:5070", "pbx.example", 5070),
     ("[2001:db8::1]", "[2001:db8::1]", 5060), ("[2001:db8::1]:5062", "[2001:db8::1]", 5062)],
)  # fmt: skip
def test_a_registrar_is_a_host_with_or_without_a_port(text, host, port):
    assert registrar_of(text) == Registrar(host=host, port=port)


def test_a_port_that_is_none_is_refused():
    with pytest.raises(ValueError, match="there is no port 99999"):
        registrar_of("pbx:99999")


@pytest.mark.parametrize(
    ("prefix", "first", "last"), [("*", "*01", "*11"), ("#", "#01", "#11"), ("77", "7701", "7711")]
)
def test_each_key_dials_the_sites_prefix_and_its_code(prefix, first, last):
    fitting = fitted(terminal(), prefix)

    assert [fitting.keys[0].dials, fitting.keys[-1].dials, len(fitting.keys)] == [first, last, 11]
    assert fitting.registers


def test_the_keys_of_a_fixed_line_dial_access_numbers_and_it_has_no_secret():
    fitting = fitted(terminal(TerminalKind.LINE, "+861088880001"))

    assert {key.service: key.dials for key in fitting.keys if key.dials} == {"meals": "66600002"}
    assert (fitting.registers, fitting.secret) == (False, "")
