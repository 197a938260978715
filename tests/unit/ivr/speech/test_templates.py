"""Are the ready messages short, kind, the same in both languages, and sayable as they stand?"""

import re

import pytest

from ivr.speech.personal import WRITTEN, personal
from ivr.speech.templates import READY, Ready, ready
from people.seniors import Language

ZH, EN = Language.CHINESE, Language.ENGLISH
BOTH = pytest.mark.parametrize("one", READY, ids=lambda one: one.id)


@BOTH
def test_both_languages_ask_for_the_same_values(one: Ready) -> None:
    assert set(one.slots(ZH)) == set(one.slots(EN))


@BOTH
def test_each_can_be_said_in_both_languages(one: Ready) -> None:
    for language in (ZH, EN):
        words = personal(one.text(language), WRITTEN, language)

        assert isinstance(words, str), words


@BOTH
def test_sentences_are_short_enough_to_be_followed(one: Ready) -> None:
    chinese = re.split(r"[。！？，：‖]", re.sub(r"\{\w+\}", "一", one.zh))
    english = re.split(r"[.!?,;:‖]", one.en)

    assert max(len(part) for part in chinese) <= 16, chinese
    assert max(len(part.split()) for part in english) <= 12, english


@BOTH
def test_nobody_is_asked_for_money_or_told_to_call_a_stranger(one: Ready) -> None:
    assert "你" not in one.zh
    assert not re.search(r"请.{0,4}(转账|汇款|付款)|验证码", one.zh)


@pytest.mark.parametrize("kind", ["weather", "festival", "birthday", "medicine", "fraud"])
def test_every_occasion_the_staff_asked_for_is_there(kind: str) -> None:
    assert any(one.id.startswith(kind) for one in READY)


def test_a_message_is_found_by_its_id_and_titled_in_the_readers_language() -> None:
    fraud = ready("fraud")

    assert fraud is not None
    assert (fraud.title(ZH), fraud.title(EN), ready("nothing")) == ("防骗提醒", "Beware of fraud", None)
    assert len({one.id for one in READY}) == len(READY)
