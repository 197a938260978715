"""Does each person hear her own words, every slot read by its own reader, and no digit left over?"""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from broadcasts.campaign import Refused
from ivr.speech.personal import CHINESE, WRITTEN, Slot, Template, missing, parse_template, personal, values_of
from ivr.speech.reading import for_character_voice, for_english_voice, for_pinyin_voice
from people.ids import HouseholdId, SeniorId
from people.seniors import Language, Senior

ZH, EN = Language.CHINESE, Language.ENGLISH
TONES = re.compile(r"\[[a-zü]+[1-5]\]")
EVERY_SLOT = "，".join(f"{{{slot}}}" for slot in Slot)
SHAN = Senior(id=SeniorId("s1"), household=HouseholdId("h1"), name="单田芳", gender="f")
DIGITS_AND_SIGNS = st.text(st.sampled_from("0123456789:-./¥%元年月号室路楼, 好点℃"), max_size=20)


@pytest.mark.parametrize(
    ("slot", "chinese", "english"),
    [
        (Slot.NAME, "李奶奶", "li nai nai"),
        (Slot.DATE, "十一月二十一日,星期六", "Saturday, the twenty first of November"),
        (Slot.TIME, "下午两点半", "two thirty in the afternoon"),
        (Slot.PHONE, "零幺零,六八八六,幺二三四", "zero one zero, six eight eight six, one two three four"),
        (Slot.MEAL, "红烧鱼", "hong shao yu"),
        (Slot.ROOM, "五零幺", "five zero one"),
        (Slot.AMOUNT, "十二元五角", "twelve yuan fifty"),
        (Slot.PRESSURE, "高压一百三十五,低压八十五", "one hundred and thirty five over eighty five"),
    ],
)
def test_every_kind_of_slot_has_its_own_reader(slot: Slot, chinese: str, english: str) -> None:
    values: dict[str, str] = {slot: WRITTEN[slot]}

    said = personal(f"{{{slot}}}", values, ZH)
    heard = personal(f"{{{slot}}}", values, EN)

    assert said == chinese
    assert isinstance(heard, str) and for_english_voice(heard) == english


def test_the_slots_stand_in_whole_sentences() -> None:
    said = personal("{name}，您的饭{time}送到{房间}室。", WRITTEN, ZH)

    assert said == "李奶奶,您的饭下午两点半送到五零幺室。"


def test_numbers_of_the_text_around_the_slots_are_words_too() -> None:
    assert personal("{姓名}，2号楼14:30停水3小时", {"name": "王爷爷"}, ZH) == "王爷爷,二号楼下午两点半停水三小时"


def test_a_name_keeps_the_reading_of_its_surname() -> None:
    said = personal("{name}好", values_of(SHAN, ZH), ZH)

    assert said == "单[shan4]奶奶好"
    assert for_pinyin_voice(said) == "shan4 nai3 nai3 hao3"
    assert values_of(replace(SHAN, name="李桂兰"), EN) == {"name": "Mrs Li"}


@given(
    st.lists(st.sampled_from([f"{{{slot}}}" for slot in Slot]) | DIGITS_AND_SIGNS, max_size=8),
    st.sampled_from([ZH, EN]),
)
def test_whatever_is_written_no_bare_digit_is_left(pieces: list[str], language: Language) -> None:
    said = personal("好" + "".join(pieces), WRITTEN, language)

    assert isinstance(said, str)
    assert not any(one.isdigit() for one in TONES.sub("", said))
    assert for_character_voice(said) == for_character_voice(for_character_voice(said))


@pytest.mark.parametrize(
    ("slot", "wrong"),
    [
        (Slot.NAME, "🎂"), (Slot.NAME, "…"), (Slot.DATE, "tomorrow"), (Slot.DATE, "2026-02-30"), (Slot.TIME, "25:00"),
        (Slot.TIME, "14:30:15"), (Slot.TIME, "2pm"), (Slot.PHONE, "call me"), (Slot.PHONE, "1"), (Slot.MEAL, "🍜"),
        (Slot.ROOM, "5-01"), (Slot.ROOM, "五〇一"), (Slot.AMOUNT, "-5"), (Slot.AMOUNT, "1e9"), (Slot.AMOUNT, "NaN"),
        (Slot.AMOUNT, "12.345"), (Slot.PRESSURE, "135"), (Slot.PRESSURE, "1350/85"), (Slot.ROOM, "５０１"),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_read_is_refused_with_an_example(slot: Slot, wrong: str) -> None:
    refused = personal(EVERY_SLOT, {**WRITTEN, slot: wrong}, ZH)

    assert isinstance(refused, Refused)
    assert refused.field == slot
    assert refused.reason.endswith(f"is no {slot}; write it like {WRITTEN[slot]}")


@pytest.mark.parametrize("value", ["¥12.50", "12.5元", "12.50"])
def test_an_amount_may_carry_its_sign(value: str) -> None:
    assert personal("{amount}", {"amount": value}, ZH) == "十二元五角"


@pytest.mark.parametrize("values", [{}, {"date": " "}])
def test_a_missing_value_is_refused_by_its_slot(values: dict[str, str]) -> None:
    refused = personal("{date}停水", values, ZH)

    assert refused == Refused(field="date", reason="{date} has no value; write it like 2026-11-21")


@pytest.mark.parametrize(
    ("text", "named"),
    [("{nmae}，您好", "{nmae}"), ("{}", "{}"), ("{手机}", "{手机}"), ("{NAME}", "{NAME}")],
)
def test_an_unknown_slot_is_refused_by_name_with_those_there_are(text: str, named: str) -> None:
    refused = parse_template(text)

    assert isinstance(refused, Refused)
    assert refused.field == "text"
    assert refused.reason.startswith(f"there is no slot {named}; there are: {{name}}, {{date}}")
    assert personal(text, WRITTEN, ZH) == refused


@pytest.mark.parametrize("text", ["{name", "name}", "{{name}}", "好{"])
def test_a_brace_left_alone_is_refused(text: str) -> None:
    refused = parse_template(text)

    assert isinstance(refused, Refused) and "a brace stands alone" in refused.reason


def test_a_text_without_slots_is_the_same_for_everybody() -> None:
    assert parse_template("今天降温。") == Template(parts=("今天降温。",))
    assert personal("今天降温。", {}, ZH) == "今天降温。"


def test_a_text_that_no_voice_can_say_is_refused() -> None:
    refused = personal("{name}生日快乐🎂", WRITTEN, ZH)

    assert isinstance(refused, Refused) and "BIRTHDAY CAKE" in refused.reason


def test_chinese_names_of_slots_mean_the_same() -> None:
    template = parse_template("".join(f"{{ {name} }}" for name in CHINESE))

    assert template == Template(parts=tuple(Slot))


def test_it_is_told_which_values_must_be_given_once_each() -> None:
    template = parse_template("{time}{name}{time}{date}")

    assert isinstance(template, Template)
    assert template.slots == (Slot.TIME, Slot.NAME, Slot.DATE)
    assert missing(template, ["name"]) == (Slot.TIME, Slot.DATE)
