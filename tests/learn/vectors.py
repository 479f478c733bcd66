"""What vectors of texts say for skills: a softmax regression over sentence embeddings."""

from collections.abc import Sequence

import numpy as np

from adapters.meaning.sentences import Vectors
from adapters.meaning.taught import Taught
from tests.learn.learning import Text, Whole

_ROUNDS, _AT_ONCE, _STEP, _OTHERS = 8, 512, 0.3, 0.05
# Vectors are of length 1: so much steeper, a few rounds are enough.
_STEEP = 4.0


def teach(vectors: Vectors, texts: Sequence[Text], labels: Sequence[str]) -> Taught:
    """Learn from the vectors of texts, a row each, for which skill they were typed."""
    vectors = vectors * np.float32(_STEEP)
    right = np.array([each.skill for each in texts])
    weights, bias = np.zeros((len(labels), vectors.shape[1]), np.float32), np.zeros(len(labels), np.float32)
    squares, bias_squares = np.full_like(weights, 1e-4), np.full_like(bias, 1e-4)
    chance = np.random.default_rng(0)
    for _ in range(_ROUNDS):
        order = chance.permutation(len(texts))
        for start in range(0, len(order), _AT_ONCE):
            batch = order[start : start + _AT_ONCE]
            odds: Vectors = vectors[batch] @ weights.T + bias
            wrong = _wrong(odds, right[batch])
            slope, bias_slope = wrong.T @ vectors[batch] / len(batch), wrong.mean(0)
            squares += slope**2
            bias_squares += bias_slope**2
            weights -= _STEP * slope / np.sqrt(squares)
            bias -= _STEP * bias_slope / np.sqrt(bias_squares)
    return Taught(labels, weights * _STEEP, bias)


def _wrong(odds: Vectors, right: Whole) -> Vectors:
    """Return by text and skill how much likelier it is than it should be."""
    shares = np.exp(odds - odds.max(1, keepdims=True))
    wrong: Vectors = shares / shares.sum(1, keepdims=True) - _OTHERS / odds.shape[1]
    wrong[np.arange(len(right)), right] -= 1 - _OTHERS
    return wrong
