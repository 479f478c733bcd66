"""Nudges: one neutral sentence, once until somebody looked, and taken back when the case is over."""

import re
from dataclasses import replace

import pytest

from bot.delivery.model import Later, State, Unknown
from tests.support.company import KIM, LEE
from tests.support.office import Office

SENTENCE = "There is something new for you. Type /inbox to read it; only you can see it."


@pytest.fixture
async def company() -> Office:
    made = Office()
    await made.ask()
    await made.joins()
    return made


async def told(company: Office) -> None:
    dossier = await company.dossier()
    await company.nudges.tell(dossier, dossier.author)


async def looked(company: Office) -> None:
    dossier = await company.dossier()
    author = replace(dossier.author, looks=dossier.author.looks + 1)
    await company.change(voices=(author, *dossier.voices[1:]))


def said(company: Office) -> list[str]:
    """What can still be read in private."""
    return [" ".join(text.split()) for text in company.slack.said if text]


async def test_says_the_same_to_everybody_and_nothing_else(company: Office) -> None:
    dossier = await company.dossier()
    await company.nudges.tell(dossier, *dossier.voices)
    await company.settle()
    assert said(company) == [SENTENCE] * 3
    assert [company.heard(actor) for actor in (KIM, LEE)] == [1, 1]


async def test_says_it_once_until_they_looked(company: Office) -> None:
    for _ in range(3):
        await told(company)
        await company.settle()
    assert company.heard(KIM) == 1
    await looked(company)
    await told(company)
    await company.settle()
    assert company.heard(KIM) == 2


async def test_whoever_looks_before_it_is_sent_is_not_nudged(company: Office) -> None:
    await told(company)
    await looked(company)
    await company.settle()
    assert company.heard(KIM) == 0


async def test_whoever_wants_to_look_by_themselves_is_left_alone(company: Office) -> None:
    dossier = await company.dossier()
    await company.change(voices=(replace(dossier.author, address=None), *dossier.voices[1:]))
    await told(company)
    await company.settle()
    assert company.slack.said == []
    assert company.outbox.rows == {}


async def test_every_nudge_is_taken_back_and_only_once(company: Office) -> None:
    for _ in range(2):
        await told(company)
        await company.settle()
        await looked(company)
    dossier = await company.dossier()
    assert len(said(company)) == 2
    for _ in range(2):
        await company.nudges.take_back(dossier)
        await company.settle()
    assert said(company) == []
    assert await company.nudges.take_back(dossier)
    assert {row.state for row in company.outbox.rows.values()} == {State.SENT}
    assert len(company.outbox.rows) == 4


async def test_one_that_was_not_sent_yet_never_is(company: Office) -> None:
    await told(company)
    dossier = await company.dossier()
    await company.nudges.take_back(dossier)
    assert not await company.nudges.take_back(dossier)
    await company.settle()
    assert company.slack.said == []
    assert await company.nudges.take_back(dossier)


async def test_one_that_waits_for_the_platform_is_not_sent_after_it_was_taken_back(company: Office) -> None:
    company.slack.faults = [Later(600)]
    await told(company)
    await company.settle()
    dossier = await company.dossier()
    await company.nudges.take_back(dossier)
    company.clock.move(700)
    await company.settle()
    assert company.slack.said == []
    assert await company.nudges.take_back(dossier)


async def test_one_whose_answer_was_lost_is_found_and_taken_back(company: Office) -> None:
    company.slack.faults, company.slack.takes_first = [Unknown()], True
    await told(company)
    await company.courier.work()
    await company.courier.finish()
    dossier = await company.dossier()
    await company.nudges.take_back(dossier)
    assert not await company.nudges.take_back(dossier)
    for _ in range(4):
        company.clock.move(60)
        await company.settle()
    assert company.slack.said == [""]
    assert await company.nudges.take_back(dossier)


async def test_a_nudge_put_after_the_others_were_taken_back_is_said(company: Office) -> None:
    await told(company)
    await company.settle()
    await company.nudges.take_back(await company.dossier())
    await company.settle()
    await looked(company)
    await told(company)
    await company.settle()
    assert said(company) == [SENTENCE]


async def test_nothing_is_said_about_a_case_that_was_shredded(company: Office) -> None:
    await told(company)
    await company.casebook.shred(company.case)
    await company.settle()
    assert company.slack.said == []
    assert {row.state for row in company.outbox.rows.values()} == {State.UNWANTED}


async def test_the_outbox_holds_ids_and_nobody(company: Office) -> None:
    dossier = await company.dossier()
    await company.nudges.tell(dossier, *dossier.voices)
    await company.settle()
    await company.nudges.take_back(dossier)
    await company.settle()
    # What is sealed is noise, in which any three letters stand now and then.
    rows = repr([replace(row, posted="") for row in company.outbox.rows.values()]).casefold()
    assert [name for name in ("kim", "lee", "ada", "heron", "otter", "slack") if re.search(rf"\b{name}\b", rows)] == []
    assert {row.to.platform for row in company.outbox.rows.values()} == {"sealed"}
    assert len({len(row.posted) for row in company.outbox.rows.values()}) == 1
