"""A dossier as bytes: nothing is lost, and the length says little."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given

from bot.chat.requests import Address
from bot.support.book import Unreadable
from bot.support.codec import pack, speaks_of, unpack
from bot.support.model import Dossier, Entry, Kind, Part, Voice
from tests.support.dossiers import dossiers

SMALL = Dossier(
    id="c1",
    place=Address("slack", "C1"),
    name="Quiet Heron",
    opened=datetime(2026, 3, 2, 12, tzinfo=UTC),
    voices=(Voice(id="v1", part=Part.AUTHOR, mark="ab" * 16, name="Quiet Heron", address=b"\0" * 220),),
    entries=(Entry(id="e1", voice="v1", kind=Kind.REQUEST, text=""),),
)


def saying(text: str) -> Dossier:
    return replace(SMALL, entries=(replace(SMALL.request, text=text),))


@given(dossiers)
def test_reads_back_whatever_was_written(dossier: Dossier) -> None:
    assert unpack(pack(dossier)) == dossier


@given(dossiers)
def test_the_length_is_4096_times_a_power_of_two(dossier: Dossier) -> None:
    times, rest = divmod(len(pack(dossier)), 4096)
    assert rest == 0
    assert times.bit_count() == 1


def test_the_longest_request_and_the_shortest_differ_by_steps_alone() -> None:
    assert sorted({len(pack(saying("x" * length))) for length in range(0, 10_000, 97)}) == [4096, 8192, 16384]


def test_whoever_has_no_mark_there_is_told_so_without_reading_it() -> None:
    assert speaks_of("ab" * 16, pack(SMALL))
    assert not speaks_of("cd" * 16, pack(SMALL))


@pytest.mark.parametrize(
    "written",
    [b"", b"null", b"[]", b"{}", b"\xff", b'{"id": 1}', pack(SMALL)[:300], pack(SMALL).replace(b"author", b"nobody")],
)
def test_what_is_no_dossier_is_refused_without_repeating_it(written: bytes) -> None:
    with pytest.raises(Unreadable) as caught:
        unpack(written)
    assert str(caught.value) == ""
    assert caught.value.__cause__ is None


def test_what_an_older_version_did_not_know_of_is_as_it_is_at_first() -> None:
    known = json.loads(pack(SMALL))
    older = {name: known[name] for name in ("id", "place", "name", "opened", "voices", "entries")}
    older["voices"] = [{name: one[name] for name in ("id", "part", "mark", "name")} for one in known["voices"]]
    assert unpack(json.dumps(older).encode()) == replace(SMALL, voices=(replace(SMALL.author, address=None),))


def test_what_only_a_newer_version_knows_is_not_lost_in_silence() -> None:
    newer = {**json.loads(pack(SMALL)), "colour": "blue"}
    with pytest.raises(Unreadable):
        unpack(json.dumps(newer).encode())
