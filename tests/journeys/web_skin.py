"""A person in front of the web chat: over the real socket, or in a real browser."""

from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from typing import Any

from playwright.async_api import Locator, expect

from bot.service import Bot
from tests.adapters.web.browser import open_browser
from tests.adapters.web.page import Chat, open_chat
from tests.adapters.web.server import Page, controls, opened, serving
from tests.journeys.skin import Seen, Skin

WHO, WHERE = "ada", "general"
# What changes when the bot answers, and what is busy until it does.
STATE = "[...document.querySelectorAll('.message-private, dialog[open], .composer-notice')].map(e => e.outerHTML) + ''"
BUSY = ".composer-busy, .form-busy, .control[aria-busy=true]"


class WebSkin:
    """Implements `Skin` by saying to the server what the page would say."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._answer: dict[str, Any] = {}
        self._form: dict[str, Any] = {}

    async def type(self, line: str) -> Seen:
        self._answer = {}
        return self._look(await self._page.type(line, WHERE))

    async def press(self, label: str, nth: int = 0) -> Seen:
        button = [control for control in controls(self._answer) if control["label"] == label][nth]
        return self._look(await self._page.ask("press", message=self._answer["id"], call=button["call"]))

    async def submit(self, **answers: str) -> Seen:
        fields = {"place": WHERE, "message": self._answer.get("id"), "call": self._form["call"]}
        return self._look(await self._page.ask("submit", **fields, values=answers), answers)

    async def complete(self, command: str, option: str, typed: str) -> list[str]:
        answer = await self._page.ask("suggest", place=WHERE, call=command, option=option, typed=typed)
        return [choice["label"] for choice in answer["choices"]]

    def _look(self, answer: dict[str, Any], written: Mapping[str, str] | None = None) -> Seen:
        match answer:
            case {"kind": "form", "form": form}:
                self._form = form
                return Seen(form=form["title"], fields=[field["name"] for field in form["fields"]])
            case {"kind": "done", "message": number}:
                self._answer = self._page.messages[number]
                labels = [control["label"] for control in controls(self._answer) if control["type"] == "button"]
                return Seen("\n".join(_texts(self._answer["blocks"])), labels)
            case {"kind": "invalid", "problems": problems}:
                fields = [field["name"] for field in self._form["fields"]]
                # The page leaves the form as it was, and says beside each field what is wrong with it.
                return Seen("\n".join(problems.values()), form=self._form["title"], fields=fields, kept=written or {})
            case _:
                return Seen(f"{answer['message']}\n{answer['hint']}")


class PageSkin:
    """Implements `Skin` with a keyboard and eyes, in front of the page."""

    def __init__(self, chat: Chat) -> None:
        self._chat = chat

    async def type(self, line: str) -> Seen:
        before = await self._state()
        await self._chat.send(line)
        return await self._after(before)

    async def press(self, label: str, nth: int = 0) -> Seen:
        before = await self._state()
        button = self._buttons.filter(has_text=label).nth(nth)
        await button.focus()
        await button.press("Enter")
        return await self._after(before)

    async def submit(self, **answers: str) -> Seen:
        before = await self._state()
        for name, value in answers.items():
            field = self._chat.form.locator(f"[name='{name}']")
            if await field.evaluate("field => field.tagName") == "SELECT":
                await field.select_option(value)
            else:
                await field.fill(value)
        await self._chat.form.get_by_role("button", name="Send").press("Enter")
        return await self._after(before)

    async def complete(self, command: str, option: str, typed: str) -> list[str]:
        del option  # the line of text completes its first option
        await self._chat.line.fill("")
        await self._chat.line.press_sequentially(f"/{command} {typed}")
        offered = self._chat.suggestions.get_by_role("option")
        await expect(offered.first).not_to_contain_text(f"/{command}")
        return [text for text in await offered.all_inner_texts() if ":" not in text]

    @property
    def _buttons(self) -> Locator:
        return self._chat.answer.locator(".message-body button.control")

    async def _state(self) -> str:
        state: str = await self._chat.page.evaluate(STATE)
        return state

    async def _after(self, before: str) -> Seen:
        # Whatever was sent or pressed is busy until its answer is there.
        changed = f"before => !document.querySelector('{BUSY}') && before !== {STATE}"
        await self._chat.page.wait_for_function(changed, arg=before)
        if await self._chat.form.is_visible():
            return await self._filled_form()
        if await self._chat.notice.is_visible() and (said := await self._chat.notice.inner_text()):
            return Seen(said)
        text = await self._chat.answer.locator(".message-body").inner_text()
        return Seen(text, await self._buttons.all_inner_texts())

    async def _filled_form(self) -> Seen:
        fields = await self._chat.form.locator("[name]").all()
        kept = {await field.get_attribute("name") or "": await field.input_value() for field in fields}
        said = [
            text for text in await self._chat.form.locator(".form-problem, .form-trouble").all_inner_texts() if text
        ]
        title = await self._chat.form.get_by_role("heading").inner_text()
        return Seen("\n".join(said), form=title, fields=list(kept), kept={k: v for k, v in kept.items() if v})


def _texts(blocks: Iterable[dict[str, Any]]) -> list[str]:
    """Read an answer out as it stands on the page, line by line."""
    said: list[str] = []
    for block in blocks:
        said += [block[key] for key in ("text", "title") if key in block]
        said += [_line(block[key]) for key in ("line", "subtitle") if block.get(key)]
        said += [_line(line) for line in block.get("lines", ())]
        said += [f"{pair['name']}: {_line(pair['line'])}" for pair in block.get("pairs", ())]
    return said


def _line(parts: Iterable[dict[str, Any]]) -> str:
    return "".join(part["text"] for part in parts)


@asynccontextmanager
async def open_web(bot: Bot) -> AsyncIterator[Skin]:
    """Serve the chat and sit down in front of its socket."""
    async with serving(bot) as web, opened(web, WHO) as page:
        yield WebSkin(page)


@asynccontextmanager
async def open_page(bot: Bot) -> AsyncIterator[Skin]:
    """Serve the chat and sit down in front of its page; skips without a browser."""
    async with open_browser() as browser, serving(bot) as web, open_chat(browser, web) as chat:
        yield PageSkin(chat)
