"""Does a visitor hear of a place its name, in the language of the site, and nothing of a home?"""

from ivr.speech.jobs import area_jobs
from people.areas import Area, AreaKind
from people.ids import AreaId
from people.seniors import Language

LUGU = Area(id=AreaId("lugu"), name="鲁谷街道", name_en="Lugu", kind=AreaKind.STREET)


def test_each_area_has_its_words_in_each_language() -> None:
    jobs = list(area_jobs([LUGU], (Language.CHINESE, Language.ENGLISH)))

    assert [(job.path, job.text) for job in jobs] == [("zh/area/lugu.sln", "鲁谷街道。"), ("en/area/lugu.sln", "Lugu.")]


def test_an_area_without_an_english_name_is_called_by_its_own() -> None:
    nameless = Area(id=AreaId("lugu"), name="鲁谷街道", kind=AreaKind.STREET)

    (job,) = area_jobs([nameless], (Language.ENGLISH,))

    assert job.text == "鲁谷街道."
