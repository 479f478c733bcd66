"""What is said about privacy: the same in chat and on the page, and true of what is kept."""

import re
from datetime import timedelta
from pathlib import Path

import pytest

from bot.chat.calls import Call
from bot.chat.requests import Account, Actor, Address, Request
from bot.chat.views import Actions, Reply, calls, plain
from bot.directory.claims import CODE_LASTS, PAUSE
from bot.directory.gaps import KEEP_DAYS
from bot.introductions.model import WATCH_FOR
from bot.meetings.forgetting import REMEMBERED
from bot.privacy.notice import Notice, as_markdown
from bot.support.model import CAP, KEEP
from bot.support.vault import NEWEST, OVERLAP
from config.errors import BadSettings
from config.privacy import load_notice
from config.settings import Settings, load_settings
from store.tables import metadata
from tests.house import memory_core

DOCS = Path(__file__).parents[2] / "docs"
BOT = memory_core().bot
KIM = Actor(Account("web", "*", "kim"), "Kim")
# Of each table, a point of the notice that tells of it; None: nothing in it is about anybody.
TOLD = {
    "versions": None,
    "removals": None,
    "feeds": None,
    "series": "Meetings",
    "occurrences": "Meetings",
    "words": "Searches",
    "entries": "Your Directory entry",
    "skills": "Your Directory entry",
    "accounts": "Your Directory entry",
    "notes": "Your Directory entry",
    "gaps": "Searches",
    "codes": "Codes for entries",
    "attempts": "Codes for entries",
    "introductions": "Introductions, skills you wait for",
    "watches": "Introductions, skills you wait for",
    "guests": "Meetings",
    "wishes": "Meetings",
    "proposals": "Meetings",
    "deliveries": "Messages the bot sent by itself",
    "cases": "What is written unnamed, and sessions",
    "sessions": "What is written unnamed, and sessions",
    "papers": "What is written unnamed, and sessions",
    "counted_sessions": "What is written unnamed, and sessions",
    "session_counts": "How many sessions were held",
    "blocks": "A block",
    "facilitators": "Turns of facilitators",
    "turns": "Turns of facilitators",
}


def settings(**given: object) -> Settings:
    return load_settings(_env_file=None, **given)


async def said(call: Call) -> Reply:
    return await BOT.answer(Request(call, KIM, Address("web", "lobby")))


def test_the_page_in_docs_is_what_the_program_prints() -> None:
    assert (DOCS / "privacy.md").read_text(encoding="utf-8") == as_markdown(load_notice(settings()))


async def test_chat_says_every_sentence_of_the_page() -> None:
    notice = load_notice(settings())
    for page in notice.pages:
        text = plain((await said(Call("privacy-page", {"page": page.key}))).blocks)
        for point in page.points:
            assert point.says in text
            assert point.long in text


async def test_every_page_leads_to_every_other_and_fits_on_every_platform() -> None:
    notice = load_notice(settings())
    for page in notice.pages:
        reply = await said(Call("privacy-page", {"page": page.key}))
        reached = {call.args["page"] for call in calls(reply.blocks) if call.command == "privacy-page"}
        assert reached == {other.key for other in notice.pages} - {page.key}
        assert len(plain(reply.blocks)) < 3_500
        assert len(reply.blocks) + sum(len(b.controls) for b in reply.blocks if isinstance(b, Actions)) < 30


async def test_a_page_that_is_no_longer_there_begins_anew() -> None:
    assert "Who can see what" in plain((await said(Call("privacy-page", {"page": "gone"}))).blocks)


async def test_begins_with_everybody_who_may_see_something() -> None:
    text = plain((await said(Call("privacy"))).blocks)
    for who in ("Other members", "Facilitators", "Whoever operates", "The platform", "Your employer"):
        assert who in text


def test_every_table_is_told_of() -> None:
    points = {point.name for page in load_notice(settings()).pages for point in page.points}
    assert set(TOLD) == set(metadata.tables)
    assert {name for name in TOLD.values() if name} <= points


def test_the_days_it_names_are_those_of_the_program() -> None:
    text = as_markdown(load_notice(settings()))
    assert f"{KEEP.days} days after it closes (by itself after {CAP.days})" in text
    assert f"destroyed after {(NEWEST + OVERLAP).days} days" in text
    assert f"{REMEMBERED.days} days after the meeting" in text
    assert "| 90 days after it ended |" in text
    assert f"{KEEP_DAYS} days after it was last asked" in text
    assert "a year at most |" in text
    assert timedelta(days=365) == WATCH_FOR
    assert "| a week; two hours at most |" in text
    assert (timedelta(days=7), timedelta(hours=1)) == (CODE_LASTS, PAUSE)


def test_settings_are_taken_in() -> None:
    text = as_markdown(load_notice(settings(data_contact="Olu, dpo@example.org", delivery={"keep_days": 100})))
    assert "Questions about your data: Olu, dpo@example.org." in text
    assert "100 days after it ended" in text
    assert "{" not in text


def test_never_promises_what_cannot_be_kept() -> None:
    text = as_markdown(load_notice(settings())).casefold()
    assert "not untraceable" in text
    for promise in ("untraceable", "completely anonymous", "fully anonymous", "guarantee", "military"):
        assert not re.search(rf"(?<!not ){promise}", text), promise


def test_two_pages_are_enough() -> None:
    assert len(as_markdown(load_notice(settings())).split()) < 1_250


def test_a_text_that_lacks_something_is_named(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text('title = "Privacy"\nlead = ""\n[[page]]\nkey = "who"\n', encoding="utf-8")
    with pytest.raises(BadSettings, match=r"In .*own\.toml: something is missing"):
        load_notice(settings(), own)


def test_an_unknown_page_is_the_first() -> None:
    notice: Notice = load_notice(settings())
    assert notice.page("nothing") is notice.pages[0]
