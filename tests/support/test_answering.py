"""Answering without a name, and replying as whoever asked."""

import pytest

from bot.chat.requests import Actor
from bot.support.model import Kind, Part, Standing
from tests.support.company import ADA, KIM, LEE, MAX, Company

WORDS = "I know that dread, and it got better."


@pytest.fixture
async def company() -> Company:
    company = Company()
    await company.post()
    return company


async def test_anybody_else_answers_without_a_name(company: Company) -> None:
    form = await company.form("support-answer", LEE, case=company.case)
    assert form
    assert [option.name for option in form.options] == ["text", "nudge"]
    assert form.values == {"nudge": "no"}
    shown = await company.do("support-answer", LEE, case=company.case, text=WORDS)
    assert WORDS in shown
    dossier = await company.dossier()
    voice, entry = dossier.voices[-1], dossier.entries[-1]
    assert (voice.part, voice.named, voice.address) == (Part.HELPER, False, None)
    assert (entry.voice, entry.kind, entry.text, entry.standing) == (voice.id, Kind.ANSWER, WORDS, Standing.DRAFT)
    assert "Lee" not in shown


async def test_an_answer_goes_by_the_same_neutral_words_each_time_and_others_by_others(company: Company) -> None:
    for somebody in (LEE, LEE, ADA):
        await company.do("support-answer", somebody, case=company.case, text=WORDS)
    dossier = await company.dossier()
    first, second, third = (dossier.voice(entry.voice).name for entry in dossier.entries[1:])
    assert first == second
    assert len({dossier.name, first, third}) == 3


async def test_whoever_wants_to_be_told_is_the_only_one_who_can_be_reached(company: Company) -> None:
    await company.do("support-answer", LEE, case=company.case, text=WORDS, nudge="yes")
    await company.do("support-answer", ADA, case=company.case, text=WORDS, nudge="no")
    _, lee, ada = (await company.dossier()).voices
    assert lee.address
    assert ada.address is None


async def test_an_author_who_answers_is_led_to_their_own_voice_and_nothing_is_kept(company: Company) -> None:
    before = await company.row()
    assert await company.form("support-answer", KIM, case=company.case) is None
    text = await company.do("support-answer", KIM, case=company.case)
    assert "This is your own request." in text
    assert "Nobody else sees this message" in text
    assert company.labels() == ["Reply as the author", "I’m not safe"]
    assert await company.row() == before
    form = await company.form(str(company.buttons()[0].call), KIM)
    assert form
    assert form.title == "Reply as the author"


async def test_an_answer_of_the_author_that_was_sent_all_the_same_is_a_reply(company: Company) -> None:
    await company.do("support-answer", KIM, case=company.case, text=WORDS)
    dossier = await company.dossier()
    assert [voice.part for voice in dossier.voices] == [Part.AUTHOR]
    assert dossier.entries[-1].kind is Kind.REPLY


async def test_the_author_replies(company: Company) -> None:
    assert await company.form("support-reply", KIM, case=company.case)
    assert WORDS in await company.do("support-reply", KIM, case=company.case, text=WORDS)
    reply = (await company.dossier()).entries[-1]
    assert (reply.kind, reply.voice) == (Kind.REPLY, "k")


@pytest.mark.parametrize("somebody", [LEE, MAX])
async def test_nobody_else_replies_as_the_author(company: Company, somebody: Actor) -> None:
    before = await company.row()
    assert await company.form("support-reply", somebody, case=company.case) is None
    for words in ({}, {"text": WORDS}):
        text = await company.do("support-reply", somebody, case=company.case, **words)
        assert text.startswith("Only whoever asked can")
    assert await company.row() == before


@pytest.mark.parametrize("command", ["support-answer", "support-reply"])
async def test_a_case_that_closed_while_the_form_was_open_gives_the_words_back(company: Company, command: str) -> None:
    somebody = KIM if command == "support-reply" else LEE
    assert await company.form(command, somebody, case=company.case)
    await company.change(closed=True)
    text = await company.do(command, somebody, case=company.case, text=WORDS)
    assert "closed" in text
    assert WORDS in text
    assert await company.form(command, somebody, case=company.case) is None


@pytest.mark.parametrize("words", ["@everyone look", "see https://example.org/who?x=1", "\u200b"])
async def test_words_that_cannot_be_posted_leave_the_form_open(company: Company, words: str) -> None:
    await company.do("support-answer", LEE, case=company.case, text=words)
    assert company.reply.unclear == "text"
    assert len((await company.dossier()).entries) == 1


async def test_a_case_that_is_gone_is_said_to_be_gone(company: Company) -> None:
    await company.casebook.shred(company.case)
    for command in ("support-answer", "support-reply", "support-offer"):
        assert "nothing of it is kept any more" in await company.do(command, LEE, case=company.case)
    text = await company.do("support-answer", LEE, case=company.case, text=WORDS)
    assert WORDS in text


async def test_whoever_asked_is_nudged_when_an_answer_stands_there_and_not_before(company: Company) -> None:
    await company.do("support-answer", LEE, case=company.case, text=WORDS)
    await company.settle()
    assert company.heard(KIM) == 0
    await company.press("Send", LEE)
    await company.wait(minutes=1)
    assert company.heard(KIM) == 0
    await company.wait(minutes=30)
    assert any(WORDS in text for _, _, text in company.slack.history)
    assert company.heard(KIM) == 1
    assert f"\n{WORDS}" in await company.do("inbox-case", KIM, case=company.case)


async def test_whoever_answered_and_wants_to_be_told_is_nudged_when_the_author_replies(company: Company) -> None:
    for somebody, nudge in ((LEE, "yes"), (ADA, "no")):
        await company.do("support-answer", somebody, case=company.case, text=WORDS, nudge=nudge)
        await company.press("Post now", somebody)
    await company.wait(minutes=2)
    await company.do("support-reply", KIM, case=company.case, text="Thank you both.")
    await company.press("Post now", KIM)
    await company.wait(minutes=2)
    assert (company.heard(LEE), company.heard(ADA)) == (1, 0)
    assert "New: 1 message" in await company.do("inbox", ADA)


async def test_somebody_takes_their_own_answer_away_from_the_inbox(company: Company) -> None:
    await company.do("support-answer", LEE, case=company.case, text=WORDS)
    await company.press("Post now", LEE)
    await company.wait(minutes=2)
    await company.do("inbox-case", KIM, case=company.case)
    assert "Take it away" not in company.labels()
    await company.do("inbox-case", LEE, case=company.case)
    await company.press("Take it away", LEE)
    await company.wait(minutes=2)
    assert not any(WORDS in text for _, _, text in company.slack.history)
    assert "This was taken back." in await company.do("inbox-case", KIM, case=company.case)
