import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import pytest

from bot.chat.calls import Call
from bot.chat.commands import Catalog
from bot.chat.requests import Account, Actor, Address, Request
from bot.chat.views import Actions, Button, Card, Emphasis, Link, Reply, Strong, calls, plain
from bot.directory import results
from bot.directory.commands import Also, FindSkill
from bot.directory.finder import Finder
from bot.directory.model import PAUSED, Availability, Consent, Entry, Level, Setting
from bot.directory.search.index import SearchIndex
from bot.service import Bot
from config.vocabulary import load_vocabulary
from tests.directory.network import entries
from tests.fakes import MemoryDirectory

_VOCABULARY = load_vocabulary()
_ACTOR = Actor(Account("web", "*", "ann"), "Ann")


class _Conversation:
    """Somebody who types and presses buttons; every button is read back from its text, as after a restart."""

    def __init__(self, people: Sequence[Entry]) -> None:
        self._people = people
        self.reply = Reply(())

    async def make(self, made: Call) -> str:
        bot = Bot(Catalog(FindSkill(Finder(MemoryDirectory(self._people), _VOCABULARY)).commands()))
        self.reply = await bot.answer(Request(made, _ACTOR, Address("web", "general")))
        assert all(each.fits for each in calls(self.reply.blocks))
        return plain(self.reply.blocks)

    async def find(self, skill: str, setting: str = "") -> str:
        return await self.make(
            Call("find-skill", {"skill": skill, "setting": setting} if setting else {"skill": skill})
        )

    async def press(self, label: str) -> str:
        return await self.make(Call.parse(str(next(b.call for b in self.buttons if b.label == label))))

    @property
    def buttons(self) -> list[Button]:
        blocks = [block for block in self.reply.blocks if isinstance(block, Actions)]
        return [each for block in blocks for each in block.controls if isinstance(each, Button)]

    @property
    def labels(self) -> list[str]:
        return [button.label for button in self.buttons]

    @property
    def cards(self) -> list[Card]:
        return [block for block in self.reply.blocks if isinstance(block, Card)]


def _many(count: int, *skills: str) -> list[Entry]:
    return [
        Entry(id=f"{skills} {number}", name=f"Person {number:02}", skills=skills, consent=Consent.GIVEN)
        for number in range(count)
    ]


async def test_shows_who_can_help_why_and_how_to_reach_them() -> None:
    entry = Entry(
        id="1",
        name="Siân O’Hara",
        role="Research nurse",
        organisation="Penmoor Trust",
        settings=frozenset({Setting.CLINICAL, Setting.ACADEMIC}),
        skills=("NVivo 14 (can teach)", "Stata"),
        email="sian@penmoor.example",
        contact="E-mail, or Teams on Mondays",
        consent=Consent.GIVEN,
    )
    talk = _Conversation([entry])
    text = await talk.find("can anyone teach me nvivo?")
    (card,) = talk.cards
    assert card.title == "Siân O’Hara"
    assert card.subtitle == ("Research nurse · Penmoor Trust · academic, clinical",)
    assert card.lines[0] == ("Lists ", Strong("NVivo 14 (can teach)"))
    assert Link("sian@penmoor.example", "mailto:sian@penmoor.example") in card.lines[1]
    assert "E-mail, or Teams on Mondays" in text
    assert "One person found. Only you can see this." in text
    assert not talk.reply.replaces


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (Entry(id="1", name="Siân O’Hara", skills=("R",), consent=Consent.GIVEN), True),
        (Entry(id="1", name="Siân O’Hara", skills=("R",), consent=Consent.GIVEN, contact="Ring after three"), False),
        (Entry(id="1", name="Siân O’Hara", skills=("R",), consent=Consent.GIVEN, email="s@penmoor.example"), False),
        (Entry(id="1", name="Siân O’Hara", skills=("R",), consent=Consent.GIVEN, accounts=(_ACTOR.account,)), False),
    ],
)
async def test_says_why_nobody_can_be_asked_whose_entry_says_not_how(entry: Entry, said: bool) -> None:
    for typed in ("R", "Siân O’Hara"):
        talk = _Conversation([entry])
        await talk.find(typed)
        (card,) = talk.cards
        why = (Emphasis("Not on this chat yet: ask an organiser."),)
        assert [line for line in card.lines if line == why] == [why] * said


