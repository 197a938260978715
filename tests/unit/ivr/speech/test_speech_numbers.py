"""Are numbers said as people say them, and does no digit ever reach an engine?"""

import re
from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivr.speech import slots
from ivr.speech.free_text import speakable
from ivr.speech.numerals import en_cardinal, en_ordinal, zh_cardinal
from ivr.speech.reading import for_character_voice, for_english_voice, for_pinyin_voice
from people.seniors import Language

ZH, EN = Language.CHINESE, Language.ENGLISH
AROUND_NUMBERS = st.sampled_from("0123456789:-./¥%元年月号室路楼, +")
NUMBERED = st.text(
    st.characters(categories=["Nd", "Nl", "No", "Lo", "Ll", "Po", "Pd", "Cc"])
    | st.sampled_from("0123456789:-./¥%元年月号室路楼, +")
)


@given(NUMBERED)
def test_no_digit_of_any_script_reaches_a_voice_that_reads_characters(text: str) -> None:
    said = for_character_voice(text)

    assert not any(character.isdigit() for character in said)


@given(NUMBERED)
def test_the_pinyin_voice_gets_nothing_but_syllables_with_their_tone_and_stops(text: str) -> None:
    said = for_pinyin_voice(text)

    assert re.fullmatch(r"([a-zü]+[1-5][,.]?( |$))*", said), said


@given(NUMBERED)
def test_no_digit_reaches_the_english_voice(text: str) -> None:
    said = for_english_voice(text)

    assert re.fullmatch(r"[A-Za-z' ,.?!-]*", said), said


@given(st.integers(0, 10**18))
def test_every_whole_number_has_words_in_both_languages(number: int) -> None:
    chinese, english = zh_cardinal(number), en_cardinal(number)

    assert chinese and english and not re.search(r"\d", chinese + english)


@pytest.mark.parametrize(
    ("number", "said"),
    [(0, "零"), (10, "十"), (12, "十二"), (20, "二十"), (101, "一百零一"), (110, "一百一十"),
     (1010, "一千零一十"),
     (10004, "一万零四"), (120000, "十二万"), (100000001, "一亿零一")],
)  # fmt: skip
def test_chinese_numbers_put_a_zero_where_a_place_is_skipped(number: int, said: str) -> None:
    assert zh_cardinal(number) == said


@pytest.mark.parametrize(
    ("number", "said"),
    [(21, "twenty first"), (3, "third"), (12, "twelfth"), (20, "twentieth"), (11, "eleventh")],
)
def test_english_days_of_the_month_are_ordinals(number: int, said: str) -> None:
    assert en_ordinal(number) == said


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("+8613812345678", "幺三八，幺二三四，五六七八"),
        ("010-68861234", "零幺零，六八八六，幺二三四"),
        ("0755 8888 1234", "零七五五，八八八八，幺二三四"),
        ("68861234", "六八八六，幺二三四"),
        ("120", "幺二零"),
    ],
)
def test_a_telephone_number_is_said_in_groups_with_one_as_yao(number: str, said: str) -> None:
    assert slots.phone(number, ZH) == said


@pytest.mark.parametrize(
    ("at", "chinese", "english"),
    [
        (time(14, 30), "下午两点半", "two thirty in the afternoon"),
        (time(8, 5), "上午八点零五分", "eight oh five in the morning"),
        (time(0, 0), "凌晨零点", "twelve o’clock in the morning"),
        (time(12, 15), "中午十二点十五分", "twelve fifteen in the afternoon"),
        (time(19, 0), "晚上七点", "seven o’clock in the evening"),
    ],
)
def test_a_time_says_its_part_of_the_day(at: time, chinese: str, english: str) -> None:
    assert (slots.clock(at, ZH), slots.clock(at, EN)) == (chinese, english)


def test_a_day_is_said_with_its_weekday() -> None:
    on = date(2026, 11, 21)

    assert slots.day(on, ZH) == "十一月二十一日，星期六"
    assert slots.day(on, EN) == "Saturday, the twenty first of November"


def test_a_year_is_read_digit_by_digit_in_chinese_and_in_pairs_in_english() -> None:
    assert slots.year(2011, ZH) == "二零一一"
    assert [slots.year(n, EN) for n in (2026, 1905, 1900, 2000, 2005)] == [
        "twenty twenty six", "nineteen oh five", "nineteen hundred", "two thousand", "two thousand and five",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("yuan", "said"),
    [("12.50", "十二元五角"), ("2", "两元"), ("0.05", "零五分"), ("3.05", "三元零五分"), ("0", "零元")],
)
def test_money_is_said_in_yuan_jiao_and_fen(yuan: str, said: str) -> None:
    assert slots.money(Decimal(yuan), ZH) == said


def test_a_blood_pressure_names_both_values() -> None:
    assert slots.blood_pressure(135, 85, ZH) == "高压一百三十五，低压八十五"
    assert slots.blood_pressure(135, 85, EN) == "one hundred and thirty five over eighty five"


def test_a_visit_code_is_said_in_threes() -> None:
    assert slots.code("120456", ZH) == "幺二零，四五六"


def test_a_room_of_three_digits_is_spelled_and_a_short_number_is_counted() -> None:
    assert [slots.room(digits, ZH) for digits in ("501", "12", "08")] == ["五零幺", "十二", "零八"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("今天下午14:30开饭", "今天下午两点半开饭"),
        ("晚上7:05", "晚上七点零五分"),
        ("3号楼2单元501室", "三号楼二单元五零幺室"),
        ("2026年11月21日", "二零二六年十一月二十一日"),
        ("2026-11-21", "二零二六年十一月二十一日"),
        ("1000-2000元", "一千到二千元"),
        ("9-11点", "九到十一点"),
        ("1,250人", "一千二百五十人"),
        ("44%", "百分之四十四"),
        ("2个人，12个", "两个人,十二个"),
        ("血压135/85mmHg", "血压高压一百三十五，低压八十五"),
        ("电话：13812345678", "电话:幺三八，幺二三四，五六七八"),
        ("请打电话120", "请打电话 幺二零"),
        ("１２④", "一百二十四"),
    ],
)
def test_typed_text_is_read_by_what_stands_around_its_numbers(typed: str, said: str) -> None:
    assert speakable(typed, ZH) == said


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("Lunch at 2:30 pm.", "Lunch at two thirty in the afternoon."),
        ("at 12 p.m", "at twelve o'clock in the afternoon"),
        ("at 12:05am", "at twelve oh five in the morning"),
        ("at 9.15 in the morning", "at nine fifteen in the morning"),
        ("at 8 In the Evening", "at eight in the evening"),
        ("at 9:30 at night", "at nine thirty at night"),
        ("on the 21st of May, the 2nd time", "on the twenty first of May, the second time"),
    ],
)
def test_english_times_and_days_are_read_as_they_were_written(typed: str, said: str) -> None:
    assert for_english_voice(typed) == said


def test_english_text_is_read_the_same_way() -> None:
    said = for_english_voice("Lunch is at 11:30 on 2026-11-21 in Room 501: 12.50, or 44% of 1,250.")

    assert said == (
        "Lunch is at eleven thirty in the morning on the twenty first of November twenty twenty six "
        "in Room five zero one, twelve point five zero, "
        "or forty four percent of one thousand two hundred and fifty."
    )
