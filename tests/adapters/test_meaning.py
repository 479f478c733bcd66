"""Sentence embeddings: the arithmetic on made-up weights, and the model itself where the extra is installed."""

import json
from pathlib import Path

import numpy as np
import pytest

from adapters.meaning.meaning import Embedded, SentenceMeaning
from adapters.meaning.sentences import NoModel, Sentences, Vectors, installed_model, meaning, read_weights
from adapters.meaning.taught import Taught
from adapters.meaning.wordpieces import WordPieces
from bot.directory.search.meaning import Meaning

_PIECES = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "inter", "##view", "##s", "cafe", "-"]


def test_words_are_cut_into_the_longest_pieces_that_are_known() -> None:
    assert WordPieces(_PIECES).numbers("Interviews", 10) == [2, 4, 5, 6, 3]


def test_a_word_without_known_pieces_is_unknown_and_accents_and_capitals_do_not_count() -> None:
    assert WordPieces(_PIECES).numbers("CAFÉ xyzzy", 10) == [2, 7, 1, 3]


def test_a_long_text_is_cut() -> None:
    assert WordPieces(_PIECES).numbers("cafe " * 50, 6) == [2, 7, 7, 7, 7, 3]


def test_a_text_means_the_same_in_whatever_company_it_is_read() -> None:
    weights = _made_up()
    alone = meaning([[2, 4, 5, 3]], weights)
    together = meaning([[2, 7, 3], [2, 4, 5, 3], [2, 4, 5, 6, 7, 3]], weights)
    assert np.allclose(alone[0], together[1], atol=1e-5)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)


def test_weights_are_read_from_the_file_by_name(tmp_path: Path) -> None:
    held = np.arange(6, dtype=np.float32)
    header = json.dumps({"one": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}}).encode().ljust(72)
    (tmp_path / "some").write_bytes(len(header).to_bytes(8, "little") + header + held.tobytes())
    assert read_weights(tmp_path / "some")["one"].tolist() == [[0, 1, 2], [3, 4, 5]]


def test_another_model_than_the_known_one_is_not_used(tmp_path: Path) -> None:
    (tmp_path / "model.safetensors").write_bytes(b"something else")
    with pytest.raises(NoModel):
        Sentences(tmp_path)


@pytest.fixture(scope="session")
def sentences() -> Sentences:
    try:
        return Sentences(installed_model())
    except NoModel as reason:
        pytest.skip(f"NOT RUN: {reason}")


def test_the_model_knows_what_is_alike(sentences: Sentences) -> None:
    one, alike, other = sentences.vectors(["help writing an article", "academic writing", "plumbing"])
    assert one @ alike > one @ other + 0.2


def test_the_nearest_skill_comes_first_once(sentences: Sentences) -> None:
    skills: Meaning = SentenceMeaning(Embedded(sentences))
    skills.learn({1: ["dentistry", "teeth"], 2: ["survival analysis", "time to event analysis"], 3: ["yoga"]})
    assert skills.nearest("how long until patients die", 2)[0][0] == 2
    assert sorted(skill for skill, _ in skills.nearest("toothache", 9)) == [1, 2, 3]
    assert skills.nearest("toothache", 9)[0][0] == 1


def test_what_is_forgotten_is_not_found(sentences: Sentences) -> None:
    skills = SentenceMeaning(Embedded(sentences))
    skills.learn({1: ["dentistry"], 2: ["yoga"]})
    skills.forget(1)
    assert [skill for skill, _ in skills.nearest("dentistry", 5)] == [2]
    skills.forget(2)
    assert skills.nearest("dentistry", 5) == []


def _made_up() -> dict[str, Vectors]:
    """Make weights up, small enough that nothing overflows."""
    dice = np.random.default_rng(4)
    shapes: dict[str, tuple[int, ...]] = {
        "embeddings.word_embeddings.weight": (len(_PIECES), 384),
        "embeddings.position_embeddings.weight": (16, 384),
        "embeddings.token_type_embeddings.weight": (2, 384),
        "embeddings.LayerNorm.weight": (384,),
        "embeddings.LayerNorm.bias": (384,),
    }
    for layer in range(6):
        name = f"encoder.layer.{layer}."
        parts = {
            "attention.self.query": (384, 384),
            "attention.self.key": (384, 384),
            "attention.self.value": (384, 384),
        }
        parts |= {"attention.output.dense": (384, 384), "intermediate.dense": (1536, 384), "output.dense": (384, 1536)}
        for part, shape in parts.items():
            shapes |= {f"{name}{part}.weight": shape, f"{name}{part}.bias": shape[:1]}
        for part in ("attention.output.LayerNorm", "output.LayerNorm"):
            shapes |= {f"{name}{part}.weight": (384,), f"{name}{part}.bias": (384,)}
    return {name: dice.normal(0, 0.05, shape).astype(np.float32) for name, shape in shapes.items()}


def test_what_was_taught_about_vectors_is_read_as_it_was_written(tmp_path: Path) -> None:
    weights = np.array([[4, 0], [0, 4], [0, 0]], np.float32)
    taught = Taught(("Yoga", "Podiatry", "SPSS"), weights, np.zeros(3, np.float32))
    taught.write(tmp_path / "taught.npz")
    likely = Taught.read(tmp_path / "taught.npz").likely(np.array([0, 1], np.float32))
    assert likely == pytest.approx(taught.likely(np.array([0, 1], np.float32)), abs=1e-3)
    assert max(likely, key=likely.__getitem__) == "Podiatry"
    assert sum(np.exp(list(likely.values()))) == pytest.approx(1, abs=1e-5)
