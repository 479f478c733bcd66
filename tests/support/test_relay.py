"""To a sealed address: carried by the real courier, with nothing in the outbox that says to whom."""

from base64 import b64decode
from dataclasses import asdict, replace
from datetime import datetime, timedelta

import pytest

from bot.chat.views import Text
from bot.delivery.composers import Edit, Removal, Said, Words
from bot.delivery.courier import Courier
from bot.delivery.model import Delivery, Draft, Later, Messenger, Refused, State, Unknown, Unreadable
from bot.support.casebook import Casebook
from bot.support.model import Dossier
from bot.support.relay import SEALED, Relay, sealed_address
from tests.support.company import KIM
from tests.support.office import Office
from tests.support.stuck import StuckVault

HOUR = timedelta(hours=1)


class Post(Office):
    """A case, and a courier that says what a test wants said."""

    def __init__(self) -> None:
        super().__init__()
        self.voices: dict[str, Messenger] = {"slack": self.slack}
        self.relay = Relay(self.casebook, self.voices)
        self.courier = Courier(self.outbox, {SEALED: self.relay}, {"note": self.word}, self.clock.now)

    async def word(self, delivery: Delivery, now: datetime) -> Said:
        del now
        what, _, posted = delivery.payload.partition(" ")
        blocks = [Text((f"something {what}",))]
        match what:
            case "edit":
                return Edit(posted, blocks)
            case "remove":
                return Removal(posted)
            case _:
                return Words(blocks)

    async def put(self, what: str) -> None:
        now, dossier = self.clock.now(), await self.dossier()
        await self.put_to(what, dossier, now)

    async def put_to(self, what: str, dossier: Dossier, now: datetime) -> None:
        to = sealed_address(dossier.id, dossier.author.id)
        draft = Draft(key=what, kind="note", payload=what, to=to, due_at=now, expires_at=now + HOUR)
        await self.outbox.put([draft])

    @property
    def last(self) -> Delivery:
        """What was put last."""
        return list(self.outbox.rows.values())[-1]


@pytest.fixture
async def post() -> Post:
    made = Post()
    await made.ask()
    return made


async def test_it_arrives_and_the_outbox_does_not_know_where(post: Post) -> None:
    await post.put("new")
    await post.settle()
    assert (post.slack.said, post.heard(KIM), post.last.state) == (["something new"], 1, State.SENT)
    assert "kim" not in str([asdict(row) for row in post.outbox.rows.values()]).casefold()
    assert post.last.posted != "1"
    assert (await post.opened()).lock.open("posted", b64decode(post.last.posted)).rstrip() == b"1"


async def test_what_was_said_is_changed_and_taken_back(post: Post) -> None:
    await post.put("new")
    await post.settle()
    posted = post.last.posted
    await post.put(f"edit {posted}")
    await post.settle()
    assert (post.slack.said, post.last.state) == (["something edit"], State.SENT)
    await post.put(f"remove {posted}")
    await post.settle()
    assert (post.slack.said, post.last.state) == ([""], State.SENT)


@pytest.mark.parametrize("what", ["new", "edit", "remove"])
async def test_a_refusal_leaves_the_same_row_as_anything_else(post: Post, what: str) -> None:
    await post.put("first")
    await post.settle()
    posted = post.last.posted
    post.slack.faults = [Refused("Kim has closed their direct messages.")]
    await post.put(f"{what} {posted}")
    await post.settle()
    assert (post.last.state, post.last.reason) == (State.SENT, "")
    assert {len(row.posted) for row in post.outbox.rows.values()} == {len(posted)}
    # What never arrived is no riddle when it is to be changed later.
    await post.put(f"edit {post.last.posted} again")
    await post.settle()
    assert post.last.state is not State.FAILED


@pytest.mark.parametrize("fault", [Refused("Kim left."), Unreadable("Kim’s conversation cannot be read.")])
async def test_a_history_that_cannot_be_read_is_no_riddle_for_an_organiser(post: Post, fault: Exception) -> None:
    post.slack.faults = [Unknown()]
    post.slack.history_fault = fault
    await post.put("new")
    await post.settle()
    post.clock.move(60)
    await post.settle()
    assert (post.last.state, "Kim" in post.last.reason) == (State.SENT, False)


async def test_a_lost_answer_is_looked_for(post: Post) -> None:
    post.slack.faults, post.slack.takes_first = [Unknown()], True
    await post.put("new")
    await post.settle()
    post.clock.move(60)
    await post.settle()
    assert (post.slack.said, post.last.state) == (["something new"], State.SENT)
    assert "kim" not in repr(post.last).casefold()


async def test_when_a_platform_asks_for_patience_it_waits(post: Post) -> None:
    post.slack.faults = [Later(30)]
    await post.put("new")
    await post.settle()
    assert post.last.state is State.WAITING
    post.clock.move(30)
    await post.settle()
    assert post.slack.said == ["something new"]


async def test_a_platform_that_is_not_there_yet_is_waited_for(post: Post) -> None:
    slack = post.voices.pop("slack")
    await post.put("new")
    await post.settle()
    assert (post.last.state, post.slack.said) == (State.WAITING, [])
    post.voices["slack"] = slack
    post.clock.move(30)
    await post.settle()
    assert post.slack.said == ["something new"]


async def test_what_is_under_way_when_a_case_is_shredded_ends_there(post: Post) -> None:
    post.slack.faults, post.slack.takes_first = [Unknown()], True
    await post.put("new")
    await post.courier.work()
    await post.courier.finish()
    assert [post.last.state] == [State.SENDING]
    dossier = await post.dossier()
    await post.casebook.shred(dossier.id)
    post.clock.move(60)
    await post.settle()
    assert post.last.state is State.UNWANTED
    await post.put_to("later", dossier, post.clock.now())
    await post.settle()
    assert (post.last.state, post.slack.said) == (State.UNWANTED, ["something new"])


async def test_whoever_wants_no_nudges_has_no_address(post: Post) -> None:
    dossier = await post.dossier()
    await post.change(voices=(replace(dossier.author, address=None),))
    await post.put("new")
    await post.settle()
    assert (post.last.state, post.slack.said) == (State.UNWANTED, [])


async def test_keys_that_do_not_work_just_now_lose_nothing(post: Post) -> None:
    stuck = StuckVault(post.clock.now)
    stuck.stuck = True
    stuck._keys = post.vault._keys
    relay = Relay(Casebook(post.cases, stuck), post.voices)
    post.courier = Courier(post.outbox, {SEALED: relay}, {"note": post.word}, post.clock.now)
    await post.put("new")
    await post.settle()
    assert post.last.state is State.WAITING
    stuck.stuck = False
    post.clock.move(300)
    await post.settle()
    assert post.slack.said == ["something new"]


async def test_a_reference_that_somebody_changed_is_no_message(post: Post) -> None:
    for posted in ("", "1", "AAAA", "no base64!"):
        await post.put(f"remove {posted}")
        await post.settle()
        assert post.last.state is State.UNWANTED


async def test_its_patience_has_room_for_finding_out_who_it_is(post: Post) -> None:
    assert post.relay.patience > post.slack.patience
    assert Relay(post.casebook, {SEALED: post.relay}).patience > 0


async def test_nobody_answers_openly_in_private(post: Post) -> None:
    dossier = await post.dossier()
    assert await post.relay.replies(sealed_address(dossier.id, dossier.author.id), "anything") == 0
