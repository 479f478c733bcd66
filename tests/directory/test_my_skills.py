"""People see and keep their own entries."""

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from bot.chat.views import Text, plain_line
from bot.directory.model import AVAILABLE, PAUSED, Availability, By, Consent, Entry, Level, Setting
from tests.directory.keeping import KIM, LEE, NOON, Member, Network

ANA = Entry(
    id="a1",
    name="Ana Reid",
    role="Nurse",
    organisation="Penmoor Trust",
    settings=frozenset({Setting.CLINICAL}),
    skills=("NVivo", "R", "focus groups", "SPSS", "Stata"),
    levels={"R": Level.TEACH},
    email="ana@penmoor.example",
    contact="Teams",
    about="Likes bread.",
    consent=Consent.GIVEN,
    accounts=(KIM,),
)


# Seeing ----------------------------------------------------------------------


async def test_shows_my_entry_as_others_see_it_and_what_can_be_done_with_it() -> None:
    kim = Network([ANA]).person()
    text = await kim.type("/my-skills")
    assert "Ana Reid\nNurse · Penmoor Trust · clinical\nNVivo, R (can teach), focus groups, SPSS, Stata" in text
    assert "Likes bread." in text
    assert "Reach them: Teams · ana@penmoor.example" in text
    assert "Members find this entry" in text
    assert kim.labels == [
        "Edit about me", "Edit skills", "How to reach me", "Availability", "Hide", "Export my entry",
        "Use me on another platform", "Delete",
    ]  # fmt: skip


async def test_offers_ways_to_an_entry_to_those_who_have_none() -> None:
    lee = Network([ANA]).person(LEE, "Lee")
    assert "You have no entry in the Directory yet" in await lee.type("/my-skills")
    assert lee.labels == ["Join the Directory", "I have a code"]


@pytest.mark.parametrize(
    "label",
    ["Edit about me", "Edit skills", "Hide", "Export my entry", "Use me on another platform", "Delete"],
)
async def test_a_button_pressed_after_the_entry_is_gone_says_what_to_do(label: str) -> None:
    network = Network([ANA])
    kim = network.person()
    await kim.type("/my-skills")
    await network.stores.directory.remove("a1")
    assert "You have no entry in the Directory yet.\nType /my-skills to make one." in await kim.press(label)


# Changing --------------------------------------------------------------------


async def test_edits_who_i_am_in_a_form_that_says_already_what_stands_there() -> None:
    network = Network([ANA])
    kim = network.person()
    await kim.type("/my-skills")
    assert await kim.press("Edit about me") == "Edit about me"
    assert kim.form
    assert kim.form.values == {
        "name": "Ana Reid", "role": "Nurse", "organisation": "Penmoor Trust", "setting": "clinical",
        "about": "Likes bread.",
    }  # fmt: skip
    text = await kim.submit(name="  Dr Ana   Reid ", organisation="", setting="clinical,community")
    assert text.startswith("Saved. This is how others see you:\nDr Ana Reid\nNurse · clinical, community")
    entry = await network.entry()
    assert entry == replace(
        ANA,
        name="Dr Ana Reid",
        organisation="",
        settings=frozenset({Setting.CLINICAL, Setting.COMMUNITY}),
        own=frozenset({"name", "organisation", "settings"}),
        checked_on=NOON.date(),
    )
    (note,) = await network.stores.directory.notes("a1", most=9)
    assert (note.by, note.fields) == (By.THEMSELVES, ("name", "organisation", "settings"))


async def test_what_was_sent_as_it_stood_is_no_change() -> None:
    network = Network([ANA])
    kim = network.person()
    await kim.type("/my-skills")
    await kim.press("Edit about me")
    await kim.submit()
    assert (await network.entry()).own == frozenset()
    assert await network.stores.directory.notes("a1", most=9) == []


async def test_of_two_forms_the_later_is_told_and_gets_back_what_was_written() -> None:
    network = Network([ANA])
    one, other = network.person(), network.person()
    for each in (one, other):
        await each.type("/my-skills")
        await each.press("Edit about me")
    await one.submit(role="Matron")
    text = await other.submit(about="Plays the cello.")
    assert "Your entry was changed meanwhile, so nothing was written." in text
    assert "About: Plays the cello." in text
    assert (await network.entry()).about == "Likes bread."
    await other.press("Open the form again")
    assert other.form
    assert other.form.values["role"] == "Matron"
    assert "Plays the cello." in await other.submit(about="Plays the cello.")
    assert ((await network.entry()).role, (await network.entry()).about) == ("Matron", "Plays the cello.")


