"""Asking: a form, a sealed draft, a preview, and what cannot be asked."""

import pytest

from bot.chat.calls import Call
from bot.chat.views import plain
from bot.support.kept import SealedCase
from bot.support.model import Need, Stage
from tests.fakes import MemoryCases
from tests.support.house import AWAY, KIM, WORDS, House


@pytest.fixture
def house() -> House:
    return House()


async def test_the_form_asks_for_little_and_says_first_who_reads_it(house: House) -> None:
    form = await house.form("peer-support")
    assert form is not None
    assert [option.name for option in form.options] == ["text", "needs", "nudge"]
    assert form.values == {"nudge": "yes"}
    notice = " ".join(plain_line for plain_line in map(str, form.notice))
    for part in ("not a crisis service", "999", "116 123", "Everybody in the channel", "at the weekend"):
        assert part in notice


def test_what_is_typed_after_it_is_dropped(house: House) -> None:
    assert house.bot.catalog.read("peer-support", "my whole story") == Call("peer-support")


async def test_a_draft_is_sealed_at_once_and_shown_to_its_author_alone(house: House) -> None:
    seen = await house.ask(needs="advice,talk")
    assert WORDS in seen
    case = await house.case()
    assert case.stage is Stage.DRAFT
    assert case.needs == (Need.ADVICE, Need.TALK)
    assert case.opened.minute == 0
    assert case.name in seen
    await house.wait(hours=1)
    assert house.public() == []
    assert house.private() == []
    [sealed] = await house.stores.cases.all()
    assert WORDS.encode() not in sealed.sealed


async def test_how_to_reach_the_author_is_kept_only_if_they_want_to_be_told(house: House) -> None:
    await house.ask(nudge="no")
    assert "You will look yourself" in plain(house.seen)
    assert (await house.case()).author.address is None
    other = House()
    await other.ask()
    assert "I will tell you privately" in plain(other.seen)
    assert (await other.case()).author.address is not None


async def test_every_request_goes_by_another_name(house: House) -> None:
    for _ in range(3):
        await house.ask()
    assert len({case.name for case in await house.cases()}) == 3


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("   ", "Please fill this in"),
        ("\u200b\u200d \u2060", "There is nothing to read in that."),
        ("Hello @everyone", "would call people in"),
        ("Look at https://example.org/a?who=kim", "There is a link in it."),
        ("x" * 10_000, "10,000 characters: too long by 7,000"),
    ],
)
async def test_words_that_cannot_be_posted_are_left_in_the_form(house: House, words: str, sentence: str) -> None:
    answer = await house.ask(text=words)
    problems = house.bot.problems(house.request("peer-support", KIM, text=words))
    assert sentence in f"{answer} {problems}"
    assert house.reply.unclear == "text"
    assert await house.cases() == []


async def test_without_a_channel_it_says_so_before_anybody_writes() -> None:
    house = House(channels=())
    assert await house.form("peer-support") is None
    assert "There is no channel for requests yet" in await house.do("peer-support")
    assert "/help-now" in plain(house.seen)


async def test_a_platform_without_a_channel_says_where_it_will_be_posted(house: House) -> None:
    assert "the channel for requests on Slack" in await house.ask(AWAY)
    assert (await house.case()).place.platform == "slack"
    assert "on Slack" not in await house.ask(KIM)


class FullCases(MemoryCases):
    """A store with no room left."""

    async def add(self, case: SealedCase) -> None:
        raise OSError(case.id)


async def test_words_survive_a_failure_of_ours() -> None:
    answer = await House(cases=FullCases()).ask()
    assert "Something went wrong on our side" in answer
    assert WORDS in answer
