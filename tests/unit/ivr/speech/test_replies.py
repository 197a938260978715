"""Does a spoken reply mean something only where it is one of the listed phrases, letter by letter?"""

import pytest

from ivr.speech.replies import REPLIES, Meaning, WordsUnknown, grammar, in_known_words
from people.seniors import Language

ZH, EN = Language.CHINESE, Language.ENGLISH
CHARACTERS = {character for phrases in REPLIES[ZH].values() for phrase in phrases for character in phrase}


def everything(_: str) -> bool:
    return True


@pytest.mark.parametrize("language", [ZH, EN])
def test_no_phrase_means_both(language: Language) -> None:
    replies = REPLIES[language]

    assert not set(replies[Meaning.WELL]) & set(replies[Meaning.UNWELL])


@pytest.mark.parametrize("language", [ZH, EN])
def test_whoever_says_not_well_is_never_understood_as_well_where_the_beginning_is_lost(language: Language) -> None:
    replies = REPLIES[language]

    assert [well for well in replies[Meaning.WELL] for bad in replies[Meaning.UNWELL] if bad.endswith(well)] == []


@pytest.mark.parametrize(
    ("language", "said", "meaning"),
    [(ZH, "我很好", Meaning.WELL), (ZH, "没事", Meaning.WELL), (ZH, "不舒服", Meaning.UNWELL),
     (ZH, "救命", Meaning.UNWELL), (EN, "i am well", Meaning.WELL), (EN, "i need  help", Meaning.UNWELL)],
)  # fmt: skip
def test_what_the_prompt_asks_for_is_understood(language: Language, said: str, meaning: Meaning) -> None:
    reply = grammar(REPLIES[language], everything).meaning(said)

    assert reply is not None
    assert reply.meaning is meaning


@pytest.mark.parametrize("said", ["", "[unk]", "i am well [unk]", "i am", "I am well", "well well", "not", "yes"])
def test_anything_else_means_nothing(said: str) -> None:
    assert grammar(REPLIES[EN], everything).meaning(said) is None


def test_chinese_phrases_are_cut_into_the_words_a_model_knows() -> None:
    known = {"我", "很好", "不", "舒服", "不舒"}

    cut = [in_known_words(phrase, known.__contains__) for phrase in ("我很好", "不舒服", "很好", "救命")]

    assert cut == ["我 很好", "不 舒服", "很好", None]


def test_a_phrase_cut_into_characters_still_means_the_same() -> None:
    listed = grammar(REPLIES[ZH], CHARACTERS.__contains__)

    assert listed.phrases["我 很 好"] is Meaning.WELL
    assert len(listed.phrases) == sum(len(phrases) for phrases in REPLIES[ZH].values())


def test_words_that_a_model_does_not_know_are_refused_at_the_start() -> None:
    with pytest.raises(WordsUnknown, match="help, help me, i need help"):
        grammar(REPLIES[EN], lambda word: word != "help")


def test_latin_words_are_never_cut_into_letters() -> None:
    assert in_known_words("help me", {"he", "lp", "h", "e", "l", "p", "me"}.__contains__) is None
