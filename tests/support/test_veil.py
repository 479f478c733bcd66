"""A veil: who is behind it cannot be printed, copied, stored or compared, and what it leaves tells nobody apart."""

import copy
import json
import logging
import pickle
from collections.abc import Callable
from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.calls import Call
from bot.chat.requests import NOBODY, Account, Actor, Address, Request
from bot.chat.veil import (
    Broken,
    Veil,
    opened_address,
    opened_introduction,
    opened_moderation,
    salted,
)
from store.locks import CaseLock, KeyedEpoch
from tests.leaks.canary import traces

HERE, THERE = CaseLock("c1", b"1" * 32), CaseLock("c2", b"2" * 32)
ONE, TWO = KeyedEpoch(1, b"e" * 32), KeyedEpoch(2, b"f" * 32)
KIM = Veil("slack:T0BAUER:U0BAUER", "Kim Bauer")
SECRETS = ("U0BAUER", "T0BAUER", "Kim", "Bauer")


def names(text: str, name: str, account: str = "slack:T1:U0X") -> bool:
    return Veil(account, name).named_in(text)


def test_cannot_be_printed() -> None:
    shown = " ".join([str(KIM), repr(KIM), f"{KIM}", f"{KIM!r:>9}", str([KIM]), str({"who": KIM}), "%s" % (KIM,)])  # noqa: UP031 - another way
    assert [secret for secret in SECRETS if secret in shown] == []
    record = logging.makeLogRecord({"msg": "%s", "args": (KIM,), "who": KIM})
    assert [secret for secret in SECRETS if secret in f"{record.getMessage()} {record.__dict__}"] == []


@pytest.mark.parametrize(
    "take", [pickle.dumps, copy.copy, copy.deepcopy, json.dumps, vars, lambda it: it.__getstate__()]
)
def test_cannot_be_copied_or_stored(take: Callable[[object], object]) -> None:
    with pytest.raises(TypeError) as caught:
        take(KIM)
    assert [secret for secret in SECRETS if secret in str(caught.value)] == []


def test_comparing_tells_nothing() -> None:
    assert Veil("slack:T1:U1", "Kim") != Veil("slack:T1:U1", "Kim")
    assert len({Veil("slack:T1:U1", "Kim") for _ in range(9)}) == 9


def test_has_no_public_attribute_that_is_not_a_method() -> None:
    assert [name for name in dir(KIM) if not name.startswith("_") and not callable(getattr(KIM, name))] == []


def test_a_request_without_a_name_holds_nobody_and_no_place() -> None:
    request = Request(
        Call("x"), Actor(Account("slack", "T0BAUER", "U0BAUER"), "Kim Bauer"), Address("slack", "@U0BAUER")
    )
    assert (request.unnamed.actor, request.unnamed.place) == (NOBODY, Address("slack", "*"))
    assert [secret for secret in SECRETS if secret in repr(request.unnamed)] == []
    with pytest.raises(TypeError):
        asdict(request.unnamed)


def test_is_known_again_in_its_case_wherever_it_comes_from() -> None:
    mark = KIM.mark(HERE)
    assert KIM.made(mark, HERE)
    assert Veil("slack:*:U0BAUER", "another name").made(mark, HERE)
    assert not Veil("discord:T0BAUER:U0BAUER", "Kim Bauer").made(mark, HERE)
    assert not Veil("slack:T0BAUER:U0LEE", "Kim Bauer").made(mark, HERE)


def test_is_another_in_another_case_and_another_epoch() -> None:
    marks = {KIM.mark(HERE), KIM.mark(THERE), ONE.mark("slack:U0BAUER"), TWO.mark("slack:U0BAUER")}
    assert len(marks) == 4
    assert not KIM.made(KIM.mark(HERE), THERE)


def test_what_it_leaves_holds_nothing_of_them() -> None:
    left = [
        KIM.mark(HERE).encode(),
        KIM.address(HERE),
        KIM.moderation(HERE, ONE),
        KIM.introduction(HERE),
        KIM.tally(b"secret"),
    ]
    assert [secret for secret in SECRETS for what in left if traces(what, secret)] == []


@pytest.mark.parametrize(
    ("account", "name"),
    [
        ("slack:T1:U1", "Bo"),
        ("slack:T0123456789:U0123456789A", "Wilhelmína Anastasia Ptáčková-Featherstonehaugh"),
        ("discord:1234567890123456789:9876543210987654321", "🦦" * 32),
        ("web:demo:kim", ""),
    ],
)
def test_what_is_sealed_is_of_one_length_on_every_platform(account: str, name: str) -> None:
    veil, usual = Veil(account, name), Veil("slack:T1:U1", "Kim")
    assert len(veil.address(HERE)) == len(usual.address(HERE))
    assert len(veil.introduction(HERE)) == len(usual.introduction(HERE))
    assert len(veil.moderation(HERE, ONE)) == len(usual.moderation(HERE, ONE))
    assert len(veil.mark(HERE)) == len(usual.mark(HERE))


