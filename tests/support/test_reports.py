"""Anybody can report what was posted; who did, nobody learns."""

from dataclasses import replace

from bot.chat.requests import Actor
from bot.chat.views import plain_line
from bot.support.model import Entry, Kind, Part, Standing, Talk, Talking
from bot.support.names import new_id
from tests.support.moderation import ANSWERED, ASKED, FAY, FIN, KIM, LEE, REASON, ROBIN, House, entry_in, voice_in

WHY = "It says which ward it is."


async def reported(house: House, actor: Actor = ROBIN, text: str = WHY) -> str:
    entry = (await house.dossier()).request.id
    return await house.do("support-report", actor, case=house.id, entry=entry, text=text)


async def test_a_report_reaches_facilitators_after_a_while_without_who_wrote_it() -> None:
    house = House()
    await house.asks()
    assert "without learning who reported it" in await reported(house)
    assert WHY not in await house.look()
    await house.wait(minutes=6)
    assert len(house.heard(FAY, "Somebody reported something in Quiet Heron.")) == 1
    seen = await house.look()
    assert f"Somebody reported “{ASKED}”\n{WHY}" in seen
    assert "Robin" not in seen
    assert "Quiet Heron (open, 1 for you to look at)" in await house.do("support-desk")


async def test_who_reports_what_everybody_reads_cannot_be_guessed_and_reads_so() -> None:
    house = House()
    await house.asks()
    entry = (await house.dossier()).request.id
    form = await house.form(f"support-report?case={house.id}&entry={entry}", ROBIN)
    assert form
    told = [plain_line(line) for line in form.notice]
    assert told[0] == "Nobody learns who reported it: not the facilitators, not whoever wrote it."
    assert "Facilitators read this and what you report" in told[1]


async def test_removing_what_was_reported_settles_the_report() -> None:
    house = House()
    await house.asks()
    await reported(house)
    await house.wait(minutes=6)
    await house.look()
    await house.press("Remove it", reason=REASON)
    assert await house.told(Kind.NOTICE, Part.REPORTER) == ["Thank you for reporting it. Facilitators have removed it."]
    assert WHY not in await house.look()


async def test_a_report_can_be_settled_once_and_whoever_wrote_it_finds_that_out() -> None:
    house = House()
    await house.asks()
    await reported(house)
    await house.wait(minutes=6)
    await house.look()
    first = house.button("Settled")
    assert "It cannot be undone" in await house.do(first)
    settle = house.button("Settle it")
    assert await house.told(Kind.NOTICE, Part.REPORTER) == [], "nobody is told anything before it is meant"
    assert WHY in await house.press("Back to the case")
    assert "It is settled" in await house.do(settle)
    assert "That is settled already." in await house.do(settle, FIN)
    assert "That is settled already." in await house.do(first, FIN)
    (said,) = await house.told(Kind.NOTICE, Part.REPORTER)
    assert said == "Thank you for reporting it. Facilitators have looked at it, and it can stay."


async def test_whoever_reported_it_can_be_asked_and_answers() -> None:
    house = House()
    await house.asks()
    await reported(house)
    await house.wait(minutes=6)
    await house.look()
    await house.press("Ask who reported it", text="Which words are it?")
    (question,) = [one for one in (await house.dossier()).entries if one.kind is Kind.QUESTION]
    respond = {"case": house.id, "entry": question.id, "text": "The last three."}
    assert "Only whoever was asked" in await house.do("support-respond", KIM, **respond)
    assert "Thank you." in await house.do("support-respond", ROBIN, **respond)


async def test_a_report_about_which_facilitators_asked_waits_until_they_settle_it() -> None:
    house = House()
    await house.asks()
    await reported(house)
    await house.wait(minutes=6)
    await house.look()
    seen = await house.press("Ask who reported it", text="Which words are it?")
    assert "Facilitators asked whoever reported it\nWhich words are it?" in seen
    assert WHY in seen
    assert "Block who wrote it" in [one.label for one in house.buttons()]
    assert "1 for you to look at" in await house.do("support-desk")
    await house.look()
    await house.press("Settled")
    assert WHY not in await house.press("Settle it")