async def test_shows_five_at_a_time_and_turns_pages_without_remembering() -> None:
    talk = _Conversation(_many(12, "NVivo"))
    seen = []
    assert "Showing 1–5 of 12. Only you can see this." in await talk.find("nvivo")
    assert talk.labels == ["More ›"]
    seen += [card.title for card in talk.cards]
    assert "Showing 6–10 of 12." in await talk.press("More ›")
    assert talk.reply.replaces
    assert talk.labels == ["‹ Back", "More ›"]
    seen += [card.title for card in talk.cards]
    assert "Showing 11–12 of 12." in await talk.press("More ›")
    seen += [card.title for card in talk.cards]
    assert talk.labels == ["‹ Back"]
    assert sorted(seen) == [f"Person {number:02}" for number in range(12)]
    await talk.press("‹ Back")
    assert [card.title for card in talk.cards] == seen[5:10]


async def test_pages_of_a_corrected_question_keep_their_order_and_their_setting() -> None:
    people = [
        Entry(
            id=f"{n}", name=f"Person {n:02}", skills=("Thematic analysis",), settings=frozenset({Setting.CLINICAL}),
            consent=Consent.GIVEN,
        )
        for n in range(7)
    ]  # fmt: skip
    talk = _Conversation([*people, *_many(1, "Thematic analysis")])
    await talk.find("thematic anlysis", "clinical")
    first = [card.title for card in talk.cards]
    await talk.press("More ›")
    await talk.press("‹ Back")
    assert [card.title for card in talk.cards] == first
    assert "of 7." in plain(talk.reply.blocks)


def _found_by(people: Sequence[Entry], question: str, asked: Mapping[str, int]) -> list[str]:
    found = SearchIndex(people, _VOCABULARY).find(question)
    return [match.entry.name for match in results.spread(found, 0, asked)]


@pytest.mark.parametrize("asked", [{}, {"nobody here": 1}, {"both": 3}])
async def test_whoever_lists_all_that_is_asked_for_comes_first_however_often_they_were_asked(
    asked: Mapping[str, int],
) -> None:
    busy = Availability(busy_until=date(2999, 1, 1))
    both = Entry(id="both", name="Both", skills=("NVivo", "Stata"), consent=Consent.GIVEN, availability=busy)
    one = Entry(id="one", name="One", skills=("NVivo",), consent=Consent.GIVEN)
    assert _found_by([both, one], "nvivo and stata", asked) == ["Both", "One"]
    assert _found_by([both, one], "nvivo", asked) == ["One", "Both"]


async def test_what_changes_while_it_is_asked_who_was_asked_lately_is_no_trouble() -> None:
    people = MemoryDirectory(_many(3, "NVivo", "Stata"))
    finder = Finder(people, _VOCABULARY)

    async def lately() -> Mapping[str, int]:
        """Somebody leaves just then."""
        gone = (await people.entries())[:1]
        await people.change(await people.version(), remove=[one.id for one in gone])
        finder.look_again()
        await finder.index()
        return {}

    bot = Bot(Catalog(FindSkill(finder, also=Also(asked=lately)).commands()))
    request = Request(Call("find-skill", {"skill": "nvivo and stata"}), _ACTOR, Address("web", "general"))
    for left in (2, 1):
        cards = [block for block in (await bot.answer(request)).blocks if isinstance(block, Card)]
        assert len(cards) == left


async def test_says_what_it_read_as_what() -> None:
    talk = _Conversation(_many(1, "Multilevel modelling", "Thematic analysis"))
    assert "I read “anlysis” as “analysis”." in await talk.find("thematic anlysis")
    assert "I read “mixed models” as Multilevel modelling." in await talk.find("mixed models")
    assert "I read “modls” as “models”. That makes it Multilevel modelling." in await talk.find("mixed modls")


async def test_says_so_when_nobody_lists_both_skills() -> None:
    apart = "Nobody lists both; these people list one of them."
    talk = _Conversation([*_many(1, "SPSS"), *_many(7, "R")])
    assert apart in await talk.find("SPSS and R")
    assert apart in await talk.press("More ›")
    assert "lists both" not in await _Conversation(_many(1, "SPSS", "R")).find("SPSS and R")
    assert "lists both" not in await talk.find("SPSS and beekeeping")


async def test_says_so_when_nobody_lists_all_of_several_skills() -> None:
    talk = _Conversation([*_many(1, "SPSS", "R"), *_many(1, "Stata")])
    assert "Nobody lists all of these; these people list some of them." in await talk.find("SPSS, R and Stata")