@pytest.mark.parametrize(
    ("form", "written"),
    [
        ("Edit about me", {"about": "Plays the cello."}),
        ("How to reach me", {"contact": "By post"}),
        ("Availability", {"time": "paused"}),
        ("Topics", {"topics": "Ageing"}),
    ],
)
async def test_a_form_opened_from_an_older_page_is_about_the_entry_that_it_shows(
    form: str, written: dict[str, str]
) -> None:
    network = Network([ANA])
    kim = network.person()
    await kim.type("/my-skills")
    if form not in kim.labels:
        await kim.press("Edit skills")
    await network.stores.directory.save(replace(await network.entry(), role="Matron"))
    await kim.press(form)
    assert "Saved." in await kim.submit(**written)
    assert (await network.entry()).role == "Matron"


@pytest.mark.parametrize("name", ["", "  ", "123", "👻", "-"])
async def test_a_name_needs_a_letter(name: str) -> None:
    network = Network([ANA])
    kim = network.person()
    await kim.type("/my-skills")
    await kim.press("Edit about me")
    await kim.submit(name=name)
    assert kim.reply.unclear == "name"
    assert (await network.entry()).name == "Ana Reid"


@pytest.mark.parametrize("name", ["Prof. Everybody @channel", "Ana <b>Reid</b>", "Ana Reid 😀", "<!channel> Ana"])
async def test_a_name_holds_no_mention_no_markup_and_no_picture(name: str) -> None:
    network = Network([ANA])
    kim = network.person()
    await kim.type("/my-skills")
    await kim.press("Edit about me")
    assert "A name has no @, no < or > and no pictures in it." in await kim.submit(name=name)
    assert (kim.reply.unclear, (await network.entry()).name) == ("name", "Ana Reid")


SIOBHAN = Entry(id="s1", name="Dr Siobhán O'Rourke", skills=("R",), consent=Consent.GIVEN, accounts=(LEE,))


@pytest.mark.parametrize(
    "name",
    [
        "Dr Siobhán O'Rourke",
        "siobhan o’rourke",
        "Prof. Siobhán O Rourke",
        "SIOBHA\u0301N O-ROURKE",
        "Siobhán\u200b O'Rourke",
    ],
)
async def test_nobody_takes_the_name_of_somebody_who_is_listed(name: str) -> None:
    network = Network([ANA, SIOBHAN])
    kim = network.person()
    await kim.type("/my-skills")
    await kim.press("Edit about me")
    text = await kim.submit(name=name)
    assert "Somebody else is listed as Dr Siobhán O'Rourke.\nAdd something that tells you apart" in text
    assert "if that entry is yours, too, ask an organiser." in text
    assert kim.reply.unclear == "name"
    assert (await network.entry()).name == "Ana Reid"
    assert "Saved." in await kim.submit(name="Siobhán Ana O'Rourke")


async def test_nobody_joins_by_the_name_of_somebody_who_is_listed() -> None:
    network = Network([SIOBHAN])
    kim = network.person(KIM, "Siobhán O’Rourke")
    await kim.type("/my-skills")
    await kim.press("Join the Directory")
    text = await kim.submit(found="yes")
    assert "Somebody else is listed as Dr Siobhán O'Rourke." in text
    assert "such as a middle name; if that entry is yours, ask an organiser for a code." in text
    assert await network.stores.directory.of(KIM) is None
    assert "Welcome to the Directory" in await kim.submit(name="Siobhán Mary O’Rourke", found="yes")


async def test_a_name_just_taken_by_one_is_taken_for_the_next() -> None:
    network = Network()
    for account, answer in ((KIM, "Welcome to the Directory"), (LEE, "Somebody else is listed as Noor Aziz.")):
        one = network.person(account, "Noor Aziz")
        await one.type("/my-skills")
        await one.press("Join the Directory")
        assert answer in await one.submit(found="yes")


async def test_two_who_were_listed_under_one_name_keep_it_and_may_write_it_otherwise() -> None:
    network = Network([ANA, Entry(id="b2", name="Ana Reid", skills=("R",), consent=Consent.GIVEN)])
    kim = network.person()
    await kim.type("/my-skills")
    await kim.press("Edit about me")
    assert "Saved." in await kim.submit(name="Dr Ana Reid", role="Matron")


