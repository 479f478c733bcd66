"""Private talks: offered by name or without one, accepted or not, written in the inbox, ended by either."""

import pytest

from adapters.discord import render as discord
from adapters.slack import render as slack
from bot.chat.commands import PARAGRAPH_LENGTH
from bot.chat.requests import Actor
from bot.chat.views import Reply
from bot.support.model import Kind, Standing, Talking
from tests.support.company import ADA, KIM, LEE, MAX, Company

OFFER, WORDS = "I have been there. Shall we talk?", "Yes, please. It is the nights."
NOT_THERE = "There is nothing there for you.\nType /inbox to see what is."


@pytest.fixture
async def company() -> Company:
    company = Company()
    await company.ask()
    return company


async def offer(company: Company, somebody: Actor = LEE, label: str = "Offer it without my name") -> str:
    await company.do("support-offer", somebody, case=company.case)
    return await company.press(label, somebody, text=OFFER)


async def begin(company: Company, label: str = "Offer it without my name") -> dict[str, str]:
    """Let Lee offer a talk, and Kim accept it; returns what its calls name."""
    await offer(company, LEE, label)
    [talk] = (await company.dossier()).talks
    which = {"case": company.case, "talk": talk.id}
    await company.do("support-accept", KIM, **which)
    return which


async def test_somebody_offers_without_a_name_and_is_read_by_neutral_words(company: Company) -> None:
    text = await offer(company)
    helper = (await company.dossier()).voices[-1]
    assert f"who reads you as {helper.name}" in text
    assert "Lee" not in text
    await company.do("inbox-case", KIM, case=company.case)
    page = await company.press("Open")
    assert f"Private talk with {helper.name}" in page
    assert OFFER in page
    assert "Lee" not in page


async def test_somebody_offers_by_name_and_is_read_by_it(company: Company) -> None:
    assert "who reads you as Lee" in await offer(company, LEE, "Offer it by name")
    await company.do("inbox-case", KIM, case=company.case)
    assert "Private talk with Lee, by name" in await company.press("Open")


async def test_only_the_offer_by_name_learns_a_name(company: Company) -> None:
    learns = {command.name for command in company.bot.catalog if not command.anonymous}
    ours = {command.name for command in company.bot.catalog if command.name.startswith(("support-", "inbox"))}
    assert ours & learns & {"support-offer", "support-offer-named", "support-offer-unnamed", "support-write"} == {
        "support-offer-named"
    }


async def test_who_spoke_without_a_name_offers_by_name_as_somebody_else(company: Company) -> None:
    await company.do("support-answer", LEE, case=company.case, text="I know.")
    await offer(company, LEE, "Offer it by name")
    unnamed, named = (await company.dossier()).voices[1:]
    assert unnamed.id != named.id
    assert (unnamed.named, named.named, named.name, named.moderation) == (False, True, "Lee", None)


async def test_who_spoke_without_a_name_offers_under_the_same_words(company: Company) -> None:
    await company.do("support-answer", LEE, case=company.case, text="I know.")
    await offer(company)
    _, helper = (await company.dossier()).voices
    assert (await company.dossier()).talks[0].helper == helper.id
    assert helper.address, "an offer is told of by default"


async def test_the_author_is_nudged_and_the_helper_when_they_answer(company: Company) -> None:
    await offer(company)
    await company.settle()
    assert (company.heard(KIM), company.heard(LEE)) == (1, 0)
    which = {"case": company.case, "talk": (await company.dossier()).talks[0].id}
    await company.do("support-accept", KIM, **which)
    await company.settle()
    assert (company.heard(KIM), company.heard(LEE)) == (1, 1)
    await company.do("inbox-talk", LEE, **which)
    await company.do("support-write", KIM, **which, text=WORDS)
    await company.do("support-write", KIM, **which, text=WORDS)
    await company.settle()
    assert (company.heard(KIM), company.heard(LEE)) == (1, 2)


