"""Open replies are counted now and then, and nothing else is known of them."""

from datetime import datetime, timedelta

import pytest

from bot.delivery.model import Gone, Later, Messenger, Refused, Unknown, Unreadable
from bot.support.listening import Listening
from tests.support.company import KIM, Company

# What the platform in memory calls its first post.
POSTED = "1"


class Ears:
    """A company, and what listens to its case, looked at every minute."""

    def __init__(self, company: Company, messengers: dict[str, Messenger] | None = None) -> None:
        self.company, self.clock = company, company.clock
        messengers = {"slack": company.slack} if messengers is None else messengers
        self.listening = Listening(company.casebook, company.nudges, messengers)

    async def take(self) -> datetime | None:
        due = await self.listening.take(await self.company.opened(), self.clock.now())
        await self.listening.finish()
        return due

    async def turns(self, **span: float) -> list[timedelta]:
        """Let time pass from turn to turn; returns how long lay between them."""
        end, between = self.clock.time + timedelta(**span), []
        due = await self.take()
        while due and due <= end:
            between.append(due - self.clock.time)
            self.clock.time = due
            due = await self.take()
        return between


@pytest.fixture
async def company() -> Company:
    company = Company()
    await company.post()
    return company


async def test_a_young_case_is_listened_to_often_and_an_old_one_seldom(company: Company) -> None:
    ears = Ears(company)
    between = await ears.turns(days=3)
    minutes = [span.total_seconds() / 60 for span in between]
    assert minutes[:12] == [5] * 12
    assert set(minutes[13:200]) == {15}
    assert minutes[-20:] == [60] * 20


async def test_nobody_is_asked_before_the_turn_has_come(company: Company) -> None:
    ears = Ears(company)
    company.slack.answered[POSTED] = 1
    await ears.take()
    for _ in range(4):
        ears.clock.move(60)
        await ears.take()
        assert (await company.dossier()).replies == 0
    ears.clock.move(60)
    await ears.take()
    assert (await company.dossier()).replies == 1


async def test_the_author_is_nudged_once_until_they_looked(company: Company) -> None:
    ears = Ears(company)
    for answers in (1, 2):
        company.slack.answered[POSTED] = answers
        await ears.turns(minutes=11)
        await company.settle()
    assert company.heard(KIM) == 1
    assert "New: 2 open replies in the thread" in await company.do("inbox", KIM)
    assert "answered openly, 2 times" in await company.press("Open")
    company.slack.answered[POSTED] = 3
    await ears.turns(minutes=11)
    await company.settle()
    assert company.heard(KIM) == 2


async def test_nothing_is_written_when_nothing_came(company: Company) -> None:
    before = await company.row()
    await Ears(company).turns(hours=2)
    assert await company.row() == before


async def test_what_was_deleted_makes_room_for_news(company: Company) -> None:
    ears = Ears(company)
    company.slack.answered[POSTED] = 2
    await ears.turns(minutes=11)
    await company.do("inbox-case", KIM, case=company.case)
    company.slack.answered[POSTED] = 1
    await ears.turns(minutes=11)
    assert "New" not in await company.do("inbox", KIM)
    company.slack.answered[POSTED] = 2
    await ears.turns(minutes=11)
    assert "New: 1 open reply in the thread" in await company.do("inbox", KIM)


@pytest.mark.parametrize("fault", [Later(9), Refused("no"), Gone(), Unreadable("no"), Unknown(), ValueError("what")])
async def test_a_platform_that_does_not_answer_is_asked_again(company: Company, fault: Exception) -> None:
    ears = Ears(company)
    company.slack.answered[POSTED] = 1
    company.slack.faults = [fault]
    assert len(await ears.turns(minutes=6)) == 1
    assert (await company.dossier()).replies == 0
    await ears.turns(minutes=6)
    assert (await company.dossier()).replies == 1


async def test_a_closed_case_and_one_that_is_not_posted_are_left_alone(company: Company) -> None:
    ears = Ears(company)
    company.slack.answered[POSTED] = 1
    await ears.take()
    await company.change(closed=True)
    ears.clock.move(3600)
    assert await ears.take() is None
    assert (await company.dossier()).replies == 0


async def test_a_case_forgotten_meanwhile_is_no_trouble(company: Company, caplog: pytest.LogCaptureFixture) -> None:
    ears, opened = Ears(company), await company.opened()
    await ears.take()
    await company.casebook.shred(company.case)
    ears.clock.move(3600)
    await ears.listening.take(opened, ears.clock.now())
    await ears.listening.finish()
    assert "counted" not in caplog.text


async def test_a_platform_that_is_not_there_yet_is_waited_for(company: Company) -> None:
    messengers: dict[str, Messenger] = {}
    ears = Ears(company, messengers)
    company.slack.answered[POSTED] = 1
    await ears.turns(minutes=11)
    messengers["slack"] = company.slack
    await ears.turns(minutes=6)
    assert (await company.dossier()).replies == 1