async def test_a_name_that_only_a_hidden_entry_bears_is_told_to_nobody() -> None:
    network = Network([ANA, replace(SIOBHAN, consent=Consent.REFUSED)])
    kim = network.person()
    await kim.type("/my-skills")
    await kim.press("Edit about me")
    assert "Saved." in await kim.submit(name="Siobhán O'Rourke")


async def test_edits_how_to_reach_me_and_whether_i_am_found() -> None:
    network = Network([ANA])
    kim = network.person()
    await kim.type("/my-skills")
    await kim.press("How to reach me")
    await kim.submit(email="nonsense")
    assert kim.reply.unclear == "email"
    assert "This entry is hidden" in await kim.submit(email="", contact="By post", found="no")
    entry = await network.entry()
    assert (entry.email, entry.contact, entry.consent) == ("", "By post", Consent.REFUSED)
    assert entry.own == {"email", "contact", "consent"}


async def test_whoever_never_said_otherwise_may_be_asked_for_an_introduction_without_a_name() -> None:
    network = Network([ANA])
    kim = network.person()
    assert "Introductions" not in await kim.type("/my-skills")
    await kim.press("How to reach me")
    assert kim.form
    assert kim.form.values["unnamed"] == "yes"
    await kim.submit(contact="By post")
    entry = await network.entry()
    assert (entry.unnamed, entry.own) == (True, frozenset({"contact"}))


async def test_wants_to_be_asked_by_name_alone() -> None:
    network = Network([ANA])
    kim = network.person()
    await kim.type("/my-skills")
    await kim.press("How to reach me")
    assert "Introductions: by name alone" in await kim.submit(unnamed="no")
    assert await network.entry() == replace(ANA, unnamed=False, own=frozenset({"unnamed"}), checked_on=NOON.date())
    assert "Introductions: by name alone" in await kim.type("/my-skills")
    await kim.press("How to reach me")
    assert kim.form
    assert kim.form.values["unnamed"] == "no"
    assert "Introductions" not in await kim.submit(unnamed="yes")
    assert (await network.entry()).unnamed


async def test_what_i_say_elsewhere_leaves_how_i_am_asked_as_it_was() -> None:
    network = Network([replace(ANA, unnamed=False)])
    kim = network.person()
    for form, written in (("Edit about me", {"role": "GP"}), ("Availability", {"time": "paused"}), ("Hide", {})):
        await kim.type("/my-skills")
        await kim.press(form)
        if written:
            await kim.submit(**written)
        assert not (await network.entry()).unnamed


async def test_says_when_i_have_no_time() -> None:
    network = Network([ANA])
    kim = network.person()
    await kim.type("/my-skills")
    await kim.press("Availability")
    assert kim.form
    assert kim.form.values == {"time": "available"}
    for until in ("", "2026-03-09"):
        await kim.submit(time="busy", until=until)
        assert kim.reply.unclear == "until"
    assert "busy until 1 April 2026" in await kim.submit(time="busy", until="2026-04-01")
    assert (await network.entry()).availability == Availability(date(2026, 4, 1))
    await kim.press("Availability")
    assert "This entry is paused" in await kim.submit(time="paused")
    assert (await network.entry()).availability == PAUSED
    await kim.press("Availability")
    await kim.submit(time="available")
    assert (await network.entry()).availability == AVAILABLE


# Skills ----------------------------------------------------------------------


async def test_adds_skills_with_a_level_whatever_else_was_changed_meanwhile() -> None:
    network = Network([ANA])
    kim = network.person()
    await kim.type("/my-skills")
    await kim.press("Edit skills")
    await kim.press("Add a skill")
    await network.stores.directory.save(replace(await network.entry(), role="Matron"))
    text = await kim.submit(skill="Welding; nvivo", level="teach")
    assert text.startswith("Added: Welding (can teach). Changed: NVivo (can teach).")
    entry = await network.entry()
    assert entry.skills == (*ANA.skills, "Welding")
    assert entry.levels == {"R": Level.TEACH, "NVivo": Level.TEACH, "Welding": Level.TEACH}
    assert (entry.role, set(entry.own)) == ("Matron", {"skills", "levels"})