async def test_nobody_is_asked_in_a_closed_case() -> None:
    house = House()
    await house.asks()
    await reported(house)
    await house.wait(minutes=6)
    await house.closes()
    await house.look()
    labels = [one.label for one in house.buttons()]
    assert "Settled" in labels
    assert "Ask who reported it" not in labels


async def test_the_same_thing_is_reported_once_by_the_same_person_and_the_words_are_given_back() -> None:
    house = House()
    await house.asks()
    await reported(house)
    said = await reported(house, text="Once more.")
    assert "You have reported that already." in said
    assert "Once more." in said
    assert "Thank you." in await reported(house, KIM)


async def test_somebody_who_reports_has_a_voice_of_its_own_for_that() -> None:
    """Facilitators cannot see that whoever reported something is somebody who takes part in it."""
    house = House()
    await house.asks()
    answer = await house.helps()
    await reported(house, ROBIN)
    await reported(house, KIM)
    dossier = await house.dossier()
    reports = [one for one in dossier.entries if one.kind is Kind.REPORT]
    voices = {dossier.voice(one.voice).part for one in reports}
    assert voices == {Part.REPORTER}
    assert len({one.voice for one in reports}) == 2
    assert voice_in(dossier, Part.HELPER).id == answer.voice


async def test_an_answer_can_be_reported_and_what_is_gone_cannot() -> None:
    house = House()
    await house.asks()
    answer = await house.helps()
    which = {"case": house.id, "entry": answer.id, "text": WHY}
    assert "Thank you." in await house.do("support-report", KIM, **which)
    await house.wait(minutes=6)
    assert f"Somebody reported “{ANSWERED}”" in await house.look()
    await house.press("Remove it", reason=REASON)
    assert entry_in(await house.dossier(), answer.id).standing == "removed"
    which["text"] = ""
    assert "That has been taken away already." in await house.do("support-report", FAY, **which)


async def test_one_person_cannot_fill_a_case_with_reports() -> None:
    house = House()
    await house.asks()
    said = []
    for number in range(4):
        answer = await house.helps(FAY, f"Answer {number}.")
        said.append(await house.do("support-report", ROBIN, case=house.id, entry=answer.id, text=WHY))
    assert all("Thank you." in one for one in said[:3])
    assert "You have reported several things here already." in said[3]
    assert "once they have seen to one" in said[3]


async def test_a_report_about_a_case_that_is_over_is_given_back() -> None:
    house = House()
    await house.asks()
    entry = (await house.dossier()).request.id
    await house.casebook.shred(house.id)
    said = await house.do("support-report", ROBIN, case=house.id, entry=entry, text=WHY)
    assert "That case is over" in said
    assert WHY in said


async def test_either_of_a_private_talk_can_report_what_the_other_wrote_and_nobody_else() -> None:
    house = House()
    dossier = await house.asks()
    helper = (await house.helps()).voice
    talk = Talk(id=new_id(), helper=helper, standing=Talking.ACCEPTED)
    said = Entry(
        id=new_id(), voice=helper, kind=Kind.PRIVATE, text="You are a coward.", standing=Standing.SAID, talk=talk.id
    )
    await house.casebook.change(house.id, lambda one: replace(one, talks=(talk,), entries=(*one.entries, said)))
    which = {"case": house.id, "entry": said.id, "text": WHY}
    for actor in (ROBIN, LEE):
        assert "That has been taken away already." in await house.do("support-report", actor, **which)

    await house.do("inbox-talk", KIM, case=house.id, talk=talk.id)
    assert "Thank you." in await house.press("Report what they wrote", KIM, text=WHY)
    await house.wait(minutes=6)
    seen = await house.look()
    assert f"Reported, from a private talk\nYou are a coward.\nSomebody reported that\n{WHY}" in seen
    assert [one.label for one in house.buttons()][4:7] == ["Block who wrote it", "Settled", "Ask who reported it"]
    await house.press("Block who wrote it", days="7", reason=REASON)
    (block,) = (await house.dossier()).blocks
    assert block.voice == helper != dossier.author.id