async def test_says_so_when_nobody_in_the_setting_lists_both_skills() -> None:
    clinical = Entry(
        id="c", name="Ann", skills=("SPSS",), settings=frozenset({Setting.CLINICAL}), consent=Consent.GIVEN
    )
    text = await _Conversation([clinical, *_many(1, "SPSS", "R")]).find("SPSS and R", "clinical")
    assert "Nobody in a clinical setting lists both; these people list one of them." in text


@pytest.mark.parametrize(
    ("setting", "words"), [("academic", "in an academic setting"), ("clinical", "in a clinical setting")]
)
async def test_names_the_setting_that_was_chosen(setting: str, words: str) -> None:
    somebody = Entry(
        id="s", name="Ann", skills=("SPSS",), settings=frozenset({Setting(setting)}), consent=Consent.GIVEN
    )
    assert f"People who can help with SPSS {words}" in await _Conversation([somebody]).find("SPSS", setting)
    assert f"Nobody {words} lists R, but 1 person does" in await _Conversation(_many(1, "R")).find("R", setting)


async def test_a_setting_typed_at_the_end_counts_like_the_one_chosen() -> None:
    talk = _Conversation(_many(3, "Structural equation modelling (SEM)"))
    text = await talk.find("sem in community")
    assert "Nobody in a community setting lists “sem”, but 3 people do in other settings." in text
    assert "“sem” may mean Structural equation modelling or Scanning electron microscopy." in text
    assert "Showing 1–3 of 3." in await talk.press("Search every setting")


def _two() -> list[Entry]:
    academic = Entry(
        id="a", name="Ann Ray", settings=frozenset({Setting.ACADEMIC}), skills=("SPSS",), consent=Consent.GIVEN
    )
    return [academic, Entry(id="b", name="Bea Fox", role="PhD student", skills=("SPSS",), consent=Consent.GIVEN)]


@pytest.mark.parametrize(
    ("question", "name", "said"),
    [
        ("SPSS, not academics", "Bea Fox", "I left out academics, as far as people’s entries tell."),
        ("anyone but students for SPSS", "Ann Ray", "I left out students, as far as people’s entries tell."),
    ],
)
async def test_whoever_is_to_be_left_out_is_and_that_is_said(question: str, name: str, said: str) -> None:
    talk = _Conversation(_two())
    assert said in await talk.find(question)
    assert [card.title for card in talk.cards] == [name]


async def test_where_everybody_was_left_out_they_are_one_press_away() -> None:
    talk = _Conversation(_two())
    text = await talk.find("SPSS but not academics or students")
    assert "Nobody else lists SPSS, but 2 people do whom you left out." in text
    assert "Showing 1–2 of 2." in await talk.press("Search everybody")


async def test_whoever_was_left_out_stays_out_on_the_next_page() -> None:
    students = [replace(each, role="MSc student") for each in _many(3, "R")]
    others = [replace(each, id=f"other {each.id}", name="Other") for each in _many(7, "R")]
    talk = _Conversation([*students, *others])
    await talk.find("R, no students")
    assert "Showing 6–7 of 7." in await talk.press("More ›")
    assert {card.title for card in talk.cards} == {"Other"}


def _at(organisation: str, count: int, *skills: str) -> list[Entry]:
    return [replace(each, id=f"{organisation} {each.id}", organisation=organisation) for each in _many(count, *skills)]


async def test_whoever_is_at_an_organisation_that_is_left_out_stays_out_on_every_page_and_is_one_press_away() -> None:
    talk = _Conversation([*_at("Penmoor University", 3, "NVivo"), *_at("Kindle Youth Trust", 7, "NVivo")])
    text = await talk.find("anyone but Penmoor for NVivo")
    assert "I left out people of Penmoor University, as far as people’s entries tell." in text
    assert "Showing 6–7 of 7." in await talk.press("More ›")
    assert {card.subtitle for card in talk.cards} == {("Kindle Youth Trust",)}
    assert "of 10." in await talk.press("Search everybody")


async def test_people_of_an_organisation_alone_are_shown_and_everybody_is_one_press_away() -> None:
    talk = _Conversation([*_at("Penmoor University", 7, "R"), *_many(4, "R", "SPSS")])
    assert "I looked only among people of Penmoor University." in await talk.find("somebody at Penmoor who knows R")
    assert "Showing 6–7 of 7." in await talk.press("More ›")
    assert "of 11." in await talk.press("Search everybody")
    text = await talk.find("SPSS at Penmoor")
    assert "Nobody at Penmoor University lists SPSS, but 4 people do elsewhere." in text
    assert "Showing 1–4 of 4." in await talk.press("Search everybody")


