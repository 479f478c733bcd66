"""/directory-gaps: from a question in vain to an answer."""

import re
from datetime import date, timedelta

import pytest

from bot.chat.calls import Call
from bot.chat.commands import Catalog
from bot.chat.requests import Account, Actor, Address, Request, Role
from bot.chat.views import Button, Card, Reply, plain
from bot.directory.commands import FindSkill
from bot.directory.finder import Finder
from bot.directory.gap_commands import SHOWN, DirectoryGaps, MissedQuestions
from bot.directory.gaps import Learned
from bot.directory.model import Consent, Entry
from bot.service import Bot
from config.vocabulary import load_vocabulary
from tests.contract.reading import controls_in
from tests.directory.caring import CARE
from tests.fakes import MemoryDirectory, MemoryGaps, MemoryLexicon

MEMBER = Actor(Account("web", "*", "kim"), "Kim Canary")
ORGANISER = Actor(Account("web", "*", "ada"), "Ada", frozenset({Role.ORGANISER}))
PEOPLE = [Entry(id="1", name="Lister", skills=("NVivo",), consent=Consent.GIVEN)]
_VOCABULARY = load_vocabulary()


class House:
    """Members who ask on one day after another, and an organiser; within a day no time passes."""

    def __init__(self) -> None:
        self.today = date(2026, 3, 2)
        self.gaps, self.lexicon, self.directory = MemoryGaps(), MemoryLexicon(), MemoryDirectory(PEOPLE)
        self.time = 0.0
        finder = Finder(self.directory, _VOCABULARY, lambda: self.time, self.lexicon)
        missed = MissedQuestions(self.gaps, lambda: self.today)
        features = (
            FindSkill(finder, missed.note, care=CARE),
            DirectoryGaps(self.gaps, self.lexicon, finder, CARE),
        )
        self.bot = Bot(Catalog(command for feature in features for command in feature.commands()))
        self.seen = Reply(())

    async def do(self, text: str, actor: Actor = ORGANISER, **args: str) -> str:
        call = Call.parse(text).with_args(args)
        self.seen = await self.bot.answer(Request(call, actor, Address("web", "lobby")))
        return plain(self.seen.blocks)

    async def ask(self, skill: str, days: int = 3) -> str:
        said = ""
        for _ in range(days):
            said = await self.do("find-skill", MEMBER, skill=skill)
            self.today += timedelta(days=1)
            self.time += timedelta(days=1).total_seconds()
        return said

    def button(self, label: str) -> str:
        controls = [control for block in self.seen.blocks for control in controls_in(block)]
        return next(str(one.call) for one in controls if isinstance(one, Button) and one.label == label)


async def test_lists_what_was_asked_in_vain_on_three_days_and_never_by_whom() -> None:
    house = House()
    await house.ask("Blorptastic mapping")
    await house.ask("twice only", days=2)
    said = await house.do("directory-gaps")
    assert "blorptastic mapping" in said
    assert "Asked on 3 days, last on 4 March" in said
    assert "twice only" not in said
    assert "Kim" not in said


async def test_members_may_not_see_it() -> None:
    assert "is for organisers" in await House().do("directory-gaps", MEMBER)


async def test_what_is_found_is_no_gap() -> None:
    house = House()
    await house.ask("nvivo")
    assert "Nothing is missing" in await house.do("directory-gaps")


async def test_a_story_is_not_counted() -> None:
    house = House()
    await house.ask("zorblings " + "of my own supervisor who is unkind to me every day " * 2)
    assert "supervisor" not in await house.do("directory-gaps")


async def test_another_word_for_a_skill_is_found_from_then_on() -> None:
    house = House()
    assert "Nobody lists" in await house.ask("blorptastic coding")
    await house.do("directory-gaps")
    said = await house.do(house.button("Another word for …"), concept="NVivo")
    assert "From now on I read “blorptastic coding” as NVivo" in said
    assert "Lister" in await house.do("find-skill", MEMBER, skill="blorptastic coding")
    assert "Nothing is missing" in await house.do("directory-gaps")


async def test_a_new_skill_can_be_listed_and_found() -> None:
    house = House()
    await house.ask("blorptastic")
    await house.do("directory-gaps")
    call = house.button("New skill")
    form = await house.bot.form_for(Request(Call.parse(call), ORGANISER, Address("web", "lobby")))
    assert form
    assert form.values == {"label": "blorptastic"}
    await house.do(call, label="Blorptastics")
    await house.directory.change(
        1, put=[Entry(id="2", name="New One", skills=("Blorptastics",), consent=Consent.GIVEN)]
    )
    assert "New One" in await house.do("find-skill", MEMBER, skill="blorptastic")


async def test_a_skill_that_is_known_needs_a_person_rather_than_a_word() -> None:
    house = House()
    await house.ask("photovoice")
    said = await house.do("directory-gaps")
    assert "I know this skill; nobody lists it yet." in said
    with pytest.raises(StopIteration):
        house.button("New skill")


