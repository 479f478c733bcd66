"""The skills map: what the network can do, in a picture and in words, without telling on anybody."""

import xml.etree.ElementTree as ET
from collections.abc import Sequence
from datetime import date

from adapters.painting import paint
from bot.chat.calls import Call
from bot.chat.commands import Catalog
from bot.chat.requests import NOBODY, Address, Request
from bot.chat.views import Image, Reply, plain
from bot.directory.finder import Finder
from bot.directory.gaps import Gap
from bot.directory.map_command import SkillsMap
from bot.directory.model import Consent, Entry, Setting
from bot.directory.picture import WIDTH, draw
from bot.directory.search.index import SearchIndex
from bot.directory.search.vocabulary import Concept, Vocabulary
from bot.directory.survey import OTHER, Survey, in_words, survey
from bot.service import Bot
from tests.fakes import MemoryDirectory, MemoryGaps

WORDS = Vocabulary(
    [
        Concept("NVivo", "Software"),
        Concept("R", "Software", ("R statistics",)),
        Concept("Interviewing", "Methods"),
        Concept("British Sign Language", "Languages", ("sign language",)),
    ]
)


def people(number: int, *skills: str, setting: Setting = Setting.ACADEMIC, first: int = 0) -> list[Entry]:
    there, consent = frozenset({setting}), Consent.GIVEN
    return [
        Entry(id=f"{setting.value}{first + n}", name="Somebody", skills=skills, settings=there, consent=consent)
        for n in range(number)
    ]


def surveyed(entries: Sequence[Entry], *missing: str) -> Survey:
    gaps = [Gap(text, text, 3, date(2026, 3, 2)) for text in missing]
    return survey(SearchIndex(entries, WORDS).held(), WORDS, gaps)


def test_counts_everybody_once_in_an_area_whatever_they_call_it() -> None:
    found = surveyed([*people(3, "R statistics", "NVivo"), *people(4, "R", setting=Setting.CLINICAL)])
    (area,) = found.areas
    assert (found.people, area.name, area.people) == (7, "Software", 7)
    assert area.skills == (("R", 7), ("NVivo", 3))
    assert (area.count(Setting.ACADEMIC), area.count(Setting.CLINICAL), area.count(Setting.COMMUNITY)) == (
        "3",
        "4",
        "0",
    )


def test_one_or_two_are_not_told_apart() -> None:
    for few in (1, 2):
        found = surveyed([*people(3, "R"), *people(few, "R", setting=Setting.CLINICAL)])
        assert found.areas[0].count(Setting.CLINICAL) == "1–2"
        assert 'fill="#d3e6ea"' in draw(found, "T")
        assert ">1–2<" in draw(found, "T")


def test_areas_of_fewer_than_three_people_are_merged_and_named_nowhere() -> None:
    found = surveyed([*people(3, "R"), *people(2, "Interviewing", first=3), *people(1, "basket weaving", first=5)])
    assert [(area.name, area.people) for area in found.areas] == [("Software", 3), (OTHER, 3)]
    assert found.merged == 1
    assert "Methods" not in in_words(found, 2000) + draw(found, "T")
    assert "Interviewing" not in in_words(found, 2000) + draw(found, "T")


def test_what_stays_under_three_even_when_merged_is_left_out() -> None:
    found = surveyed([*people(3, "R"), *people(2, "basket weaving", first=3)])
    assert [area.name for area in found.areas] == ["Software"]


def test_names_what_is_thin_and_what_is_missing() -> None:
    found = surveyed([*people(70, "R"), *people(3, "Interviewing", first=70)], "sign language")
    assert found.thin == ("Methods",)
    words = in_words(found, 2000)
    assert "Few people: Methods." in words
    assert "Asked for, and nobody lists it: British Sign Language." in words


def test_what_was_asked_for_and_is_listed_by_now_is_not_missing_and_nothing_is_named_twice() -> None:
    found = surveyed([*people(3, "R"), *people(1, "British Sign Language", first=3)], "sign language", "nvivo", "nvivo")
    assert found.missing == ("NVivo",)


def test_what_somebody_typed_and_nobody_has_looked_at_is_shown_to_nobody() -> None:
    found = surveyed(people(3, "R"), "jane canary", "sign language")
    assert found.missing == ("British Sign Language",)
    assert "canary" not in (in_words(found, 2000) + draw(found, "T")).lower()


def test_words_leave_out_the_smallest_areas_first() -> None:
    found = surveyed([*people(9, "R"), *people(3, "Interviewing", first=9)])
    words = in_words(found, 200)
    assert len(words) <= 200
    assert "Software: 9" in words
    assert "Methods: 3 (" not in words


def test_nobody_who_may_not_be_found_is_counted() -> None:
    hidden = Entry(id="x", name="Hidden", skills=("R",), consent=Consent.REFUSED)
    assert surveyed([*people(3, "R"), hidden]).people == 3


def test_a_picture_is_whole_whatever_people_wrote() -> None:
    found = surveyed(people(3, "<script>&\x00\u202e" + "w" * 300))
    picture = ET.fromstring(draw(found, 'The "network" & <co>'))  # noqa: S314 - our own
    assert picture.attrib["width"] == str(WIDTH)
    assert 'The "network" & <co>' in "".join(picture.itertext())


async def test_a_picture_is_painted_twice_as_sharp() -> None:
    png = await paint(draw(surveyed(people(3, "R")), "T"))
    assert png.startswith(b"\x89PNG")
    assert int.from_bytes(png[16:20], "big") == 2 * WIDTH


async def _ask(entries: Sequence[Entry]) -> Reply:
    finder = Finder(MemoryDirectory(entries), WORDS)
    bot = Bot(Catalog(SkillsMap(finder, MemoryGaps(), paint, "the network").commands()))
    return await bot.answer(Request(Call("skills-map"), NOBODY, Address("web", "lobby")))


async def test_shows_the_picture_with_its_words() -> None:
    reply = await _ask(people(3, "R"))
    (image,) = [block for block in reply.blocks if isinstance(block, Image)]
    assert "Software: 3" in image.alt
    assert len(image.png) > 1000


async def test_draws_no_map_of_too_few() -> None:
    assert "Fewer than 3 people list skills yet" in plain((await _ask(people(2, "R"))).blocks)
