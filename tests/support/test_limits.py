"""Limits: how much one person may write, without anybody knowing who that is."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from bot.chat.errors import Refusal
from bot.chat.veil import Veil
from bot.chat.views import calls, plain, refuse
from bot.support.limits import Allowance, Effort, Limits

KIM, LEE = Veil("slack:T1:kim", "Kim"), Veil("slack:T1:lee", "Lee")


class Clock:
    time = datetime(2026, 3, 2, 9, tzinfo=UTC)

    def now(self) -> datetime:
        return self.time


def used(limits: Limits, times: int, effort: Effort = Effort.WORDS, who: Veil = KIM) -> None:
    for _ in range(times):
        with limits.counted(who, effort):
            pass


def test_each_person_has_an_allowance_of_their_own_in_every_span() -> None:
    clock = Clock()
    limits = Limits(Allowance(daily=1, hourly=2), clock.now)
    used(limits, 2)
    used(limits, 1, Effort.REQUEST)
    with pytest.raises(Refusal, match="You have written 2 messages within an hour") as refused:
        limits.check(KIM, Effort.WORDS)
    assert "You can write again in 1 hour." in refused.value.hint
    with pytest.raises(Refusal, match="You have asked for support once within a day") as refused:
        limits.check(KIM, Effort.REQUEST)
    assert "in 24 hours" in refused.value.hint
    limits.check(LEE, Effort.WORDS)

    clock.time += timedelta(minutes=59)
    with pytest.raises(Refusal) as refused:
        limits.check(KIM, Effort.WORDS)
    assert "in 1 minute." in refused.value.hint
    clock.time += timedelta(minutes=1)
    limits.check(KIM, Effort.WORDS)
    with pytest.raises(Refusal):
        limits.check(KIM, Effort.REQUEST)


@pytest.mark.parametrize(
    ("effort", "turn"),
    [(Effort.REQUEST, "help-now"), (Effort.WORDS, "help-now"), (Effort.WISH, "find-skill")],
)
def test_whoever_has_sent_enough_hears_when_it_goes_on_and_where_to_turn_and_is_not_taken_to_be_in_danger(
    effort: Effort, turn: str
) -> None:
    limits = Limits(Allowance(daily=3, hourly=3), Clock().now)
    used(limits, 3, effort)
    with pytest.raises(Refusal) as refused:
        limits.check(KIM, effort)
    reply = refuse(refused.value)
    text = plain(reply.blocks)
    assert re.search(r"You can (send the next|write again) in (24 hours|1 hour)", text)
    assert [str(one) for one in calls(reply.blocks)] == [turn]
    assert "so that" in text
    assert not re.search("safe|crisis|cannot wait|number", text)


def test_what_fails_is_not_counted() -> None:
    limits = Limits(Allowance(hourly=1), Clock().now)
    with pytest.raises(OSError, match="full"), limits.counted(KIM, Effort.WORDS):
        raise OSError("full")
    used(limits, 1)


def test_two_at_once_do_not_get_past_it() -> None:
    limits = Limits(Allowance(hourly=1), Clock().now)
    with limits.counted(KIM, Effort.WORDS), pytest.raises(Refusal), limits.counted(KIM, Effort.WORDS):
        pass


def test_what_is_kept_in_memory_names_nobody_and_is_forgotten() -> None:
    clock = Clock()
    limits = Limits(Allowance(), clock.now)
    used(limits, 3)
    assert "kim" not in repr(vars(limits)).lower()
    clock.time += timedelta(hours=1)
    limits.check(LEE, Effort.WORDS)
    assert limits.remembered == 0


def test_somebody_stands_for_something_else_in_every_process() -> None:
    first, second = (Limits(Allowance(), Clock().now) for _ in range(2))
    for one in (first, second):
        used(one, 1)
    assert not set(vars(first)["_times"]) & set(vars(second)["_times"])
