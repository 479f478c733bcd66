"""The search finds whatever is planted, however it is written; a search that finds nothing proves nothing otherwise."""

import base64
import hashlib
import hmac
import os
from collections import defaultdict
from collections.abc import Callable
from random import Random

import pytest

from bot.chat.requests import Account
from tests.leaks.canary import Canary
from tests.leaks.encodings import digests, written
from tests.leaks.needles import SHORTEST, Needles

WORKSPACE, CASE = "T0NETWORK", "00aa11bb22cc33dd"
CANARY = Canary(
    account=Account("slack", WORKSPACE, "U0PTACKOVA7"),
    handle="w.ptackova",
    name="Wilhelmína Ptáčková",
    email="wilhelmina@kanarienvogel.example",
    conversation="D0VOGELHAUS9",
)
NEEDLES = Needles(CANARY.secrets, CANARY.hashable, (WORKSPACE, CASE))
NUMBERED = Needles({"id": "1180000000000000723"})

# Random, and the same in every run.
HAY = Random(5).randbytes(100_000)  # noqa: S311 - it hides nothing
FIELD = 997


def in_hay(needle: bytes, at: int) -> bytes:
    return HAY[:at] + needle + HAY[at:5000]


def planted(needles: list[bytes]) -> bytes:
    """Plant each in a field of its own, so that each stands at another remainder."""
    return b"".join(HAY[:100] + needle + HAY[: FIELD - 100 - len(needle)] for needle in needles)


def places(data: bytes) -> defaultdict[int, set[str]]:
    """Return what is found in each field."""
    found = defaultdict[int, set[str]](set)
    for one in NEEDLES.search(data):
        found[one.at // FIELD].add(one.what)
    return found


def told(data: bytes, needles: Needles = NEEDLES) -> set[str]:
    return {found.what for found in needles.search(data)}


def test_nothing_is_found_where_nothing_is() -> None:
    assert NEEDLES.search(HAY + os.urandom(100_000)) == []
    assert len(NEEDLES) > 30_000


@pytest.mark.parametrize(("what", "secret"), CANARY.secrets.items(), ids=CANARY.secrets)
def test_every_way_of_writing_is_found_at_every_place(what: str, secret: str) -> None:
    ways = [(how, needle) for how, needle, _ in written(secret) if len(needle) >= SHORTEST]
    found = places(planted([needle for _, needle in ways]))
    assert [how for number, (how, _) in enumerate(ways) if what not in found[number]] == []


@pytest.mark.parametrize("before", [b"", b"x", b"xy", b"xyz"])
@pytest.mark.parametrize("after", [b"", b"z", b"zy"])
@pytest.mark.parametrize("encode", [base64.b64encode, base64.urlsafe_b64encode])
def test_base64_is_found_whatever_stands_around_it(
    before: bytes, after: bytes, encode: Callable[[bytes], bytes]
) -> None:
    assert told(encode(before + CANARY.name.encode() + after)) >= {"name"}
    assert told(encode(before + CANARY.account.user.encode() + after)) == {"id"}


@pytest.mark.parametrize(
    "name", ["md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_256", "blake2b", "blake2s"]
)
@pytest.mark.parametrize("salt", ["", WORKSPACE, CASE])
def test_hashes_are_found_whole_or_cut_short_and_however_they_are_written(name: str, salt: str) -> None:
    user = CANARY.account.user
    for joined in (user, f"{salt}{user}", f"{user}{salt}", f"{salt}:{user}", f"{user}:{salt}") if salt else (user,):
        digest = hashlib.new(name, joined.encode())
        raw, text = digest.digest(), digest.hexdigest()
        for kept in (raw, raw[:16], text.encode(), text[:20].upper().encode(), base64.b64encode(b"a" + raw)):
            assert told(in_hay(kept, 77)) == {"id"}, joined
        assert told(base64.urlsafe_b64encode(text.encode())) == {"id"}


@pytest.mark.parametrize("name", ["md5", "sha1", "sha256", "sha512", "sha3_256", "blake2b"])
def test_keyed_hashes_are_found_whichever_is_the_key(name: str) -> None:
    email = CANARY.email
    for key, text in ((CASE, email), (email, CASE), (WORKSPACE, email)):
        assert told(hmac.digest(key.encode(), text.encode(), name)) == {"e-mail"}


def test_the_account_as_the_bot_writes_it_is_found_hashed_too() -> None:
    assert told(hashlib.sha256(str(CANARY.account).encode()).digest()) == {"account"}
    assert told(hashlib.sha256(f"{CASE}:slack:{CANARY.account.user}".encode()).digest()) == {
        "account without workspace"
    }
    assert told(hashlib.blake2b(str(CANARY.account).encode(), digest_size=16).digest()) == {"account"}


def test_every_hash_of_every_salt_is_found() -> None:
    made = list(digests(CANARY.handle, (WORKSPACE, CASE)))
    found = places(planted([digest for _, digest in made]))
    assert [name for number, (name, _) in enumerate(made) if found[number] != {"handle"}] == []


def test_an_id_is_found_as_the_number_that_it_is() -> None:
    number = 1180000000000000723
    for kept in (number.to_bytes(8, "big"), number.to_bytes(8, "little"), f"{number:x}".encode(), str(number).encode()):
        assert told(in_hay(kept, 4097), NUMBERED) == {"id"}


def test_a_name_is_found_without_its_accents_and_in_part() -> None:
    assert told(b"wilhelmina ptackova") >= {"name"}
    assert told("PTÁČKOVÁ, W.".encode()) == {"2. part of the name"}
    assert told(b'{"n":"Wilhelm\\u00edna"}') == {"1. part of the name"}
