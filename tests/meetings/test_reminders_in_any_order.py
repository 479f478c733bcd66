"""Whatever people do, and whenever the bot is away: nothing is said twice, nor when it is of no use."""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import pairwise

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.chat.errors import Refusal
from bot.meetings import edits
from bot.meetings.model import Series
from bot.meetings.notices import CHANGE, REMINDER, Notice
from bot.meetings.occurrences import Meeting
from bot.meetings.rules import Rule
from bot.meetings.splitting import following, split
from bot.meetings.whereabouts import by_id, trace
from tests.meetings.network import Network
from tests.meetings.series import network_meeting, wall

MARCH = wall("2026-03-29T15:00")
KEY = "5e71e5@20260329T150000"
HOURS = st.integers(-24 * 12, 24 * 12)


@dataclass(frozen=True)
class Step:
    """What happens next: `what` an organiser does, or that time passes with the bot there or `away`."""

    what: str
    hours: int = 0


STEPS = st.lists(
    st.one_of(
        st.builds(Step, st.just("move"), HOURS),
        st.builds(Step, st.sampled_from(["this and following", "once"]), HOURS),
        st.builds(Step, st.sampled_from(["cancel", "restore", "speaker", "restart"])),
        st.builds(Step, st.sampled_from(["run", "away"]), st.integers(1, 24 * 6)),
    ),
    max_size=12,
)


async def found(network: Network) -> Meeting:
    meeting = trace(by_id(await network.stores.calendar.all()), KEY)
    assert meeting
    return meeting


async def divide(network: Network, held: Meeting, number: int, **changes: object) -> None:
    """Let the series be something else from this date on."""
    start = held.occurrence.start
    wanted = replace(following(held.series, start), **changes)  # type: ignore[arg-type]
    done = split(held.series, start, wanted, new_id=f"new{number}", at=network.clock.now())
    await network.stores.calendar.save(*done.changed)


async def change(network: Network, step: Step, number: int) -> None:
    """Let an organiser do what a step says."""
    held = await found(network)
    start, at = held.occurrence.start, network.clock.now()
    to = MARCH + timedelta(hours=step.hours)
    changes: dict[str, Callable[[Series], Series]] = {
        "move": partial(edits.move, start=start, to=to, at=at),
        "cancel": partial(edits.cancel, start=start, at=at),
        "restore": partial(edits.restore, start=start, at=at),
        "speaker": partial(edits.describe_date, start=start, at=at, speaker=f"Speaker {number}"),
    }
    if step.what in changes:
        await network.edit(changes[step.what], held.series.id)
    elif step.what == "once":
        await divide(network, held, number, start=to, rule=Rule())
    else:
        await divide(network, held, number, host=f"Host {number}")


async def do(network: Network, step: Step, number: int) -> None:
    match step.what:
        case "run":
            await network.run(timedelta(hours=step.hours))
        case "away":
            network.clock.time += timedelta(hours=step.hours)
        case "restart":
            network.start()
        case _:
            await change(network, step, number)


async def play(network: Network, steps: list[Step]) -> datetime:
    """Do all of it, and let a month pass; returns when the bot first looked after the last change."""
    looked: datetime | None = None
    for number, step in enumerate(steps):
        at = network.clock.now()
        looked = None if step.what not in {"run", "away", "restart"} else looked or (at if step.what == "run" else None)
        with suppress(Refusal):  # what is cancelled cannot be moved
            await do(network, step, number)
    looked = looked or network.clock.now()
    await network.run(timedelta(days=30))
    return looked


@given(steps=STEPS)
@example(steps=[Step("run", 200), Step("once", 24)])
@example(steps=[Step("run", 200), Step("this and following"), Step("run", 140), Step("cancel")])
@settings(max_examples=150, deadline=None)
async def test_each_reminder_is_said_once_and_never_after_the_meeting(steps: list[Step]) -> None:
    last_sundays = network_meeting("FREQ=MONTHLY;BYDAY=-1SU;COUNT=2", "2026-02-22T15:00")
    network = Network(last_sundays, now="2026-03-15T00:00")
    looked = await play(network, steps)
    rows = {row.id: row for row in await network.rows()}
    said = [(when, rows[key]) for when, (_, key, _) in zip(network.slack.times, network.slack.history, strict=True)]

    assert max(Counter(key for _, key, _ in network.slack.history).values(), default=1) == 1
    reminded = [(when, Notice.parse(row.payload)) for when, row in said if row.kind == REMINDER]
    for when, notice in reminded:
        assert when < notice.start + timedelta(minutes=15)
    for number, (_, notice) in enumerate(reminded):
        for _, other in reminded[:number]:
            if notice.before == other.before:
                assert notice.before
                assert abs(notice.start - other.start) >= notice.before

    # No two reminders come together, and what was said last is how it is, unless nobody needs to know any more.
    assert max(Counter(when for when, _ in reminded).values(), default=1) == 1
    told = [Notice.parse(row.payload) for _, row in said if row.kind in {REMINDER, CHANGE}]
    changed = {number for number, (_, row) in enumerate(said) if row.kind == CHANGE}
    for number, (before, after) in enumerate(pairwise(told), 1):
        assert number not in changed or (before.start, before.cancelled) != (after.start, after.cancelled)
    meeting = await found(network)
    if told and (told[-1].start, told[-1].cancelled) != (meeting.start, meeting.cancelled):
        over = max(told[-1].start, meeting.start) + meeting.duration if meeting.cancelled else meeting.end
        assert looked >= over