async def test_a_misspelt_organisation_is_said_and_can_be_undone() -> None:
    talk = _Conversation([*_at("Penmoor University", 2, "NVivo"), *_many(1, "NVivo")])
    text = await talk.find("anyone but penmor for NVivo")
    assert "I read “penmor” as “penmoor”. I left out people of Penmoor University" in text
    await talk.press("Search for exactly what I typed")
    assert len(talk.cards) == 3


@pytest.mark.parametrize("question", ["anyone from Penmoor University?", "Penmoor", "who works at penmoor"])
async def test_whoever_names_an_organisation_and_no_skill_sees_who_is_there(question: str) -> None:
    talk = _Conversation([*_at("Penmoor University", 6, "NVivo"), *_many(1, "NVivo")])
    text = await talk.find(question)
    assert "Listed at Penmoor University" in text
    assert "More people are listed there; say which skill you need." in text
    assert {card.subtitle for card in talk.cards} == {("Penmoor University",)}


async def test_of_many_organisations_of_one_name_the_first_are_named() -> None:
    people = [each for number in range(9) for each in _at(f"Penmoor Service {'abcdefghi'[number] * 3}", 1, "R")]
    assert "Penmoor Service fff and 3 more, as far as" in await _Conversation(people).find("R, not Penmoor")


async def test_a_setting_that_a_question_named_can_be_undone_where_somebody_was_found() -> None:
    nurse = replace(_many(1, "SPSS")[0], id="nurse", settings=frozenset({Setting.CLINICAL}))
    talk = _Conversation([nurse, *_many(2, "SPSS")])
    assert "People who can help with SPSS in a clinical setting" in await talk.find("SPSS in hospital")
    assert "of 3." in await talk.press("Search every setting")


async def test_marks_a_kind_of_what_was_asked() -> None:
    talk = _Conversation(_many(1, "Thematic analysis"))
    assert "Lists Thematic analysis, a kind of Qualitative analysis" in await talk.find("qualitative analysis")
    assert Emphasis("Qualitative analysis") in talk.cards[0].lines[0]


async def test_says_once_what_several_skills_are_kinds_of() -> None:
    talk = _Conversation(_many(1, "Thematic analysis", "Framework analysis", "Grounded theory"))
    text = await talk.find("qualitative analysis")
    assert "Lists Thematic analysis, Framework analysis and Grounded theory, kinds of Qualitative analysis" in text


async def test_says_so_when_nobody_has_it_and_offers_what_is_near() -> None:
    talk = _Conversation(_many(1, "EndNote"))
    assert "Nobody lists Mendeley yet." in await talk.find("Mendeley")
    assert "EndNote" in talk.labels
    assert "Person 00" in await talk.press("EndNote")
    assert talk.reply.replaces


async def test_names_a_skill_that_nobody_lists_as_it_is_called_however_it_is_misspelt() -> None:
    text = await _Conversation(_many(1, "EndNote")).find("british sign langauge")
    assert "Nobody lists British Sign Language yet." in text
    assert "I read “langauge” as “language”." in text


async def test_beside_a_guess_stands_what_else_may_be_meant() -> None:
    talk = _Conversation([*_many(1, "Interviewing"), *_many(1, "Qualitative analysis")])
    said = await talk.find("what do I do with thirty conversations on tape")
    assert [card.lines for card in talk.cards]
    assert "Not what you meant? Perhaps:" in said
    (other,) = {"Interviewing", "Qualitative analysis"} & set(talk.labels)
    assert f"People who can help with {other}" in await talk.press(other)
    assert "Perhaps:" not in plain(talk.reply.blocks)
    assert "Perhaps:" not in await talk.find("interviewing")


async def test_names_nobody_for_what_is_nothing_like_a_skill_here() -> None:
    talk = _Conversation(entries())
    text = await talk.find("plumbing")
    assert "Nobody lists “plumbing” yet." in text
    assert not talk.cards


async def test_says_which_of_several_skills_nobody_has() -> None:
    talk = _Conversation(_many(2, "SPSS"))
    text = await talk.find("SPSS and beekeeping")
    assert "Nobody lists “beekeeping” yet." in text
    assert len(talk.cards) == 2


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("R and falconry", "falconry"),
        ("falconry and R", "falconry"),
        ("can anyone help me with R and with juggling knives?", "juggling knives"),
        ("somebody for R and also for beekeeping please", "beekeeping"),
        ("R plus falconry training", "falconry training"),
        ("I need R, falconry and SPSS", "falconry"),
        ("can you teach me R or how to fly a hawk", "fly a hawk"),
        ("somone to hlep with R and plumbing", "plumbing"),
    ],
)
async def test_the_half_of_a_question_that_nobody_has_is_said_however_it_is_asked(question: str, missing: str) -> None:
    talk = _Conversation([*_many(2, "R", "SPSS"), *entries()])
    text = await talk.find(question)
    assert f"Nobody lists “{missing}” yet." in text
    assert "Lists R" in text


