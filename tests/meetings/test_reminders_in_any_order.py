"""Whatever people do, and whenever the bot is away: nothing is said twice, nor when it is of no use."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.chat.errors import Refusal
from bot.meetings import edits
from bot.meetings.notices import CHANGE, REMINDER, Notice
from bot.meetings.whereabouts import by_id, trace
from tests.meetings.network import Network
from tests.meetings.series import network_meeting, wall

MARCH = wall("2026-03-29T15:00")
HOURS = st.integers(-24 * 12, 24 * 12)


@dataclass(frozen=True)
class Step:
    """What happens next: `what` an organiser does, or that time passes with the bot there or `away`."""

    what: str
    hours: int = 0


STEPS = st.lists(
    st.one_of(
        st.builds(Step, st.just("move"), HOURS),
        st.builds(Step, st.sampled_from(["cancel", "restore", "speaker", "restart"])),
        st.builds(Step, st.sampled_from(["run", "away"]), st.integers(1, 24 * 6)),
    ),
    max_size=12,
)


async def play(network: Network, steps: list[Step]) -> datetime:
    """Do all of it, and let a month pass; returns when the bot first looked after the last change."""
    looked: datetime | None = None
    for number, step in enumerate(steps):
        at = network.clock.now()
        later = timedelta(hours=step.hours)
        looked = None if step.what not in {"run", "away", "restart"} else looked or (at if step.what == "run" else None)
        try:
            match step.what:
                case "move":
                    await network.edit(partial(edits.move, start=MARCH, to=MARCH + later, at=at))
                case "cancel":
                    await network.edit(partial(edits.cancel, start=MARCH, at=at))
                case "restore":
                    await network.edit(partial(edits.restore, start=MARCH, at=at))
                case "speaker":
                    await network.edit(partial(edits.describe_date, start=MARCH, at=at, speaker=f"Speaker {number}"))
                case "run":
                    await network.run(later)
                case "away":
                    network.clock.time += later
                case _:
                    network.start()
        except Refusal:
            pass  # what is cancelled cannot be moved
    looked = looked or network.clock.now()
    await network.run(timedelta(days=30))
    return looked


@given(steps=STEPS)
@settings(max_examples=150, deadline=None)
async def test_each_reminder_is_said_once_and_never_after_the_meeting(steps: list[Step]) -> None:
    network = Network(network_meeting("", "2026-03-29T15:00"), now="2026-03-15T00:00")
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
    meeting = trace(by_id(await network.stores.calendar.all()), "5e71e5@20260329T150000")
    assert meeting
    if told and (told[-1].start, told[-1].cancelled) != (meeting.start, meeting.cancelled):
        over = max(told[-1].start, meeting.start) + meeting.duration if meeting.cancelled else meeting.end
        assert looked >= over
