"""The vocabulary of the file with what the network taught over it."""

from collections.abc import Iterable
from dataclasses import replace

from bot.directory.search.text import normalise
from bot.directory.search.vocabulary import Concept, Vocabulary

AREA = "Taught by this network"


def taught(vocabulary: Vocabulary, words: Iterable[tuple[str, str]]) -> Vocabulary:
    """Return the vocabulary with names and the concepts they were taught to mean.

    A name that is its own concept is a new one. What contradicts the file, be it a newer file, is passed over: a name
    that belongs to another concept there, or a concept that is there no longer.
    """
    concepts = {concept.label: concept for concept in vocabulary}
    owners = {normalise(name): one.label for one in concepts.values() for name in (one.label, *one.aliases)}
    new: list[str] = []
    for name, meant in words:
        key, label = normalise(name), owners.get(normalise(meant))
        if not key or key in owners:
            continue
        if label is None and key == normalise(meant):
            concepts[name] = Concept(name, AREA)
            owners[key] = name
            new.append(name)
        elif label is not None:
            concepts[label] = replace(concepts[label], aliases=(*concepts[label].aliases, name))
            owners[key] = label
            new.append(name)
    # What the network made a skill of its own is none that is wider any more.
    wider = (one for one in vocabulary.wider if owners.get(normalise(one.label)) != one.label)
    return Vocabulary((*concepts.values(), *wider), vocabulary.other_words, new, vocabulary.examples)


def label_of(vocabulary: Vocabulary, name: str) -> str | None:
    """Return the label of the concept that has this very name, however it is spaced; None when none has."""
    key = normalise(name)
    return next((one.label for one in vocabulary if key in map(normalise, (one.label, *one.aliases))), None)


def begun(vocabulary: Vocabulary, typed: str, most: int) -> list[str]:
    """List the labels with a word, in them or in another name of theirs, that begins so: labels themselves first."""
    key = normalise(typed)
    ranked = [
        (not normalise(one.label).startswith(key), not _begins(one.label, key), one.label)
        for one in vocabulary
        if any(_begins(name, key) for name in (one.label, *one.aliases))
    ]
    return [label for *_, label in sorted(ranked)[:most]]


def _begins(name: str, key: str) -> bool:
    text = normalise(name)
    return text.startswith(key) or f" {key}" in text