async def test_the_half_that_nobody_has_is_said_where_a_setting_leaves_nobody_for_the_other() -> None:
    text = await _Conversation(_many(2, "SPSS")).find("SPSS and falconry", "clinical")
    assert "Nobody in a clinical setting lists SPSS, but 2 people do in other settings." in text
    assert "Nobody lists “falconry” yet." in text


@pytest.mark.parametrize(
    "question",
    [
        "R and I don't know where to begin",
        "Python, and to have a go at it",
        "thematic analysis, not sure how to do it",
        "interviews, 30 of them",
    ],
)
async def test_talk_beside_a_skill_is_no_skill_that_nobody_has(question: str) -> None:
    text = await _Conversation(entries()).find(question)
    assert "People who can help with" in text
    assert "Nobody lists" not in text


async def test_says_which_skills_of_a_long_list_were_not_looked_for() -> None:
    talk = _Conversation(_many(2, "R", "SPSS", "NVivo", "Stata", "Excel", "Python", "QGIS"))
    text = await talk.find("R, SPSS, NVivo, Stata, Excel, Python, QGIS and ethnography please")
    assert "I looked for the first six of these skills; ask again for QGIS and ethnography." in text
    assert "I looked for" not in await talk.find("R, SPSS, NVivo, Stata, Excel and Python please")
    many = "R, SPSS, NVivo, Stata, Excel, Python, SAS, falconry, sewing, knitting, baking, juggling, plumbing"
    assert "I looked for the first six of these skills; ask again for the other 7." in await talk.find(many)


async def test_says_who_exists_elsewhere_when_a_setting_leaves_nobody() -> None:
    talk = _Conversation(_many(3, "SPSS"))
    text = await talk.find("SPSS", "clinical")
    assert "Nobody in a clinical setting lists SPSS, but 3 people do in other settings." in text
    assert "Showing 1–3 of 3." in await talk.press("Search every setting")


async def test_says_so_when_the_directory_is_empty() -> None:
    assert "Nobody is listed in the Directory yet." in await _Conversation([]).find("nvivo")


@pytest.mark.parametrize("nothing", ["?!", "🙂🙂🙂", "\u202e\u200f", "<!channel>", "can anyone help please?"])
async def test_asks_for_a_skill_when_there_is_none_in_the_question(nothing: str) -> None:
    assert "I could not find a skill in that." in await _Conversation(_many(1, "R")).find(nothing)


@pytest.mark.parametrize(
    "odd", ["مرحبا بالعالم", "<script>alert(1)</script>", "@everyone nvivo", "x" * 200, "\x00\x1b[2J"]
)
async def test_answers_odd_questions_calmly(odd: str) -> None:
    text = await _Conversation(entries()).find(odd)
    assert "Something went wrong" not in text


async def test_refuses_a_question_that_is_far_too_long_in_a_sentence() -> None:
    assert "5,000 characters" in await _Conversation(_many(1, "R")).find("a" * 5000)


async def test_many_skills_at_once_fit_on_no_button_and_it_says_what_to_do() -> None:
    people = [each for skill in ("R", "SAS", "Stata", "SPSS", "Excel", "Python") for each in _many(9, skill)]
    talk = _Conversation(people)
    labels = "qualitative analysis, statistics, statistical software, programming, SEM, teaching, R"
    text = await talk.find(labels)
    assert "Showing 1–5 of" in text
    assert "ask for fewer skills at once" in text or "More ›" in talk.labels


@pytest.mark.parametrize("made", ["skill-page?skill=gone", "skill-page?skill=%26%26&start=5", "skill-page?skill=._._"])
async def test_a_skill_that_is_gone_or_a_button_made_by_hand_gets_a_sentence(made: str) -> None:
    assert "no longer listed" in await _Conversation(_many(1, "R")).make(Call.parse(made))


async def test_a_page_past_the_end_shows_the_last_one() -> None:
    talk = _Conversation(_many(12, "R"))
    await talk.find("R")
    turn = talk.buttons[0].call.with_args({"start": "900"})
    assert "Showing 11–12 of 12." in await talk.make(turn)
    assert "has to be a whole number" in await talk.make(turn.with_args({"start": "-1"}))