async def test_both_write_at_once_and_read_each_other(company: Company) -> None:
    which = await begin(company)
    assert await company.form("support-write", KIM, **which)
    assert f"You\n{WORDS}" in await company.do("support-write", KIM, **which, text=WORDS)
    page = await company.do("inbox-talk", LEE, **which)
    assert f"Quiet Heron, who asked\n{WORDS}" in page
    assert "The offer was accepted." in page
    said = (await company.dossier()).entries[-1]
    assert (said.kind, said.standing, said.posted) == (Kind.PRIVATE, Standing.SAID, "")


async def test_nothing_of_a_talk_is_posted(company: Company) -> None:
    which = await begin(company)
    await company.do("support-write", KIM, **which, text=WORDS)
    await company.wait(minutes=30)
    told = "\n".join(text for _, _, text in company.slack.history)
    assert WORDS not in told
    assert OFFER not in told


async def test_the_author_lets_an_offer_rest_and_is_not_asked_again(company: Company) -> None:
    await offer(company)
    [talk] = (await company.dossier()).talks
    assert "Not taken up" in await company.do("support-decline", KIM, case=company.case, talk=talk.id)
    page = await company.do("inbox-talk", LEE, case=company.case, talk=talk.id)
    assert "do not want to talk privately just now" in page
    for label in ("Offer it by name", "Offer it without my name"):
        assert "whoever asked let it rest" in await company.do("support-offer", LEE, case=company.case), label
    assert "whoever asked let it rest" in await company.do("support-offer-named", LEE, case=company.case, text=OFFER)
    assert OFFER in str(company.seen)


async def test_whoever_offers_twice_is_led_to_what_they_offered(company: Company) -> None:
    await offer(company)
    for command in ("support-offer", "support-offer-named", "support-offer-unnamed"):
        assert await company.form(command, LEE, case=company.case) is None
        assert "You have offered to talk already." in await company.do(command, LEE, case=company.case)
        assert company.labels() == ["Open my inbox"]
    again = await company.do("support-offer-unnamed", LEE, case=company.case, text=OFFER)
    assert OFFER in again
    assert len((await company.dossier()).talks) == 1


async def test_who_took_an_offer_back_may_make_another(company: Company) -> None:
    await offer(company)
    [talk] = (await company.dossier()).talks
    await company.do("support-end-talk", LEE, case=company.case, talk=talk.id)
    assert "was taken back" in await company.do("inbox-talk", KIM, case=company.case, talk=talk.id)
    await offer(company, LEE, "Offer it by name")
    assert [one.standing for one in (await company.dossier()).talks] == [Talking.ENDED, Talking.OFFERED]


async def test_an_author_is_told_kindly_that_the_request_is_theirs(company: Company) -> None:
    before = await company.row()
    for command in ("support-offer", "support-offer-named", "support-offer-unnamed"):
        assert await company.form(command, KIM, case=company.case) is None
        assert "This is your own request." in await company.do(command, KIM, case=company.case)
        assert "Reply as the author" in company.labels()
    assert OFFER in await company.do("support-offer-unnamed", KIM, case=company.case, text=OFFER)
    assert await company.row() == before


async def test_a_closed_case_takes_no_offer_and_no_words_but_gives_them_back(company: Company) -> None:
    which = await begin(company)
    await company.change(closed=True)
    tried = (("support-offer-unnamed", ADA, {"case": company.case}), ("support-write", LEE, which))
    for command, somebody, at in (*tried, ("support-write", KIM, which)):
        text = await company.do(command, somebody, **at, text=WORDS)
        assert "closed" in text
        assert WORDS in text
    assert WORDS not in str((await company.dossier()).entries)


async def test_either_ends_a_talk_and_is_asked_once_more_first(company: Company) -> None:
    for somebody, other in ((KIM, LEE), (LEE, KIM)):
        await company.ask()
        which = await begin(company)
        assert "End this talk for both of you?" in await company.do("support-end-talk", somebody, **which)
        assert [one.standing for one in (await company.dossier()).talks] == [Talking.ACCEPTED]
        assert "Ended" in await company.press("End it", somebody)
        assert "has ended this talk" in await company.do("inbox-talk", other, **which)
        for one in (somebody, other):
            assert "This talk has ended." in await company.do("support-write", one, **which, text=WORDS)
            assert WORDS in str(company.seen)


