"""Learning from examples, and whether what was learnt is of the examples that are there."""

import re
from collections import Counter

import pytest

from adapters.meaning.taught import Taught
from bot.directory.search.examples import Examples
from bot.directory.search.text import words
from bot.directory.search.vocabulary import Concept, Vocabulary
from config.examples import TAUGHT, digest, load_examples, read_examples
from config.vocabulary import load_vocabulary
from tests.directory.ordinary import ordinary
from tests.learn.learning import learn, texts_of

_VOCABULARY = Vocabulary(
    [
        Concept("Transcription", aliases=("typing up",), clues=("recordings",)),
        Concept("Podiatry", acronyms=("HCPC",)),
        Concept("Yoga"),
    ]
)
_EXAMPLES = {
    "Transcription": ["six hours of tape to type", "nobody to type the tape", "who types interviews"],
    "Podiatry": ["toenails nobody can cut", "who will cut toenails", "feet that hurt after a walk"],
    "Yoga": ["stretch after a walk", "breathe and stretch", "who will stretch with me"],
}


def _learnt() -> Examples:
    says = learn(texts_of(_VOCABULARY, _EXAMPLES), len(_VOCABULARY))
    return Examples([concept.label for concept in _VOCABULARY], says)


@pytest.mark.parametrize(
    ("text", "label"),
    [("tape to type", "Transcription"), ("cut my toenails", "Podiatry"), ("a stretch", "Yoga"), ("HCPC", "Podiatry")],
)
def test_what_was_typed_for_a_skill_speaks_for_it(text: str, label: str) -> None:
    assert next(iter(_learnt().speak(words(text)).likely)) == label


def test_words_of_several_skills_say_less_than_those_of_one() -> None:
    says = _learnt().speak(words("walk")).says
    assert max(says.values()) < max(_learnt().speak(words("toenails")).says.values())


def test_the_same_is_learnt_each_time() -> None:
    assert _learnt().write() == _learnt().write()


def test_the_tables_were_learnt_from_the_examples_that_are_there() -> None:
    assert load_examples().source == digest(), "make learn"
    labels = [concept.label for concept in load_vocabulary()]
    assert list(load_examples().labels) == labels
    assert list(Taught.read(TAUGHT).labels) == labels


def test_every_example_is_a_concepts_and_stands_there_once() -> None:
    labels = {concept.label for concept in load_vocabulary()}
    examples = read_examples()
    assert examples.keys() == labels
    twice = [
        (label, text)
        for label, texts in examples.items()
        for text, times in Counter(" ".join(words(text)) for text in texts).items()
        if times > 1 or not text
    ]
    assert not twice


def test_no_question_that_measures_the_search_is_an_example() -> None:
    asked = {" ".join(words(question)) for question in ordinary()}
    found = [text for texts in read_examples().values() for text in texts if " ".join(words(text)) in asked]
    assert not found


def test_examples_hold_no_addresses_and_no_long_numbers() -> None:
    private = re.compile(r"\w@[\w-]+\.\w|https?:|\d{7}|\t")
    found = [text for texts in read_examples().values() for text in texts if private.search(text)]
    assert not found