async def test_a_skill_that_was_added_is_shown_among_a_full_page_of_others() -> None:
    network = Network([ANA])
    kim = network.person()
    await kim.type("/my-skills")
    await kim.press("Edit skills")
    await kim.press("Add a skill")
    text = await kim.submit(skill="Welding", level="use")
    assert "Showing 3–6 of 6." in text
    assert "Stata\nno level given\nWelding\nuses it" in text
    assert "Showing 1–4 of 6." in await kim.press("‹ Back")


async def test_a_skill_that_is_there_is_changed_and_shown_on_its_page() -> None:
    network = Network([ANA])
    kim = network.person()
    await kim.type("/my-skills")
    await kim.press("Edit skills")
    for said in ("Changed: NVivo (uses it).", "There already: NVivo (uses it)."):
        await kim.press("Add a skill")
        text = await kim.submit(skill="nvivo", level="use")
        assert text.startswith(said)
        assert "Showing 1–4 of 5." in text
    assert (await network.entry()).skills == ANA.skills


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        (ANA, "Members can find you by this skill"),
        (replace(ANA, pending=True), "once an organiser has had a look"),
        (replace(ANA, consent=Consent.REFUSED), "Your entry is hidden"),
        (replace(ANA, availability=PAUSED), "Your entry is paused"),
    ],
    ids=["listed", "pending", "hidden", "paused"],
)
async def test_the_form_says_before_a_skill_is_added_who_finds_me_by_it(entry: Entry, said: str) -> None:
    kim = Network([entry]).person()
    await kim.type("/my-skills")
    await kim.press("Edit skills")
    await kim.press("Add a skill")
    assert kim.form
    (line,) = kim.form.notice
    assert said in plain_line(line)


async def test_a_slip_is_asked_about_and_changed_at_one_tap() -> None:
    network = Network([replace(ANA, skills=("R",))])
    kim = network.person()
    await kim.type("/my-skills")
    await kim.press("Edit skills")
    await kim.press("Add a skill")
    assert "Added: nvvio (uses it). Did you mean NVivo?" in await kim.submit(skill="nvvio", level="use")
    assert "Changed." in await kim.press("Change to NVivo")
    entry = await network.entry()
    assert (entry.skills, entry.levels) == (("R", "NVivo"), {"R": Level.TEACH, "NVivo": Level.USE})


async def test_a_slip_in_another_name_of_a_skill_that_is_there_is_taken_out_and_its_level_kept() -> None:
    network = Network([replace(ANA, skills=("R", "Focus groups"), levels={})])
    kim, _ = await adding(network, "running fcous groups", "use")
    await kim.press("Change to Focus groups")
    entry = await network.entry()
    assert (entry.skills, entry.levels) == (("R", "Focus groups"), {"Focus groups": Level.USE})


@pytest.mark.parametrize("typed", ["nvvio", "NVvivo"])
async def test_a_slip_of_a_skill_that_is_there_is_left_out(typed: str) -> None:
    network = Network([ANA])
    _, text = await adding(network, typed)
    assert text.startswith(f"You list NVivo already, so I left out “{typed}”.")
    entry = await network.entry()
    assert (entry.skills, entry.levels) == (ANA.skills, ANA.levels)


@pytest.mark.parametrize(
    ("slip", "typed", "right"),
    [
        ("Endnot", "EndNote", "EndNote"),
        ("Excell", "excel", "Excel"),
        ("n vivo", "nvivo", "NVivo"),
        ("Photo voice", "photo voice", "Photovoice"),
        ("thematic anlysis", "thematic analysis", "Thematic analysis"),
        ("focus group", "Focus groups", "Focus groups"),
    ],
)
async def test_the_right_word_takes_the_place_of_a_slip_with_the_level_chosen(
    slip: str, typed: str, right: str
) -> None:
    network = Network([replace(ANA, skills=("R", slip, "Stata"), levels={slip: Level.LEARN, "R": Level.USE})])
    _, text = await adding(network, typed)
    assert text.startswith(f"I put “{right}” in the place of “{slip}”.\n")
    entry = await network.entry()
    assert entry.skills == ("R", right, "Stata")
    assert entry.levels == {"R": Level.USE, right: Level.TEACH}


async def test_one_word_takes_the_place_of_all_its_slips() -> None:
    network = Network([replace(ANA, skills=("n vivo", "R", "nvvio"), levels={})])
    _, text = await adding(network, "NVivo, SPSS")
    assert text.startswith(
        "Added: SPSS (can teach). I put “NVivo” in the place of “n vivo”. I put “NVivo” in the place of “nvvio”."
    )
    assert (await network.entry()).skills == ("NVivo", "R", "SPSS")


