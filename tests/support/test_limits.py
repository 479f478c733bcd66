"""Limits: how much one person may write, without anybody knowing who that is."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.chat.errors import Refusal
from bot.chat.veil import Veil
from bot.chat.views import plain, refuse
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
    with pytest.raises(Refusal, match="2 messages in an hour") as refused:
        limits.check(KIM, Effort.WORDS)
    assert "You can send the next after 1 hour." in refused.value.hint
    assert "I’m not safe" in plain(refuse(refused.value).blocks)
    with pytest.raises(Refusal, match="1 request in a day") as refused:
        limits.check(KIM, Effort.REQUEST)
    assert "after 24 hours" in refused.value.hint
    limits.check(LEE, Effort.WORDS)

    clock.time += timedelta(minutes=59)
    with pytest.raises(Refusal) as refused:
        limits.check(KIM, Effort.WORDS)
    assert "after 1 minute." in refused.value.hint
    clock.time += timedelta(minutes=1)
    limits.check(KIM, Effort.WORDS)
    with pytest.raises(Refusal):
        limits.check(KIM, Effort.REQUEST)


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