async def test_completes_with_skills_that_somebody_lists() -> None:
    finder = Finder(MemoryDirectory(_many(2, "NVivo", "Narrative research")), _VOCABULARY)
    await finder.index()  # which may take longer on a busy machine than a platform waits for completions
    bot = Bot(Catalog(FindSkill(finder).commands()))
    request = Request(Call("find-skill"), _ACTOR, Address("web", "general"))
    assert [choice.value for choice in await bot.suggest(request, "skill", "nv")] == ["NVivo"]
    assert [choice.value for choice in await bot.suggest(request, "skill", "")][:2] == ["NVivo", "Narrative research"]


async def test_opens_a_form_when_no_skill_is_given() -> None:
    bot = Bot(Catalog(FindSkill(Finder(MemoryDirectory(), _VOCABULARY)).commands()))
    form = await bot.form_for(Request(Call("find-skill"), _ACTOR, Address("web", "general")))
    assert form
    assert [option.name for option in form.options] == ["skill", "setting"]


async def test_never_logs_what_was_asked(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(0)
    await _Conversation(entries()).find("canaryword with nvivo")
    assert "canaryword" not in caplog.text


async def test_shows_how_well_somebody_knows_it_and_until_when_they_are_busy() -> None:
    busy = Availability(date(2026, 4, 1))
    entry = Entry(
        id="1",
        name="Ana",
        skills=("NVivo", "R"),
        levels={"NVivo": Level.TEACH},
        availability=busy,
        consent=Consent.GIVEN,
    )
    talk = _Conversation([entry])
    text = await talk.find("nvivo and R")
    assert "Lists NVivo (can teach) and R\nBusy until 1 April 2026." in text


async def test_whoever_is_paused_or_waits_for_an_organiser_is_not_found() -> None:
    hidden = [
        Entry(id="1", name="Paused", skills=("NVivo",), consent=Consent.GIVEN, availability=PAUSED),
        Entry(id="2", name="Pending", skills=("NVivo",), consent=Consent.GIVEN, pending=True),
    ]
    text = await _Conversation([*hidden, *_many(1, "NVivo")]).find("nvivo")
    assert "One person found." in text
    assert "Person 00" in text


async def test_a_correction_can_be_undone_by_a_button() -> None:
    conversation = _Conversation([Entry(id="a", name="Ann Ray", skills=("NVivo",), consent=Consent.GIVEN)])
    await conversation.find("who can show me nvvio")
    assert [card.title for card in conversation.cards] == ["Ann Ray"]
    told = await conversation.press("Search for exactly what I typed")
    assert told.startswith("Nobody lists exactly what you typed yet.")
    assert conversation.labels == ["NVivo"]


async def test_what_needed_no_correction_is_found_without_what_did() -> None:
    people = [*_many(1, "NVivo"), Entry(id="a", name="Ann Ray", skills=("SPSS",), consent=Consent.GIVEN)]
    conversation = _Conversation(people)
    await conversation.find("nvvio or SPSS")
    await conversation.press("Search for exactly what I typed")
    assert [card.title for card in conversation.cards] == ["Ann Ray"]


async def test_no_button_of_a_result_holds_a_word_that_was_typed() -> None:
    conversation = _Conversation(_many(20, "NVivo", "SPSS"))
    for question in ("nvvio", "nvvio or SPSS", "spss, not academics", "blorptastics"):
        await conversation.find(question)
        for button in conversation.buttons:
            assert not {"nvvio", "spss", "blorptastics"} & set(re.findall(r"[a-z]+", str(button.call).lower()))


async def test_nothing_is_to_be_undone_when_nothing_was_corrected() -> None:
    conversation = _Conversation([Entry(id="a", name="Ann Ray", skills=("NVivo",), consent=Consent.GIVEN)])
    await conversation.find("nvivo")
    assert conversation.labels == []


async def test_a_place_that_was_corrected_is_looked_for_nowhere_when_it_is_taken_as_typed() -> None:
    interviewer = Entry(
        id="1", name="Ann", settings=frozenset({Setting.ACADEMIC}), skills=("Interviewing",), consent=Consent.GIVEN
    )
    conversation = _Conversation([interviewer])
    assert "Nobody in a community setting" in await conversation.find("interviews in a charitty")
    assert "in a community setting" not in await conversation.press("Search for exactly what I typed")
    assert [each.title for each in conversation.cards] == ["Ann"]