@pytest.mark.parametrize(
    ("typed", "skills"),
    [
        ("photo voice and Grounded theory", ["Photovoice", "Grounded theory"]),
        ("reflective practice and running focus groups", ["Reflective practice", "running focus groups"]),
        ("SPSS & R; stata plus Excel", ["SPSS", "R", "Stata", "Excel"]),
        ("Braun and Clarke", ["Braun and Clarke"]),
        ("diet and nutrition", ["diet and nutrition"]),
        ("monitoring and evaluation, R", ["Monitoring and evaluation", "R"]),
        ("qualitative and quantitative methods", ["qualitative and quantitative methods"]),
        ("sewing and NVivo", ["sewing and NVivo"]),
        ('"poverty and NVivo"', ["poverty and NVivo"]),
    ],
)
async def test_and_parts_what_are_skills_on_both_sides_and_no_name(typed: str, skills: list[str]) -> None:
    network = Network([replace(ANA, skills=(), levels={})])
    await adding(network, typed)
    assert list((await network.entry()).skills) == skills


async def adding(network: Network, typed: str, level: str = "teach") -> tuple[Member, str]:
    """Let Kim add what was typed; returns what was said, too."""
    kim = network.person()
    await kim.type("/my-skills")
    await kim.press("Edit skills")
    await kim.press("Add a skill")
    return kim, await kim.submit(skill=typed, level=level)


@pytest.mark.parametrize(
    "typed", ["nvivo, spss, focus groups", "NVivo\n- SPSS\nFocus groups", "NVivo; spss; focus groups."]
)
async def test_several_skills_are_added_at_once_each_as_the_network_calls_it_and_with_the_level(typed: str) -> None:
    network = Network([replace(ANA, skills=(), levels={})])
    _, text = await adding(network, typed)
    assert text.startswith("Added: NVivo (can teach), SPSS (can teach), Focus groups (can teach).")
    entry = await network.entry()
    assert entry.skills == ("NVivo", "SPSS", "Focus groups")
    assert entry.levels == dict.fromkeys(entry.skills, Level.TEACH)


@pytest.mark.parametrize(
    ("typed", "skills"),
    [
        ("Python (pandas, numpy)", ["Python (pandas, numpy)"]),
        ("R, Python (pandas, numpy), SPSS", ["R", "Python (pandas, numpy)", "SPSS"]),
        ("equality, diversity and inclusion", ["Equality, diversity and inclusion"]),
        ("R, education, health and care plans, SPSS", ["R", "education, health and care plans", "SPSS"]),
        ("gypsy,  roma and traveller health; R", ["Gypsy, Roma and Traveller health", "R"]),
        ("health, economics", ["health", "economics"]),
        ("health and care plans, education", ["health and care plans", "education"]),
    ],
)
async def test_a_name_with_a_comma_in_it_is_one_skill(typed: str, skills: list[str]) -> None:
    network = Network([replace(ANA, skills=(), levels={})])
    await adding(network, typed)
    assert [one.casefold() for one in (await network.entry()).skills] == [one.casefold() for one in skills]


@pytest.mark.parametrize(
    "typed", ["running focus group", "Running Focus Group", "focus groups, running", "run focus groups"]
)
async def test_another_writing_of_a_skill_that_is_there_is_left_out_and_said_to_be(typed: str) -> None:
    network = Network([replace(ANA, skills=("R", "Running focus groups"), levels={})])
    typed = typed.replace("focus groups, running", "focus groups running")
    kim, text = await adding(network, typed)
    assert text.startswith(
        f"You list Running focus groups already, so I left out “{typed}”. If that is a skill of its own"
    )
    entry = await network.entry()
    assert (entry.skills, entry.levels) == (("R", "Running focus groups"), {})
    await kim.press("Can teach", 1)
    assert (await network.entry()).levels == {"Running focus groups": Level.TEACH}


async def test_of_several_only_those_are_left_out_that_are_there_or_named_twice() -> None:
    network = Network([replace(ANA, skills=("Running focus groups",), levels={})])
    _, text = await adding(
        network, "R, running focus group, survey designs, survey design, focus groups, running surveys"
    )
    assert "Added: R (can teach), survey designs (can teach), Focus groups (can teach), running surveys" in text
    assert "You list Running focus groups already, so I left out “running focus group”." in text
    assert "You list survey designs already, so I left out “survey design”." in text
    _, text = await adding(
        network, "focus group running, run focus group, run focus groups, focus group runs, groups focus run"
    )
    assert "So it is with 2 more." in text