async def test_what_is_pressed_twice_is_said_to_be_done(company: Company) -> None:
    which = await begin(company)
    for command in ("support-accept", "support-decline"):
        assert "This offer was accepted already." in await company.do(command, KIM, **which)
    await company.do("support-end-talk", KIM, **which, sure="yes")
    assert "This talk has ended." in await company.do("support-end-talk", LEE, **which, sure="yes")


async def test_nobody_writes_before_the_offer_is_accepted(company: Company) -> None:
    await offer(company)
    [talk] = (await company.dossier()).talks
    for somebody in (KIM, LEE):
        text = await company.do("support-write", somebody, case=company.case, talk=talk.id, text=WORDS)
        assert "has not been accepted yet" in text
        assert WORDS in text


@pytest.mark.parametrize("command", ["support-accept", "support-decline", "support-write", "support-end-talk"])
async def test_a_talk_of_others_is_no_talk_at_all(company: Company, command: str) -> None:
    await offer(company)
    [talk] = (await company.dossier()).talks
    words = {"text": WORDS} if command == "support-write" else {}
    for somebody in (ADA, MAX):
        theirs = await company.do(command, somebody, case=company.case, talk=talk.id, **words)
        nobodys = await company.do(command, somebody, case=company.case, talk="00000000", **words)
        assert theirs == nobodys
        assert theirs.startswith(NOT_THERE)


async def test_a_helper_cannot_accept_their_own_offer(company: Company) -> None:
    await offer(company)
    [talk] = (await company.dossier()).talks
    for command in ("support-accept", "support-decline"):
        assert await company.do(command, LEE, case=company.case, talk=talk.id) == NOT_THERE


async def test_a_paused_case_takes_no_new_offers_but_leaves_those_who_talk_alone(company: Company) -> None:
    which = await begin(company)
    await company.change(paused=True)
    assert "paused" in await company.do("support-offer", ADA, case=company.case)
    assert f"You\n{WORDS}" in await company.do("support-write", KIM, **which, text=WORDS)


@pytest.mark.parametrize("words", ["@here", "https://example.org/only-for-you"])
async def test_nobody_is_sent_a_link_or_a_ping_in_private_either(company: Company, words: str) -> None:
    which = await begin(company)
    await company.do("support-write", LEE, **which, text=words)
    assert company.reply.unclear == "text"


async def test_much_at_once_is_refused_and_given_back() -> None:
    company = Company(hourly=2)
    await company.ask()
    which = await begin(company)
    await company.do("support-write", LEE, **which, text=WORDS)
    text = await company.do("support-write", LEE, **which, text="One more thing.")
    assert "You have written 2 messages within an hour" in text
    assert "One more thing." in text
    assert f"You\n{WORDS}" in await company.do("support-write", KIM, **which, text=WORDS)


async def test_the_database_shows_no_difference_between_who_is_named_and_who_is_not() -> None:
    rows = set()
    for label in ("Offer it by name", "Offer it without my name"):
        company = Company()
        await company.ask()
        await begin(company, label)
        rows.add(await company.row())
    assert len(rows) == 1


@pytest.mark.parametrize("piece", ["word ", "*", "*a* _b_ `c` > [x](y) ", "<&>", "``` ", "🦔"])
async def test_a_message_as_long_as_any_is_shown_to_its_end_everywhere(company: Company, piece: str) -> None:
    which = await begin(company)
    words = (piece * PARAGRAPH_LENGTH)[: PARAGRAPH_LENGTH - 4]
    await company.do("support-write", KIM, **which, text=f"{words} End")
    for drawn in (discord.render(company.seen), slack.message(Reply(tuple(company.seen)))["blocks"]):
        assert " End" in str(drawn)
        assert "End this talk" in str(drawn)
