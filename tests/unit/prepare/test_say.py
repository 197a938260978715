"""Does the set-up speak only when there is something to say, and plainly where nobody watches live?"""

import io

from prepare.say import Say


def test_a_set_up_with_nothing_to_do_prints_no_headings():
    out = io.StringIO()
    say = Say(out, opening="Setting up")

    with say.step("Debian packages"):
        pass

    assert out.getvalue() == ""
    assert not say.opened


def test_a_step_with_work_prints_its_number_its_reason_and_that_it_is_done():
    out = io.StringIO()
    say = Say(out, opening="Setting up")

    with say.step("Nothing to do here"):
        pass
    with say.step("Debian packages") as step:
        step.tell("mmdebstrap  fetches Asterisk")

    assert out.getvalue() == "Setting up\n\n1. Debian packages\n   mmdebstrap  fetches Asterisk\n   done\n"


def test_into_a_file_go_no_control_characters_while_a_program_works():
    out = io.StringIO()
    say = Say(out, opening="Setting up")

    with say.step("Python libraries") as step:
        step.tell("so many")
        step.tick()

    assert "\x1b" not in out.getvalue() and "\r" not in out.getvalue()