@pytest.mark.parametrize(
    "typed",
    [
        "I can help with NVivo, and I could teach interviews, too",
        "We’ve run focus groups for years",
        "R, " + "what people say to each other when they wait for a long time in a clinic for skin",
    ],
)
async def test_a_sentence_is_no_skill_and_it_is_said_how_to_write_one(typed: str) -> None:
    network = Network([ANA])
    kim, text = await adding(network, typed)
    assert "is a sentence; a skill is a few words.\nName what you know, several with commas between" in text
    assert kim.reply.unclear == "skill"
    assert (await network.entry()).skills == ANA.skills


async def test_signs_in_quotation_marks_are_no_skill_either() -> None:
    network = Network([ANA])
    kim, text = await adding(network, 'Welding, "???"')
    assert "“???” has no letter and no number in it." in text
    assert kim.reply.unclear == "skill"


async def test_a_sentence_is_no_skill_of_somebody_who_joins() -> None:
    lee = Network([ANA]).person(LEE, "Lee")
    await lee.type("/my-skills")
    await lee.press("Join the Directory")
    assert "is a sentence" in await lee.submit(name="Lee Okoro", skills="I am good at R", found="yes")
    assert lee.reply.unclear == "skills"


@pytest.mark.parametrize("typed", ["none", "—", "?!", "; ;"])
async def test_what_names_no_skill_is_asked_again(typed: str) -> None:
    network = Network([ANA])
    kim = network.person()
    await kim.type("/my-skills")
    await kim.press("Edit skills")
    await kim.press("Add a skill")
    await kim.submit(skill=typed, level="use")
    assert kim.reply.unclear == "skill"
    assert (await network.entry()).skills == ANA.skills


async def test_a_skill_is_called_what_the_network_calls_it() -> None:
    network = Network([ANA])
    kim = network.person()
    await kim.type("/find-skill anything")  # making the index takes longer than completions are waited for
    offered = await kim.complete("my-skill-add", "skill", "multilev")
    assert offered[0].casefold() == "multilevel modelling"
    assert await kim.complete("my-skill-add", "skill", "") == []
    assert (await kim.complete("my-skill-add", "skill", "NVivo, multilev"))[0] == f"NVivo, {offered[0]}"
    assert (await kim.complete("my-skill-add", "skill", "NVivo\nmultilev"))[0] == f"NVivo, {offered[0]}"
    await kim.type("/my-skills")
    await kim.press("Edit skills")
    await kim.press("Add a skill")
    await kim.submit(skill=offered[0].upper(), level="learn")
    assert (await network.entry()).skills[-1] == offered[0]


async def test_changes_a_level_takes_it_back_and_removes_a_skill_one_tap_each() -> None:
    network = Network([ANA])
    kim = network.person()
    await kim.type("/my-skills")
    text = await kim.press("Edit skills")
    assert "NVivo\nno level given\nR\ncan teach" in text
    assert "Showing 1–4 of 5." in text
    assert "NVivo\nlearning" in await kim.press("Learning", 0)
    assert "NVivo\nno level given" in await kim.press("Learning", 0)
    assert "R\nuses it" in await kim.press("Use it", 1)
    assert "Showing 2–5 of 5." in await kim.press("More ›")
    assert "Showing 2–5 of 5." in await kim.press("Can teach", 1)
    await kim.press("Can teach", 1)
    assert "Removed." in await kim.press("Remove", 3)
    entry = await network.entry()
    assert (entry.skills, entry.levels) == (ANA.skills[:4], {"R": Level.USE})
    await kim.press("Remove", 1)
    assert (await network.entry()).levels == {}


async def test_a_button_never_changes_another_skill_than_it_was_drawn_for() -> None:
    network = Network([ANA])
    kim = network.person()
    await kim.type("/my-skills")
    await kim.press("Edit skills")
    await network.stores.directory.save(replace(await network.entry(), skills=("Welding", "R")))
    text = await kim.press("Remove", 0)
    assert text.startswith(
        "Your skills were changed meanwhile, so nothing was written. This is how they are now:\nWeld"
    )
    assert (await network.entry()).skills == ("Welding", "R")


