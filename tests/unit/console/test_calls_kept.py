"""Does the list of calls show how their operators kept them, and only those that are asked for?"""

from sqlalchemy import Engine

from db import in_hand
from db.engine import writing
from tests.console.neighbourhood import Rang, press
from tests.console.serving import serving, visiting
from tests.unit.console.at_the_desk import text

DESK = Rang(target="desk-hotline", why="closed")


def test_calls_are_shown_and_chosen_by_the_outcome_that_was_kept(morning: Engine):
    served, odd = press(morning, 2, 3, "meals", DESK), press(morning, 8, 4, "meals", DESK)
    with writing(morning) as conn:
        in_hand.change(conn, served, outcome="served")
        in_hand.change(conn, odd, outcome="asked_for_tea")
    with serving(morning) as address, visiting(address) as visitor:
        visitor.cookies.set("bigbutton_language", "en")
        visitor.sign_in(to="/calls")
        every, chosen, none = (visitor.get(f"/calls{query}") for query in ("", "?outcome=served", "?outcome=complaint"))

    assert '<b class="kept-outcome">answered</b>' in every.text
    assert '<b class="kept-outcome">asked_for_tea</b>' in every.text, "the site's list has it no more"
    assert every.text.count('<tr id="call-') > 10
    assert [f'id="call-{call}"' in chosen.text for call in (served, odd)] == [True, False]
    assert chosen.text.count('<tr id="call-') == 1
    assert 'value="served" selected' in chosen.text and "show=missed&amp;outcome=served" in chosen.text
    assert "No such call on this day." in text(none.text)
