"""Is what no voice can say refused by name, and is everything that is let through really heard?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.speech.mandarin import to_pinyin
from ivr.speech.reading import for_character_voice, for_english_voice, for_pinyin_voice
from ivr.speech.sayable import LONGEST_TEXT, fault_of_text, sayable
from people.seniors import Language

ZH, EN = Language.CHINESE, Language.ENGLISH


@pytest.mark.parametrize(
    "text",
    [
        "明天下午2:30在活动室，请带上￥5.50。",
        "气温−3~5℃，湿度80%，请多穿衣服！",
        "单[shan4]奶奶，\n您好。‖请按＃号键。",
        "Café at 10:15 — bring your cards & a friend.",
        "二〇二六年",
        "零宽\u200b空格，变体\ufe0f",
    ],
)
def test_ordinary_words_numbers_and_signs_may_be_said(text: str) -> None:
    assert fault_of_text(text, ZH) is None


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("生日快乐🎂", "U+1F382 BIRTHDAY CAKE"),
        ("您好❤️", "U+2764 HEAVY BLACK HEART"),
        ("您好\ue000", "the character U+E000"),
        ("Привет", "CYRILLIC CAPITAL LETTER PE"),
        ("안녕", "HANGUL SYLLABLE AN"),
        ("a = b", "EQUALS SIGN"),
        ("共€5", "EURO SIGN"),
        ("½片", "FRACTION SLASH"),
        ("䔥", "U+4525"),
        ("\udcff好", "the character U+DCFF"),
    ],
)
def test_a_character_no_voice_can_say_is_refused_and_named(text: str, named: str) -> None:
    fault = fault_of_text(text, ZH)

    assert fault is not None
    assert (fault.field, named in fault.reason) == ("text", True), fault


@pytest.mark.parametrize("text", ["", "  ", "……！？", "\x00\u200b", "‖。"])
def test_a_text_without_a_word_is_refused(text: str) -> None:
    fault = fault_of_text(text, EN)

    assert fault is not None and "no word" in fault.reason


def test_a_text_longer_than_any_message_is_refused() -> None:
    fault = fault_of_text("好" * (LONGEST_TEXT + 1), ZH)

    assert fault is not None and "2,001 characters" in fault.reason
    assert fault_of_text("好" * LONGEST_TEXT, ZH) is None


@given(st.characters().filter(lambda one: one.isalnum()))
def test_no_letter_or_digit_that_is_let_through_is_dropped_by_a_voice(character: str) -> None:
    said = [for_pinyin_voice(character), for_character_voice(character), for_english_voice(character)]

    assert not sayable(character) or all(any(one.isalnum() for one in words) for words in said)


@given(st.sampled_from("*#&+@¥%°"), st.sampled_from([ZH, EN]))
def test_every_sign_that_is_let_through_is_said_in_words(sign: str, language: Language) -> None:
    said = for_english_voice(f"a {sign} b") if language is EN else for_character_voice(f"甲{sign}乙")

    assert sayable(sign)
    assert sign not in said and len(said) >= len("甲乙") + 1


def test_a_rare_character_of_a_name_is_read() -> None:
    assert to_pinyin("𪚥") == "zhe2"
    assert sayable("𪚥")


@pytest.mark.parametrize(
    ("typed", "chinese", "english"),
    [
        ("38℃", "三十八摄氏度", "thirty eight degrees Celsius"),
        ("-5~3°C", "零下五到零上三摄氏度", "minus five to three degrees Celsius"),
        ("5-10℃", "五到十摄氏度", "five to ten degrees Celsius"),
        ("-10至-2.5℃", "零下十到零下二点五摄氏度", "minus ten to minus two point five degrees Celsius"),
    ],
)
def test_temperatures_are_said_with_frost_and_warmth(typed: str, chinese: str, english: str) -> None:
    assert (for_character_voice(typed), for_english_voice(typed)) == (chinese, english)


def test_accents_are_no_reason_to_skip_a_letter() -> None:
    assert for_english_voice("Café Müller") == "Cafe Muller"