async def test_topics_are_kept_a_line_each_and_can_be_emptied() -> None:
    network = Network([ANA])
    kim = network.person()
    await kim.type("/my-skills")
    await kim.press("Edit skills")
    await kim.press("Topics")
    assert "Topics: Food insecurity, Place" in await kim.submit(topics="Food insecurity\nPlace\nplace")
    assert (await network.entry()).topics == ("Food insecurity", "Place")
    await kim.press("Edit skills")
    await kim.press("Topics")
    await kim.submit(topics="none")
    assert (await network.entry()).topics == ()


async def test_says_how_much_is_too_much() -> None:
    network = Network([replace(ANA, skills=tuple(f"Skill {n}" for n in range(100)))])
    kim = network.person()
    await kim.type("/my-skills")
    await kim.press("Edit skills")
    await kim.press("Add a skill")
    assert "100 is the most I can keep" in await kim.submit(skill="One more", level="use")
    assert "is too long for one" in await kim.submit(skill="x" * 150, level="use")


# Hiding, taking away, deleting -----------------------------------------------


_STAYS = "What somebody shared in a channel stays there."


async def taken_along(member: Member) -> dict[str, Any]:
    """Read all parts of what somebody takes along, of which the first is before them."""
    parts = [block.line[0] for block in member.reply.blocks if isinstance(block, Text)]
    while "More ›" in member.labels:
        await member.press("More ›")
        parts += [block.line[0] for block in member.reply.blocks if isinstance(block, Text)]
    read: dict[str, Any] = json.loads("".join(map(str, parts)))
    return read


async def test_hides_and_shows_me_at_once() -> None:
    network = Network([ANA, Entry(id="b2", name="Bo", skills=("R",), consent=Consent.GIVEN)])
    kim, lee = network.person(), network.person(LEE)
    assert "Ana Reid" in await lee.type("/find-skill nvivo")
    await kim.type("/my-skills")
    hidden = await kim.press("Hide")
    assert "You are hidden, as from now." in hidden
    assert f"This entry is hidden: nobody finds it. {_STAYS}" in hidden
    assert "Nobody lists" in await lee.type("/find-skill nvivo")
    shown = await kim.press("Show")
    assert "Members can find you again." in shown
    assert _STAYS not in shown
    assert "Ana Reid" in await lee.type("/find-skill nvivo")


async def test_gives_me_all_that_is_kept_about_me() -> None:
    network = Network([replace(ANA, about="Long story. " * 200, topics=("Place",))])
    kim = network.person()
    await kim.type("/my-skills")
    await kim.press("Hide")
    await kim.press("Export my entry")
    data = await taken_along(kim)
    assert data["skills"][1] == {"skill": "R", "level": "can teach"}
    assert (data["about"], data["accounts"]) == ("Long story. " * 200, ["slack:T1:UKIM"])
    assert data["history"] == [{"at": "2026-03-10T12:00+00:00", "by": "themselves", "what": "happy to be found"}]


@pytest.mark.parametrize("way", ["/my-skills", "/my-data"])
async def test_what_i_take_along_says_whether_i_am_asked_without_a_name(way: str) -> None:
    network = Network([ANA])
    kim = network.person()
    for answer, said in (("no", "by name alone"), ("yes", "without a name, too")):
        await kim.type("/my-skills")
        await kim.press("How to reach me")
        await kim.submit(unnamed=answer)
        await kim.type(way)
        await kim.press("Export my entry" if way == "/my-skills" else "Take it along")
        data = await taken_along(kim)
        entry = data if way == "/my-skills" else data["Your Directory entry"][0]
        assert entry["introductions"] == said
        assert entry["history"][0]["what"] == "introductions without a name"


async def test_deletes_me_fully_and_at_once_after_asking_once() -> None:
    network = Network([ANA, Entry(id="b2", name="Bo", skills=("R",), consent=Consent.GIVEN)])
    kim, lee = network.person(), network.person(LEE)
    assert "Ana Reid" in await lee.type("/find-skill nvivo")
    await kim.type("/my-skills")
    await kim.press("Use me on another platform")
    await kim.type("/my-skills")
    sure = await kim.press("Delete")
    assert "Delete the entry of Ana Reid for good" in sure
    assert _STAYS in sure
    assert (await network.entry()).name == "Ana Reid"
    gone = await kim.press("Delete for good")
    assert "nobody can find you any more" in gone
    assert _STAYS in gone
    assert await network.stores.directory.of(KIM) is None
    assert await network.stores.directory.notes(most=9) == []
    assert await network.stores.codes.valid(NOON) == []
    assert "Nobody lists" in await lee.type("/find-skill nvivo")


