"""A Chinese name is typed in Latin letters by its syllables or their initials."""

from db.spelling import plain, spelled


def test_a_name_is_its_syllables_and_their_initials():
    assert {"wangxiuying", "wxy"} <= set(spelled("王秀英"))


def test_a_surname_that_is_read_in_two_ways_is_found_by_both():
    assert {"shanfang", "danfang", "sf", "df"} <= set(spelled("单芳"))


def test_an_english_name_is_not_spelled():
    assert spelled("Mary") == ()


def test_what_is_typed_is_compared_without_blanks_width_and_case():
    assert plain("ＷＸＹ 138-0013") == "wxy1380013"
