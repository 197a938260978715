"""Are names, readings and the script as people say them?"""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from ivr.services import DEFAULT_SERVICES
from ivr.speech.comfort import NAMED_LOOPS
from ivr.speech.jobs import BOTH, Home, fixed_jobs, message_job, person_jobs
from ivr.speech.mandarin import to_pinyin
from ivr.speech.names import addressed, full_name, named
from ivr.speech.phrases import SCRIPT
from ivr.speech.reading import for_character_voice, for_pinyin_voice
from ivr.speech.script import SiteName, line_of, script
from ivr.speech.source import Job
from people.areas import Area, AreaKind
from people.ids import AreaId, HouseholdId, SeniorId, TerminalId
from people.seniors import Household, Language, Senior

ROOT = Path(__file__).parents[4]
ZH, EN = Language.CHINESE, Language.ENGLISH
LI = Senior(id=SeniorId("s1"), household=HouseholdId("h1"), name="李桂兰", gender="f")
WANG = replace(LI, id=SeniorId("s2"), name="王德福", gender="m", name_en="Defu Wang")
LUGU = Area(id=AreaId("lugu"), name="鲁谷街道", kind=AreaKind.STREET, name_en="Lugu")
HOUSE = Household(id=HouseholdId("h1"), area=LUGU.id, address="鲁谷路74号3单元501室", access_note="门禁密码2580。")
HOME = Home(terminal=TerminalId("t1001"), household=HOUSE, seniors=(LI,), area=LUGU)


def texts(*homes: Home, languages: tuple[Language, ...] = (ZH,)) -> dict[str, str]:
    return {job.path: job.text for job in person_jobs(homes, languages)}


@pytest.mark.parametrize(
    ("text", "pinyin"),
    [
        ("请按一。", "qing3 an4 yi1."),
        ("还款，着急。", "huan2 kuan3, zhao2 ji2."),
        ("朝阳区", "chao2 yang2 qu1"),
        ("还在响", "hai2 zai4 xiang3"),
        ("不对，不能。", "bu2 dui4, bu4 neng2."),
        ("女儿", "nv3 er2"),
        ("A座", "ei1 zuo4"),
        ("a䔥a", "ei1 ei1"),
        ("，。", ""),
    ],
)
def test_chinese_is_written_as_syllables_with_their_tone(text: str, pinyin: str) -> None:
    assert to_pinyin(text) == pinyin


def test_a_text_may_say_itself_how_a_character_is_read() -> None:
    assert for_pinyin_voice("单[shan4]奶奶，您好。") == "shan4 nai3 nai3, nin2 hao3."
    assert for_character_voice("单[shan4]奶奶") == "单奶奶"


@pytest.mark.parametrize(
    ("name", "pinyin"),
    [("单田芳", "shan4 tian2 fang1"), ("曾国强", "zeng1 guo2 qiang2"), ("尉迟恭", "yu4 chi2 gong1"),
     ("任志强", "ren2 zhi4 qiang2"), ("欧阳修", "ou1 yang2 xiu1")],
)  # fmt: skip
def test_surnames_are_read_as_surnames(name: str, pinyin: str) -> None:
    assert to_pinyin(full_name(name)) == pinyin


def test_she_is_named_in_full_to_others_and_by_her_surname_to_herself() -> None:
    assert (named(LI, ZH), addressed(LI, ZH)) == ("李桂兰奶奶", "李奶奶")
    assert (named(LI, EN), addressed(LI, EN)) == ("Mrs Li Guilan", "Mrs Li")


def test_a_western_order_of_names_still_finds_the_surname() -> None:
    assert addressed(WANG, EN) == "Mr Wang"


def test_a_compound_surname_stays_whole() -> None:
    ouyang = replace(LI, name="欧阳慧", gender="")

    assert addressed(replace(ouyang, gender="f"), ZH) == "欧阳奶奶"
    assert addressed(replace(ouyang, gender="f"), EN) == "Mrs Ouyang"
    assert (named(ouyang, ZH), addressed(ouyang, ZH)) == ("欧阳慧老人", "欧阳慧")


def test_whoever_takes_a_call_hears_who_and_where() -> None:
    assert texts(HOME)["zh/who/t1001.sln"] == "李桂兰奶奶，鲁谷街道。"
    assert texts(HOME, languages=(EN,))["en/who/t1001.sln"] == "Mrs Li Guilan, Lugu."


def test_two_people_who_share_a_telephone_are_both_named() -> None:
    shared = replace(HOME, seniors=(LI, WANG))

    assert texts(shared)["zh/who/t1001.sln"] == "李桂兰奶奶和王德福爷爷，鲁谷街道。"
    assert texts(shared)["zh/greet/t1001.sln"] == "李奶奶，王爷爷，您好。"


def test_a_home_nobody_is_registered_in_is_said_to_be_one() -> None:
    empty = replace(HOME, seniors=(), area=None)

    assert texts(empty)["zh/who/t1001.sln"] == "没有登记姓名的老人。"
    assert texts(empty)["zh/greet/t1001.sln"] == "您好。"