async def test_with_me_goes_what_others_asked_of_me_and_what_i_wait_for() -> None:
    network = Network([ANA, Entry(id="b2", name="Bo", skills=("R",), consent=Consent.GIVEN)])
    kim, lee = network.person(), network.person(LEE, "Lee")
    await lee.type("/find-skill nvivo")
    await lee.press("Ask for an introduction")
    await lee.submit(reason="I am new to it.")
    await kim.type("/find-skill photovoice")
    await kim.press("Tell me when somebody lists it")
    await kim.type("/my-skills")
    await kim.press("Delete")
    assert "What you asked of others is forgotten, too." in await kim.press("Delete for good")
    assert await network.stores.introductions.of(KIM) == []
    assert await network.stores.watches.waiting() == []
    assert "introduction-left" in [delivery.kind for delivery in await network.waiting()]


# Joining ---------------------------------------------------------------------


async def test_joins_with_a_form_that_knows_my_name() -> None:
    network = Network([ANA])
    lee = network.person(LEE, "Lee Okoro")
    await lee.type("/my-skills")
    await lee.press("Join the Directory")
    assert lee.form
    assert lee.form.values == {"name": "Lee Okoro"}
    text = await lee.submit(role="Baker", setting="community", skills="bread\nteaching people; R", found="yes")
    assert text.startswith("Welcome to the Directory. This is how others see you:\nLee Okoro\nBaker · community")
    entry = await network.entry(LEE)
    assert (entry.skills, entry.consent, entry.pending) == (("bread", "teaching people", "R"), Consent.GIVEN, False)
    assert entry.checked_on == NOON.date()
    assert "Lee Okoro" in await network.person().type("/find-skill bread")


async def test_whoever_joins_lists_each_skill_once_in_the_right_word_and_is_told() -> None:
    network = Network([ANA])
    lee = network.person(LEE, "Lee Okoro")
    await lee.type("/my-skills")
    await lee.press("Join the Directory")
    every = "nvvio, n vivo, NVivo, focus group, focus groups, thematic anlysis, thematic analysis, R and SPSS"
    text = await lee.submit(skills=every, found="yes")
    assert (await network.entry(LEE)).skills == ("NVivo", "Focus groups", "Thematic analysis", "R", "SPSS")
    assert text.startswith("Welcome to the Directory. You list NVivo already, so I left out “nvvio”.")
    assert "You list Thematic analysis already, so I left out “thematic anlysis”." in text
    assert "This is how others see you:\nLee Okoro" in text


async def test_a_form_proposes_no_name_that_it_would_refuse() -> None:
    kim = Network().person(KIM, "Kim 🌻 <Canary> @work")
    await kim.type("/my-skills")
    await kim.press("Join the Directory")
    assert kim.form
    assert kim.form.values["name"] == "Kim Canary work"


async def test_joining_twice_makes_one_entry() -> None:
    network = Network()
    lee = network.person(LEE, "Lee")
    await lee.type("/my-skills")
    await lee.press("Join the Directory")
    await lee.submit(found="yes", role="First")
    await lee.submit(found="yes", role="Second")
    assert [entry.role for entry in await network.stores.directory.entries()] == ["First"]


async def test_whoever_says_no_is_kept_and_not_found() -> None:
    network = Network()
    lee = network.person(LEE, "Lee")
    await lee.type("/my-skills")
    await lee.press("Join the Directory")
    assert "This entry is hidden" in await lee.submit(skills="bread", found="no")
    assert "Nobody" in await network.person().type("/find-skill bread")


async def test_the_same_person_is_known_where_no_workspace_is_named() -> None:
    network = Network([replace(ANA, accounts=(LEE,))])
    in_private = network.person(replace(LEE, workspace="*"))
    assert "Ana Reid" in await in_private.type("/my-skills")
    await in_private.press("Hide")
    assert (await network.entry(LEE)).consent is Consent.REFUSED


async def test_a_day_that_has_passed_makes_nobody_busy() -> None:
    network = Network([replace(ANA, availability=Availability(NOON.date()))])
    kim = network.person()
    assert "busy until 10 March 2026" in await kim.type("/my-skills")
    network.at += timedelta(days=1)
    assert "busy" not in await kim.type("/my-skills")
    await network.plan()
    assert (await network.entry()).availability == AVAILABLE
