"""Is nothing that was typed lost on a page that is too old, and is another site's page still refused?"""

import re
from html import unescape

from sqlalchemy import Engine

from console.access.signing import FORM_COOKIE
from tests.console.serving import serving, visiting

OURS = {"sec-fetch-site": "same-origin", "sec-fetch-mode": "navigate"}
TEXT = {"title": '停水 "通知"', "text": "<b>明天停水</b>\n请备水"}
TYPED = {**TEXT, "source": "text", "do": "save", "password": "secret"}
HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


def test_what_was_typed_into_a_page_that_is_too_old_is_given_back_and_can_be_sent(morning: Engine):
    with serving(morning) as address, visiting(address) as visitor:
        visitor.sign_in()
        visitor.form_token("/broadcasts/new")
        visitor.cookies.delete(FORM_COOKIE)
        old = {**TYPED, "form_token": "of yesterday"}
        given = visitor.post("/broadcasts/new", data=old, headers=OURS)
        fields = {name: unescape(value) for name, value in HIDDEN.findall(given.text.split("<main")[1])}
        sent = visitor.post("/broadcasts/new", data=fields, headers=OURS)

    assert given.status_code == 403
    assert "您填写的内容都保留在这里" in given.text
    assert "<b>明天停水</b>" not in given.text
    assert "password" not in fields
    assert {name: fields[name] for name in TEXT} == TEXT
    assert sent.status_code != 403
    assert "停水" in sent.text


def test_a_form_of_another_site_is_refused_and_not_given_back(morning: Engine):
    with serving(morning) as address, visiting(address) as visitor:
        visitor.sign_in()
        forged = {**TYPED, "form_token": "forged"}
        replies = [
            visitor.post("/broadcasts/new", data=forged, headers=headers)
            for headers in ({}, {**OURS, "sec-fetch-site": "cross-site"}, {**OURS, "sec-fetch-mode": "cors"})
        ]

    assert [(reply.status_code, "停水" in reply.text) for reply in replies] == [(403, False)] * 3
