from pathlib import Path

import pytest

from config.errors import BadSettings
from config.vocabulary import load_vocabulary


def test_reads_a_network_s_own_words(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('[Arts]\n"Puppet making" = { aliases = ["marionettes"] }\n', encoding="utf-8")
    assert [concept.label for concept in load_vocabulary(own)] == ["Puppet making"]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"[Arts", "is not TOML"),
        (b'A = "\xff"', "is not TOML"),
        (b'[Arts]\nDance = { alias = ["x"] }', "In .*own.toml"),
    ],
)
def test_names_the_file_that_is_wrong(tmp_path: Path, content: bytes, fault: str) -> None:
    own = tmp_path / "own.toml"
    own.write_bytes(content)
    with pytest.raises(BadSettings, match=fault):
        load_vocabulary(own)


def test_says_so_when_the_file_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="cannot be read"):
        load_vocabulary(tmp_path / "none.toml")