async def test_a_skill_that_is_known_is_missed_by_its_name_however_it_is_misspelt() -> None:
    house = House()
    await house.ask("british sign langauge")
    said = await house.do("directory-gaps")
    assert "british sign language" in said
    assert "langauge" not in said


async def test_what_somebody_lists_meanwhile_is_missed_no_longer_until_they_leave() -> None:
    house = House()
    await house.ask("photovoice")
    came = Entry(id="2", name="New One", skills=("Photo voice",), consent=Consent.GIVEN)
    await house.directory.change(1, put=[came])
    assert "Nothing is missing" in await house.do("directory-gaps")
    await house.directory.change(2, remove=["2"])
    house.time += 1
    assert "I know this skill; nobody lists it yet." in await house.do("directory-gaps")


async def test_what_is_ignored_stays_away() -> None:
    house = House()
    await house.ask("blorptastic")
    await house.do("directory-gaps")
    ignore = house.button("Ignore")
    assert "off the list" in await house.do(ignore)
    assert "settled already" in await house.do(ignore)
    await house.ask("blorptastic")
    assert "Nothing is missing" in await house.do("directory-gaps")


@pytest.mark.parametrize(
    ("button", "given", "said"),
    [
        ("Another word for …", {"concept": "no such skill"}, "I know no skill called “no such skill”."),
        ("New skill", {"label": "?!"}, "A skill needs a name with letters in it."),
        ("New skill", {"label": "nvivo"}, "I know “NVivo” already."),
    ],
)
async def test_says_what_cannot_be_taught(button: str, given: dict[str, str], said: str) -> None:
    house = House()
    await house.ask("blorptastic")
    await house.do("directory-gaps")
    assert said in await house.do(house.button(button), ORGANISER, **given)


async def test_a_word_can_be_taken_back() -> None:
    house = House()
    await house.ask("blorptastic coding")
    await house.do("directory-gaps")
    await house.do(house.button("Another word for …"), concept="NVivo")
    assert "means NVivo" in await house.do("gap-words")
    await house.do(house.button("Forget it"))
    assert "You have taught me no words yet." in await house.do("gap-words")
    assert "Nobody lists" in await house.do("find-skill", MEMBER, skill="blorptastic coding")


async def test_every_word_that_was_taught_can_be_found_and_taken_back() -> None:
    house = House()
    for number in range(SHOWN + 1):
        await house.lexicon.learn(Learned(f"{number}", f"blorp{number}", "NVivo"))
    assert "blorp0" not in await house.do("gap-words")
    assert "blorp0" in await house.do(house.button("More ›"))
    assert "blorp8" not in (said := plain(house.seen.blocks)), said
    await house.do(house.button("Forget it"))
    assert "blorp0" not in [word.name for word in await house.lexicon.learned()]
    assert "blorp8" in await house.do("gap-words", start=str(SHOWN))
    assert "More ›" not in plain(house.seen.blocks)


@pytest.mark.parametrize(
    "told", ["jsmith@gmail.com", "07700 900123", "call me on 07700 900123", "12345", "fenn @ blorp"]
)
async def test_addresses_and_telephone_numbers_are_not_counted(told: str) -> None:
    house = House()
    await house.ask(told)
    assert not await house.gaps.open()


@pytest.mark.parametrize("asked", ["ICD-11 blorping", "web 3.0 blorp", "blorp 2021"])
async def test_a_skill_with_a_number_in_it_is_counted(asked: str) -> None:
    house = House()
    await house.ask(asked)
    assert len(await house.gaps.open()) == 1


async def test_a_number_that_an_older_version_counted_is_not_shown() -> None:
    house = House()
    for day in range(3):
        await house.gaps.note("07700 900123", house.today + timedelta(days=day))
    assert "07700" not in await house.do("directory-gaps")


async def test_offers_every_skill_there_is_a_name_for() -> None:
    house = House()
    # Making the index takes its time on a busy machine, more than anybody is kept waiting for completions.
    await house.do("directory-gaps")
    offered = await house.bot.suggest(Request(Call("gap-alias"), ORGANISER, Address("web", "x")), "concept", "photov")
    assert [choice.label for choice in offered] == ["Photovoice"]


async def test_shows_so_many_and_says_how_many_follow() -> None:
    house = House()
    for number in range(SHOWN + 2):
        await house.ask(f"blorptastic{'abcdefghijkl'[number] * 3}")
    said = await house.do("directory-gaps")
    assert len(re.findall("Asked on 3 days", said)) == SHOWN
    assert "2 more will follow" in said


async def test_a_search_does_not_fail_with_its_counting(caplog: pytest.LogCaptureFixture) -> None:
    class Broken(MemoryGaps):
        async def note(self, text: str, day: date) -> None:
            raise OSError(text, day)

    house = House()
    missed = MissedQuestions(Broken(), lambda: house.today)
    index = await Finder(house.directory, _VOCABULARY).index()
    await missed.note(index.find("canaryword"))
    assert "canaryword" not in "".join(record.getMessage() + str(vars(record).get("at")) for record in caplog.records)