@given(user=st.text("abcXYZ0123456789", min_size=1, max_size=200), name=st.text(max_size=600).map(str.strip))
def test_what_is_sealed_is_read_back_in_its_case_and_for_its_purpose_alone(user: str, name: str) -> None:
    account = f"slack:T1:{user}"
    veil = Veil(account, name)
    assert opened_address(veil.address(HERE), HERE) == account
    told, called = opened_introduction(veil.introduction(HERE), HERE)
    assert (told, called.strip()) == (account, name)
    assert len(veil.address(HERE)) % 192 == 28
    with pytest.raises(Broken):
        opened_address(veil.address(HERE), THERE)
    with pytest.raises(Broken):
        opened_address(veil.introduction(HERE), HERE)


def test_whoever_is_blocked_is_found_by_the_mark_of_any_epoch_in_force() -> None:
    sealed = ((HERE, KIM.moderation(HERE, ONE)), (THERE, KIM.moderation(THERE, TWO)))
    blocked = {mark for lock, one in sealed for mark in opened_moderation(one, lock)}
    assert KIM.among(blocked, [TWO, ONE]) == blocked
    assert {number for number, _ in KIM.among(blocked, [TWO])} == {2}
    assert not Veil("slack:T1:U0LEE", "Lee").among(blocked, [ONE, TWO])
    assert not KIM.among([(2, mark) for _, mark in blocked if mark == ONE.mark("slack:U0BAUER")], [ONE, TWO])


def test_a_mark_that_is_kept_unsealed_is_salted_so_that_no_two_can_be_connected() -> None:
    [(number, mark)] = opened_moderation(KIM.moderation(HERE, ONE), HERE)
    here, there = salted(mark, "here"), salted(mark, "there")
    assert len({mark, here, there}) == 3
    assert len(here) == len(mark)
    assert KIM.among([(number, here)], [ONE], "here") == {(number, here)}
    assert not KIM.among([(number, here)], [ONE], "there")
    assert not Veil("slack:T1:U0LEE", "Lee").among([(number, here)], [ONE], "here")


def test_a_tally_tells_people_apart_for_one_process_alone() -> None:
    assert KIM.tally(b"1") == Veil("slack:*:U0BAUER", "").tally(b"1")
    assert len({KIM.tally(b"1"), KIM.tally(b"2"), Veil("slack:T1:U0LEE", "").tally(b"1")}) == 3


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Kim Bauer", "it is me, kim"),
        ("Kim Bauer", "Dr. BAUER’s clinic"),
        ("Zoë Ångström", "ask Zoe"),
        ("Zoe Angstrom", "frau ÅNGSTRÖM"),
        ("Søren Łukasz", "soren and lukasz"),
        ("Großmann", "GROSSMANN"),
        ("Fenn O’Brien", "obrien wrote this"),
        ("Fenn O’Brien", "O'Brien"),
        ("Ada Lovelace", "@adalovelace"),
        ("ada_lovelace", "Lovelace"),
        ("Mary-Jane Hale", "maryjane"),
        ("Bo Li", "yours, Bo"),
        ("bo li", "yours, bo"),
        ("Bo Li", "Dr Li said"),
        ("李明", "我是李明啊"),
        ("李明", "李明"),
        ("Ｋｉｍ", "kim"),
        ("Иван Петров", "это ИВАН"),
        ("Dr Kim (she/her)", "kim"),
    ],
)
def test_finds_a_name_however_it_is_spelt(name: str, text: str) -> None:
    assert names(text, name)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Kim Bauer", "the kimono and the bauernhof"),
        ("Bo Li", "a bo staff and li"),
        ("Dr Kim Bauer", "Dr Smith and the doctor"),
        ("Kim (she/her)", "she told her so"),
        ("Kim van der Berg", "the van broke down on the way"),
        ("Kim B", "plan B or C"),
        ("Kim Bauer, NHS", "the NHS is tired"),
        ("", "anything at all"),
        ("🙂", "🙂"),
        ("李 明", "明天"),
        ("Kim", ""),
    ],
)
def test_takes_no_other_words_for_a_name(name: str, text: str) -> None:
    assert not names(text, name)


def test_finds_what_the_platform_calls_them() -> None:
    assert names("write to <@U0KIM>", "", "slack:T1:U0KIM")
    assert names("i am u0kim", "", "slack:T1:U0KIM")
    assert names("fenn.b was here", "", "web:demo:fenn.b")
    assert not names("U0KIMBERLEY", "", "slack:T1:U0KIM")
    assert not names("1234567", "", "discord:9:123")


@given(st.text(max_size=40), st.text(max_size=60))
def test_any_name_and_any_text_get_an_answer(name: str, text: str) -> None:
    assert names(text, name) in {True, False}
