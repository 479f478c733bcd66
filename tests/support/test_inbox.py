"""/inbox: what waits for somebody, and for nobody else."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from adapters.discord import render as discord
from adapters.limits import MORE
from adapters.slack import render as slack
from bot.chat.requests import Actor
from bot.support.model import Blocking, Kind, Part, Standing, Talk, Talking
from tests.support.company import ADA, ASKED, KIM, LEE, MAX, Company, entry

NEW, NOTHING = "New: 1 message", "Nothing is waiting for you."


@pytest.fixture
async def company() -> Company:
    company = Company()
    await company.ask()
    await company.joins()
    return company


async def test_works_with_no_case_at_all() -> None:
    company = Company()
    assert NOTHING in await company.do("inbox", KIM)
    assert "/peer-support" in await company.do("inbox", KIM)
    assert company.labels() == ["Ask for support", "I’m not safe"]


async def test_shows_everybody_their_own_part_and_nobody_else_anything(company: Company) -> None:
    assert "Your request, open" in await company.do("inbox", KIM)
    assert "You take part as Calm Otter" in await company.do("inbox", LEE)
    assert "You take part by name" in await company.do("inbox", ADA)
    assert NOTHING in await company.do("inbox", MAX)


async def test_a_case_is_read_by_those_in_it_alone(company: Company) -> None:
    for somebody in (KIM, LEE, ADA):
        assert ASKED in await company.do("inbox-case", somebody, case=company.case)
    assert await company.do("inbox-case", MAX, case=company.case) == (
        "There is nothing there for you.\nType /inbox to see what is."
    )


async def test_everybody_reads_what_they_said_as_their_own_and_the_rest_by_its_neutral_name(company: Company) -> None:
    page = await company.do("inbox-case", KIM, case=company.case)
    assert f"You\n{ASKED}" in page
    assert "Calm Otter\nI know that dread." in page
    page = await company.do("inbox-case", LEE, case=company.case)
    assert f"Quiet Heron, who asked\n{ASKED}" in page
    assert "You\nI know that dread." in page


async def test_what_is_new_is_new_until_they_looked(company: Company) -> None:
    assert NEW in await company.do("inbox", KIM)
    assert "New since you looked: 1 message." in await company.press("Open")
    assert "New" not in await company.press("‹ My inbox")
    await company.add(entry("2", "l", Kind.ANSWER, "And it ends."))
    await company.change(replies=2)
    assert "New: 1 message, 2 open replies in the thread" in await company.do("inbox", KIM)


async def test_looking_lets_the_next_news_be_told_again(company: Company) -> None:
    for number in range(3):
        told = await company.add(entry(f"x{number}", "l", Kind.ANSWER, "More."))
        await company.nudges.tell(told, told.author)
        await company.nudges.tell(told, told.author)
        await company.settle()
        await company.do("inbox-case", KIM, case=company.case)
    assert company.heard(KIM) == 3


async def test_what_is_no_message_can_be_told_again_and_again_too(company: Company) -> None:
    for _ in range(3):
        await company.nudges.tell(await company.dossier(), (await company.dossier()).author)
        await company.settle()
        await company.do("inbox-case", KIM, case=company.case)
    assert company.heard(KIM) == 3


async def test_what_was_taken_away_hides_no_later_news(company: Company) -> None:
    await company.do("inbox-case", KIM, case=company.case)
    gone = replace((await company.dossier()).entries[-1], standing=Standing.REMOVED)
    await company.change(entries=(*(await company.dossier()).entries[:-1], gone))
    assert "New" not in await company.do("inbox", KIM)
    await company.add(entry("2", "l", Kind.ANSWER, "More."))
    assert NEW in await company.do("inbox", KIM)


async def test_an_answer_that_was_thrown_away_unsent_is_no_news(company: Company) -> None:
    await company.do("inbox-case", KIM, case=company.case)
    draft = entry("3", "l", Kind.ANSWER, "Never mind.", posted="")
    for standing in (Standing.DRAFT, Standing.WITHDRAWN, Standing.REMOVED):
        await company.add(replace(draft, id=standing.value, standing=standing))
        assert "New" not in await company.do("inbox", KIM)
        assert "Never mind." not in await company.do("inbox-case", KIM, case=company.case)


async def test_drafts_are_read_by_who_wrote_them_alone(company: Company) -> None:
    await company.add(replace(entry("4", "l", Kind.ANSWER, "Half a thought", posted=""), standing=Standing.DRAFT))
    assert "Half a thought" in await company.do("inbox-case", LEE, case=company.case)
    assert "Look at it" in company.labels()
    for somebody in (KIM, ADA):
        assert "Half a thought" not in await company.do("inbox-case", somebody, case=company.case)


async def test_what_was_removed_is_still_read_by_who_wrote_it(company: Company) -> None:
    await company.add(replace(entry("5", "l", Kind.ANSWER, "Something harsh"), standing=Standing.REMOVED))
    mine = await company.do("inbox-case", LEE, case=company.case)
    assert "Something harsh\nFacilitators removed this." in mine
    theirs = await company.do("inbox-case", KIM, case=company.case)
    assert "Something harsh" not in theirs
    assert "Facilitators removed this." in theirs


async def test_answers_stand_in_the_order_they_were_posted_whatever_was_written_first(company: Company) -> None:
    await company.add(
        entry("6", "l", Kind.ANSWER, "later", posted="9"), entry("7", "l", Kind.ANSWER, "first", posted="8")
    )
    await company.add(entry("8", "l", Kind.ANSWER, "last", posted="1000"))
    page = await company.do("inbox-case", KIM, case=company.case)
    assert page.index("first") < page.index("later") < page.index("last")


async def test_a_private_talk_is_read_by_the_two_of_it_alone(company: Company) -> None:
    await company.add(entry("8", "a", Kind.PRIVATE, "Shall we talk?", talk="t"))
    assert NEW.replace("1", "2") in await company.do("inbox", KIM)
    page = await company.press("Open")
    assert "Private talk with Ada, by name\nGoing on, 1 new" in page
    assert "Shall we talk?" not in page
    assert "Ada, by name\nShall we talk?" in await company.press("Open")
    assert "You\nShall we talk?" in await company.do("inbox-talk", ADA, case=company.case, talk="t")
    for somebody in (LEE, MAX):
        assert "There is nothing there for you." in await company.do(
            "inbox-talk", somebody, case=company.case, talk="t"
        )
    assert "Private talk" not in await company.do("inbox-case", LEE, case=company.case)


async def test_what_is_new_in_a_talk_stays_new_while_the_rest_was_read(company: Company) -> None:
    await company.add(entry("8", "a", Kind.PRIVATE, "Shall we talk?", talk="t"))
    await company.do("inbox-case", KIM, case=company.case)
    assert NEW in await company.do("inbox", KIM)
    await company.do("inbox-talk", KIM, case=company.case, talk="t")
    assert "New" not in await company.do("inbox", KIM)
    await company.add(entry("9", "l", Kind.ANSWER, "Me, too."))
    assert NEW in await company.do("inbox", KIM)


@pytest.mark.parametrize("length", [60, 3000])
async def test_long_conversations_show_the_newest_first(company: Company, length: int) -> None:
    words = [f"number {number:02} ".ljust(length, "x") for number in range(40)]
    await company.add(*(entry(one[7:9], "a", Kind.PRIVATE, one, talk="t") for one in words))
    page = await company.do("inbox-talk", KIM, case=company.case, talk="t")
    assert "number 39" in page
    read = 0
    while "Earlier" in company.labels():
        read += page.count("number")
        page = await company.press("Earlier")
    assert read + page.count("number") == 40
    assert "number 00" in page
    assert "number 39" in await company.press("Newest")


@pytest.mark.parametrize("length", [60, 3000])
async def test_every_page_is_shown_whole_on_every_platform(company: Company, length: int) -> None:
    numbers = [f"{number:02}" for number in range(20)]
    await company.add(
        *(entry(f"p{number}", "l", Kind.ANSWER, "x" * length) for number in numbers),
        *(Talk(id=f"t{number}", helper="a") for number in numbers),
        *(entry(f"m{number}", "a", Kind.PRIVATE, "y" * length, talk="t") for number in numbers),
    )
    pages = 0
    for page in ("inbox", f"inbox-case?case={company.case}", f"inbox-talk?case={company.case}&talk=t"):
        await company.do(page, KIM)
        while True:
            pages += 1
            for shown in (discord.message(company.reply)["components"], slack.message(company.reply)["blocks"]):
                drawn = json.dumps(shown, ensure_ascii=False)
                assert MORE not in drawn
                assert "…" not in drawn
            if "Earlier" not in company.labels():
                break
            await company.press("Earlier")
    assert pages > 4


async def test_many_cases_are_shown_page_by_page(company: Company) -> None:
    for _ in range(8):
        await company.ask()
    assert (await company.do("inbox", KIM)).count("Your request") == 7
    assert (await company.press("More ›")).count("Your request") == 2
    assert company.reply.replaces
    assert (await company.press("‹ Back")).count("Your request") == 7


async def test_what_facilitators_say_to_one_is_read_by_that_one_alone(company: Company) -> None:
    await company.add(
        entry("8", "f", Kind.QUESTION, "Are you safe at home?", to="k"),
        entry("9", "f", Kind.NOTICE, "We removed a name from it.", to="l"),
    )
    page = await company.do("inbox-case", KIM, case=company.case)
    assert "Facilitators ask you\nAre you safe at home?" in page
    assert "removed a name" not in page
    assert "Answer them" in company.labels()
    assert "For you alone\nWe removed a name" in await company.do("inbox-case", LEE, case=company.case)


async def test_a_block_is_read_by_the_blocked_alone_and_not_while_it_is_a_proposal(company: Company) -> None:
    proposal = Blocking(voice="l", days=3, reason="Unkind words.", proposed="m1")
    await company.change(blocks=(proposal,))
    assert "Unkind words." not in await company.do("inbox-case", LEE, case=company.case)
    until = datetime(2026, 4, 2, tzinfo=UTC)
    await company.change(blocks=(replace(proposal, confirmed="m2", until=until),))
    page = await company.do("inbox-case", LEE, case=company.case)
    assert "You cannot write without your name until Thu 02 Apr" in page
    assert "Appeal without my name" in company.labels()
    for somebody in (KIM, ADA):
        assert "Unkind words." not in await company.do("inbox-case", somebody, case=company.case)


async def test_a_reporter_finds_their_report(company: Company) -> None:
    lock = (await company.opened()).lock
    await company.add(company.voice("m", MAX, lock, Part.REPORTER, "Mossy Newt"))
    await company.add(entry("8", "m", Kind.REPORT, "This names somebody."))
    assert "You reported something here" in await company.do("inbox", MAX)
    assert "You reported\nThis names somebody." in await company.press("Open", MAX)
    assert "This names somebody." not in await company.do("inbox-case", KIM, case=company.case)


async def test_a_facilitator_as_such_has_no_inbox(company: Company) -> None:
    lock = (await company.opened()).lock
    await company.add(company.voice("f", MAX, lock, Part.FACILITATOR, "facilitator"))
    assert NOTHING in await company.do("inbox", MAX)


async def test_two_voices_of_one_person_are_one_case_for_them_and_two_people_for_others(company: Company) -> None:
    lock = (await company.opened()).lock
    await company.add(replace(company.voice("n", LEE, lock, Part.HELPER, "Lee"), named=True), Talk(id="u", helper="n"))
    text = await company.do("inbox", LEE)
    assert text.count("Quiet Heron") == 1
    assert "You take part as Calm Otter and by name" in text
    page = await company.do("inbox-case", KIM, case=company.case)
    assert "Private talk with Lee, by name" in page
    assert "Calm Otter\nI know that dread." in page


async def test_a_request_that_was_taken_away_is_gone_from_the_inbox() -> None:
    company = Company()
    await company.ask(entries=(replace(entry("q", "k", Kind.REQUEST, ASKED, posted=""), standing=Standing.WITHDRAWN),))
    assert NOTHING in await company.do("inbox", KIM)


@pytest.mark.parametrize("somebody", [KIM, LEE, ADA])
async def test_every_page_has_help_at_hand(company: Company, somebody: Actor) -> None:
    await company.do("inbox", somebody)
    assert "I’m not safe" in company.labels()
    await company.press("Open", somebody)
    assert "I’m not safe" in company.labels()


@pytest.mark.parametrize("standing", Talking)
async def test_a_talk_offers_what_can_be_done_with_it(company: Company, standing: Talking) -> None:
    await company.change(talks=(Talk(id="t", helper="a", standing=standing),))
    expected = {
        Talking.OFFERED: (["Accept", "Not now"], ["Take it back"]),
        Talking.ACCEPTED: (["Write", "End this talk"], ["Write", "End this talk"]),
        Talking.DECLINED: ([], []),
        Talking.ENDED: ([], []),
        Talking.NAMED: ([], []),
    }[standing]
    always = ["I’m not safe", "‹ The whole case", "‹ My inbox"]
    for somebody, labels in zip((KIM, ADA), expected, strict=True):
        await company.do("inbox-talk", somebody, case=company.case, talk="t")
        assert company.labels() == [*labels, *always]
    await company.change(closed=True)
    await company.do("inbox-talk", KIM, case=company.case, talk="t")
    assert company.labels() == always