async def test_whom_somebody_looked_for_by_name_is_no_gap() -> None:
    house = House()
    for name in ("Lister", "lister please", "Dr Blorp", "Fatima Blorp"):
        await house.ask(name)
    assert "Nothing is missing" in await house.do("directory-gaps")


async def test_what_only_looks_a_little_like_a_name_is_a_gap() -> None:
    house = House()
    await house.ask("blorp therapy")
    assert "blorp therapy" in await house.do("directory-gaps")


@pytest.mark.parametrize("told", ["I want to kill myself", "I've been self-harming", "my supervisor is bullying me"])
async def test_what_tells_of_danger_is_counted_nowhere(told: str) -> None:
    house = House()
    await house.ask(told)
    assert not await house.gaps.open()
    assert "Nothing is missing" in await house.do("directory-gaps")


async def test_what_an_older_version_counted_of_somebody_in_danger_is_not_shown() -> None:
    house = House()
    for words in ("kill myself", "supervisor bullying me", "suicide prevention"):
        for day in range(3):
            await house.gaps.note(words, house.today + timedelta(days=day))
    said = await house.do("directory-gaps")
    assert "suicide prevention" in said
    assert "kill myself" not in said
    assert "bullying" not in said


async def test_a_question_about_danger_is_a_gap_like_any_other() -> None:
    house = House()
    await house.ask("suicide prevention in prisons")
    assert "suicide prevention in prisons" in await house.do("directory-gaps")


async def test_what_an_older_version_counted_that_is_no_wish_is_not_shown() -> None:
    house = House()
    await house.directory.change(
        1, put=[Entry(id="2", name="Else", organisation="Penmoor University", consent=Consent.GIVEN)]
    )
    for words in ("go", "have a go", "please help", "lister", "penmoor", "somebody at penmoor", "falconry"):
        for day in range(3):
            await house.gaps.note(words, house.today + timedelta(days=day))
    said = await house.do("directory-gaps")
    assert [card.title for card in house.seen.blocks if isinstance(card, Card)] == ["falconry"]
    assert "more will follow" not in said


@pytest.mark.parametrize(
    "told",
    [
        "i dont feel safe at work",
        "i am scared and do not know who to talk to",
        "my boss dr smith shouts",
        "boss dr smith shouts",
        "he keeps blorping me",
        "my supervisor told me to learn blorpology",
        "my blorp colleague is mean to me",
    ],
)
async def test_what_tells_of_oneself_and_others_is_not_counted(told: str) -> None:
    house = House()
    await house.ask(told)
    assert not await house.gaps.open()


@pytest.mark.parametrize(
    "name",
    [
        "hiroshi tanbe",
        "Hirosi Tanabe",
        "tanabbe",
        "anybody called Fenn",
        "is there someone here named fenn blorp?",
        "who is fenn",
        "where's Fenn",
        "Fenn's email",
        "smith",
        "fatima",
        "Gosia Smith",
        "ask prof blorp about it",
        "hiroshi single",
        "tanabe blorp salary",
        "hiroshi replied",
    ],
)
async def test_what_looks_like_the_name_of_a_person_is_not_counted(name: str) -> None:
    house = House()
    listed = Entry(id="2", name="Hiroshi Tanabe", skills=("NVivo",), consent=Consent.GIVEN)
    await house.directory.change(1, put=[listed])
    await house.ask(name)
    assert not await house.gaps.open()


@pytest.mark.parametrize(
    ("asked", "counted"),
    [
        ("wolof", "wolof"),
        ("my team needs Stata", "stata"),
        ("Kaplan-Meier", "survival analysis"),
        ("Braun and Clarke", "thematic analysis"),
        ("Bland Altman", "inter rater reliability"),
        ("my boss needs somebody who knows Stata", "stata"),
        ("my supervisor wants a power calculation", "sample size calculation"),
        ("Gower distance", "gower distance"),
        ("a method called Zorbling", "zorbling"),
        ("Taylor series", "taylor series"),
        ("Dr Foster data", "dr foster data"),
        ("doctor wellbeing", "doctor wellbeing"),
        ("Williams syndrome", "williams syndrome"),
        ("bullying interventions", "bullying"),
        ("who knows about loneliness in older people", "lonel"),
    ],
)
async def test_a_skill_is_counted_that_bears_a_name_or_is_about_harm(asked: str, counted: str) -> None:
    house = House()
    await house.ask(asked)
    assert [counted in gap.text for gap in await house.gaps.open()] == [True]


async def test_what_an_older_version_counted_of_oneself_or_by_a_name_is_not_shown() -> None:
    house = House()
    listed = Entry(id="2", name="Hiroshi Tanabe", skills=("NVivo",), consent=Consent.GIVEN)
    await house.directory.change(1, put=[listed])
    told = (
        "feel safe at work",
        "not know who to talk to",
        "boss dr smith shouts",
        "hiroshi tanbe",
        "frightened manager",
    )
    for words in (*told, "falconry"):
        for day in range(3):
            await house.gaps.note(words, house.today + timedelta(days=day))
    await house.do("directory-gaps")
    assert [card.title for card in house.seen.blocks if isinstance(card, Card)] == ["falconry"]
