"""The draft of a summary: what several people shared, and nothing by which one of them could be known."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.commands import PARAGRAPH_LENGTH
from bot.reflection import showing
from bot.reflection.contributions import FEWEST_AUTHORS, Contribution, Standing
from bot.reflection.formats import MOST_PHASES, TITLE_LENGTH
from bot.reflection.model import Saying, Session, Told
from bot.reflection.themes import MOST, Theme, draft, themes
from bot.reflection.wordforms import families
from tests.reflection.sessions import begun, session
from tests.reflection.test_sessionbook import CHANCE

AUTHORS = ("ann", "ben", "cat", "dan", "eve", "fay", "gus")
WORD = re.compile(r"[^\W\d_]+")

# Invented for these tests, like everybody in it.
NIGHTS = (
    "We were two short on nights again. The handover took ten minutes. I felt alone with eleven patients.",
    "Night shift, short staffed. Handover was rushed because the day team wanted to leave. Marigold told me to get on.",
    "On the night shift I had no break. I was so tired that I could not remember what was said at handover.",
    "A relative shouted at me at the desk. I felt alone, and my manager did not come. I missed my break.",
    "Two night shifts in a row without breaks. Staffing is the issue. Everybody knows that Marigold was kind.",
    "Short staffing, no breaks and a rushed handover. I went home tired, and cried. Ring 07700 900123.",
    "A patient fell while we were at handover with Marigold. I am tired of it. Write to me: jo@example.org.",
)
FEELINGS = (
    "I was angry with my manager, and then guilty for being angry.",
    "I feel guilty towards the patients.",
    "I do not ask for anything. I felt guilty.",
    "Angry. Nobody came.",
    "What I noticed: it is worse when I am tired. I was angry, though.",
    "I am not angry. I am proud of the team.",
    "I didn’t feel so angry then, and no longer proud.",
)
ENGAGEMENT = (
    "The community partners said that we came too late, after the protocol was fixed.",
    "Our funder wanted numbers; the community partners wanted to be paid. I was stuck between the two.",
    "My contract ends in March, and there is no money for co-production.",
    "Community partners were invited to one meeting. The ethics committee asked for another form.",
    "Short contracts again: I trained three people who all left. Co-production needs trust.",
    "The ethics form took four months. By then, trust was gone.",
    "I felt stuck between the funder and the community. Fixed-term contracts make trust impossible.",
)


def written(*phases: Sequence[str] | Mapping[str, str]) -> list[Contribution]:
    """Return what these people wrote, phase by phase, in the order of `AUTHORS` where they are not named."""
    named = [one if isinstance(one, Mapping) else dict(zip(AUTHORS, one, strict=False)) for one in phases]
    return [
        Contribution(id=f"{phase}-{by}", by=by.partition("#")[0], phase=phase, text=text)
        for phase, said in enumerate(named)
        for by, text in said.items()
    ]


def shown(said: Sequence[Contribution], key: str = "rolfe") -> Session:
    """Return a session in which all of it was shown."""
    sayings = (
        Saying(kind=Told.SHOWN, phase=phase, papers=tuple(one.id for one in said if one.phase == phase))
        for phase in range(MOST_PHASES)
    )
    return replace(session(key), sayings=tuple(sayings))


def shared(*phases: Sequence[str] | Mapping[str, str], names: Sequence[str] = ()) -> list[str]:
    said = written(*phases)
    return [theme.words for theme in themes(shown(said), said, names)]


# What is shared -------------------------------------------------------------------


def test_a_night_on_a_ward_becomes_a_draft() -> None:
    said = written(NIGHTS, FEELINGS)

    assert draft(shown(said), said) == (
        "What several of us shared, in our own words:\n\n"
        "In “What?”, several of us wrote about handover, breaks, night shift and staffing, and of feeling tired.\n\n"
        "In “So what?”, several of us wrote of feeling angry and guilty.\n\n"
        "Thank you to everyone who wrote, and to everyone who read."
    )


def test_work_with_communities_becomes_themes_with_the_most_shared_first() -> None:
    assert shared(ENGAGEMENT) == ["community partners", "contracts", "trust"]


def test_a_word_is_shared_by_people_not_by_how_often_it_was_written() -> None:
    often = {"ann": "Queues.", "ann#2": "queues and queues", "ann#3": "queues", "ben": "queues, more queues"}

    assert shared(often) == []
    assert shared({**often, "cat": "a queue"}) == ["queues"]


def test_forms_of_a_word_are_one_theme_in_the_commonest_form() -> None:
    assert shared(("I was grumbling.", "We grumble.", "They grumbled, and grumble on.")) == ["grumble"]
    assert shared(("the category", "categories", "many categories")) == ["categories"]


@pytest.mark.parametrize("apart", [("moral", "morale"), ("car", "cared"), ("organ", "organise"), ("news", "newer")])
def test_words_that_mean_something_else_are_not_brought_together(apart: tuple[str, str]) -> None:
    family = families({*apart, "care"})

    assert family[apart[0]] != family[apart[1]]


def test_two_words_are_one_theme_unless_one_of_them_is_much_more_shared() -> None:
    three = ("bed managers called", "a bed manager", "the bed manager came")

    assert shared(three) == ["bed manager"]
    assert shared((*three, "beds", "no beds", "the beds were full", "a bed")) == ["bed", "manager"]


def test_two_words_that_fewer_said_together_stand_apart() -> None:
    assert shared(("a lift queue", "the lift queue", "the lift, the queue")) == ["lift", "queue"]


def test_words_in_different_sentences_are_no_expression() -> None:
    assert shared(("Too many forms. waiting rooms", "forms, rooms", "forms\nrooms")) == ["forms", "rooms"]


def test_what_the_question_said_is_no_answer_to_it() -> None:
    assert shared(("I saw it on a camera, and hoped.",) * 3) == []


def test_a_feeling_that_is_denied_is_not_shared() -> None:
    assert shared(("I am not angry", "Never felt so angry", "I wasn’t angry", "I did not feel angry")) == []


def test_feelings_are_told_as_feelings() -> None:
    said = written(("exhausted by the rota", "Exhausted. The rota!", "exhausted; rota"))

    assert themes(shown(said), said) == [
        Theme(phase=0, words="exhausted", feeling=True),
        Theme(phase=0, words="rota"),
    ]


# What could tell who it was ----------------------------------------------------------


@pytest.mark.parametrize(
    "texts",
    [
        ("Marigold helped me.", "Marigold was kind.", "Marigold!"),
        ("I asked Marigold.", "marigold was kind", "marigold too"),
        ("thanks to dr okoro", "dr. okoro came", "Dr Okoro, okoro"),
        ("MARIGOLD WAS KIND",) * 3,
        ("see www.wardtalk.example/here",) * 3,
        ("https://wardtalk.example",) * 3,
        ("jo@wardtalk.example", "ask jo@wardtalk.example", "<jo@wardtalk.example>"),
        ("write to jobee at wardtalk dot example",) * 3,
        ("ask @jobee on it", "@jobee", "@jobee knows"),
        ("07700 900123", "bed 12b", "room b12"),
        ("ph03nix", "ph03nix unit", "ph03nix"),
        ("JB was there", "JB", "ask JB"),
    ],
)
def test_names_addresses_and_numbers_are_in_no_theme(texts: Sequence[str]) -> None:
    assert shared(texts) == []


def test_a_name_that_is_known_is_in_no_theme_however_it_is_written() -> None:
    texts = ("heron was there", "ask heron", "heron and I")

    assert shared(texts) == ["heron"]
    assert shared(texts, names=("Jo Heron",)) == shared(texts, names=("Jo Heron-Smith",)) == []


def test_a_capital_at_the_beginning_of_a_sentence_makes_no_name() -> None:
    assert shared(("Paging systems failed.", "• Paging systems", "the paging systems again")) == ["paging systems"]
    assert shared(("Bureaucracy.", "the Bureaucracy", "bureaucracy", "bureaucracy", "bureaucracy")) == ["bureaucracy"]


def test_acronyms_are_words() -> None:
    assert shared(("more PPE", "no PPE left", "PPE ran out")) == ["PPE"]


def test_what_was_not_shown_does_not_count() -> None:
    said = written(("queues", "queues", "queues"))
    for standing in (Standing.HELD, Standing.REMOVED, Standing.WITHDRAWN):
        taken = [*said[:2], replace(said[2], standing=standing)]
        assert themes(shown(taken), taken) == []

    assert themes(session(), said) == []
    assert themes(shown(said[:2]), said) == []


def test_what_was_seen_at_once_counts() -> None:
    said = [replace(one, phase=1) for one in written(("queues", "queues", "queues"))]

    seen = showing.gathered(begun("balint", 1), said, CHANCE)

    assert themes(seen, said) == [Theme(phase=1, words="queues")]


def test_where_few_words_are_the_same_the_draft_says_so_and_leaves_room() -> None:
    said = written(("a slow lift", "an angry letter", "the quiet afterwards"))
    text = draft(shown(said), said)

    assert "few of them were the same" in text
    assert text.endswith("What we take with us:\n")
    assert draft(session(), []) == text


def test_the_longest_draft_fits_into_a_form() -> None:
    step = session().format.phases[0]
    long = replace(session().format, phases=(replace(step, title="T" * TITLE_LENGTH),) * MOST_PHASES)
    # Words of two letters each time, so that none is a form of another.
    words = [f"{first}{second}".ljust(24, "o") for first in "bcdfghjklm" for second in "bcdfg"]
    said = written(*[[", ".join(words)] * FEWEST_AUTHORS] * MOST_PHASES)
    text = draft(replace(shown(said), format=long), said)

    assert PARAGRAPH_LENGTH * 0.6 < len(text) <= PARAGRAPH_LENGTH
    assert text.count(words[0]) == MOST_PHASES
    assert len(themes(replace(shown(said), format=long), said)) == MOST * MOST_PHASES


# Whatever is written ------------------------------------------------------------------

FRAME = """What several of us shared in our own words In “What?” “So what?” “Now what?” wrote about and of feeling
Thank you to everyone who wrote and to everyone who read"""
VOCABULARY = """queue queues Queue, queueing QUEUE! lift lifts. Lifted tired; alone Alone the and not PPE rota Marigold
marigold Dr okoro jo@example.org 12b beds bed’s bed- manager managers . forms, form"""
_vocabulary = st.sampled_from([*VOCABULARY.split(), "\n"])
_texts = st.lists(_vocabulary | st.text(max_size=4), max_size=25).map(" ".join)


@given(st.lists(st.tuples(st.sampled_from(AUTHORS), st.integers(0, 2), _texts, st.sampled_from(Standing)), max_size=25))
def test_no_word_of_fewer_than_three_people_is_ever_in_a_draft(
    drawn: list[tuple[str, int, str, Standing]],
) -> None:
    said = [
        Contribution(id=str(number), by=by, phase=phase, text=text, standing=standing)
        for number, (by, phase, text, standing) in enumerate(drawn)
    ]
    text = draft(shown(said), said)
    authors = defaultdict[str, set[str]](set)
    for one in said:
        if one.standing is Standing.THERE:
            for word in WORD.findall(one.text.lower()):
                authors[_stem(word)].add(one.by)

    assert len(text) <= PARAGRAPH_LENGTH
    for word in set(WORD.findall(text)) - set(WORD.findall(f"{FRAME} {draft(session(), [])}")):
        assert len(authors[_stem(word.lower())]) >= FEWEST_AUTHORS


def _stem(word: str) -> str:
    """Bring together the forms of the words above, in another way than the code does."""
    return re.sub(r"(?:ing|ed|[’']?s)$", "", word).removesuffix("e")