def test_the_address_is_said_twice_and_how_to_get_in_once() -> None:
    said = texts(HOME)["zh/address/t1001.sln"]

    assert (said.count(HOUSE.address), said.count(HOUSE.access_note)) == (2, 1)


def test_she_is_greeted_in_her_own_language_whatever_the_staff_speak() -> None:
    english = replace(HOME, seniors=(replace(LI, language=EN),))

    assert texts(english)["en/greet/t1001.sln"] == "Hello, Mrs Li."
    assert "zh/greet/t1001.sln" not in texts(english)


def test_no_number_of_the_script_is_used_twice() -> None:
    assert len({phrase.number for phrase in SCRIPT}) == len({phrase.id for phrase in SCRIPT}) == len(SCRIPT)


def test_every_line_of_the_whole_script_has_three_digits_an_id_and_files_of_its_own() -> None:
    lines = script(DEFAULT_SERVICES)
    files = [file for line in lines for file in line.files]

    assert all(100 <= line.number <= 999 for line in lines)
    assert len({line.number for line in lines}) == len({line.id for line in lines}) == len(lines)
    assert len(set(files)) == len(files)
    assert [line.number for line in lines] == sorted(line.number for line in lines)


def test_numbers_that_people_have_recorded_under_stay() -> None:
    lines = script(DEFAULT_SERVICES)
    known = {
        100: "accept_press_1", 300: "nobody", 401: "message_ask", 609: "why-noanswer", 700: "service-hotline",
        702: "service-meals", 711: "service-family", 800: "comfort-hotline", 802: "comfort-meals",
        901: "comfort-wait-1", 911: "comfort-emergency-1", 921: "comfort-next-1", 931: "comfort-staff-1",
        942: "comfort-acceptor-2",
    }  # fmt: skip

    assert {number: line.id for number in known if (line := line_of(lines, str(number)))} == known


def test_words_of_patience_are_recorded_once_and_played_in_every_loop() -> None:
    wait = line_of(script(DEFAULT_SERVICES), "comfort-wait-1")

    assert wait is not None
    assert {"comfort/meals/2", "comfort/hotline/2", "comfort/next/2", "comfort/staff/2"} <= set(wait.files)
    assert not any("emergency" in file for file in wait.files)


def test_a_line_is_read_aloud_with_its_pauses_shown() -> None:
    line = line_of(script(DEFAULT_SERVICES), "401")

    assert line is not None
    assert line.aloud(ZH) == "听到请按一； … 不舒服请按三。"
    assert line_of([line], "999") is None


def test_every_reason_a_route_may_give_has_words() -> None:
    reasons = [
        "open",
        "next",
        "closed",
        "holiday",
        "busy",
        "hotline",
        "family",
        "override",
        "none",
        "noanswer",
    ]

    assert {f"why-{reason}" for reason in reasons} <= {phrase.id for phrase in SCRIPT}


def test_every_sound_that_the_dialplan_names_is_in_the_script() -> None:
    dialplan = "\n".join(path.read_text() for path in (ROOT / "dialplans" / "dialplan").glob("*.conf"))
    named = re.findall(r"\$\{(?:P|SOUNDS\}/\$\{(?:SITE_)?LANG)\}/([a-z_0-9]+)(?=[&,)}\]:]|$)", dialplan, re.M)

    said = {phrase.id for phrase in SCRIPT}

    assert {"accept_press_1", "nobody", "not_confirmed"} <= set(named) <= said


def test_chinese_phrases_say_nin_and_are_short() -> None:
    said = [job.text for job in fixed_jobs(DEFAULT_SERVICES, (ZH,))]
    sentences = [part for text in said for part in text.replace("‖", "").split("。")]

    assert not any("你" in text for text in said)
    assert max(len(sentence) for sentence in sentences) <= 24


def test_every_service_and_the_hotline_has_its_name_and_its_comfort_in_both_languages() -> None:
    paths = {job.path for job in fixed_jobs(DEFAULT_SERVICES)}

    for service in (*(service.id for service in DEFAULT_SERVICES), "hotline", *NAMED_LOOPS):
        for language in BOTH:
            assert f"{language}/comfort/{service}/1.sln" in paths
            assert f"{language}/service-{service}.sln" in paths or service in NAMED_LOOPS


def test_a_site_says_its_own_name() -> None:
    jobs = fixed_jobs(DEFAULT_SERVICES, (ZH,), site=SiteName(zh="石景山为老热线"))

    assert "您好，这里是石景山为老热线。" in {job.text for job in jobs}


def test_a_broadcast_becomes_one_file_of_its_language() -> None:
    assert message_job("c7", "今天降温。", ZH).path == "zh/message/c7.sln"


@pytest.mark.parametrize("path", ["/etc/x.sln", "../x.sln", "zh/x.wav"])
def test_a_sound_never_lies_outside_its_folder(path: str) -> None:
    with pytest.raises(ValueError, match="not a sound file"):
        Job(path=path, text="好", language=ZH)
