"""Fitting the lines that tell whether something is to be believed."""

import numpy as np
import pytest

from tests.learn.lines import line


def test_a_line_finds_what_tells_right_from_wrong() -> None:
    chance = np.random.default_rng(0)
    evidence = np.column_stack([np.ones(20_000), chance.normal(size=(20_000, 2))])
    right = chance.random(20_000) < 1 / (1 + np.exp(-(evidence @ [0.5, 2.0, 0.0])))
    fitted = line(evidence, right.astype(float), np.ones(20_000))
    assert fitted == pytest.approx([0.5, 2.0, 0.0], abs=0.1)


def test_what_counts_nothing_changes_nothing() -> None:
    evidence = np.array([[1.0, 1.0], [1.0, -1.0], [1.0, 1.0]])
    right, counts = np.array([1.0, 0.0, 0.0]), np.array([1.0, 1.0, 0.0])
    assert line(evidence, right, counts) == pytest.approx(line(evidence[:2], right[:2], counts[:2]))
