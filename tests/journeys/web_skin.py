"""A person in front of the web chat: over the real socket, or in a real browser."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from typing import Any

from playwright.async_api import Locator, expect

from adapters.web.model import BOT
from bot.service import Bot
from tests.adapters.web.browser import open_browser
from tests.adapters.web.page import Chat, open_chat
from tests.adapters.web.server import Page, controls, opened, serving
from tests.journeys.skin import Seen, Skin

WHO, WHERE = "ada", "general"
# What changes when the bot answers, and what is busy until it does.
ANSWERS = (
    "[...document.querySelectorAll('.message-private, dialog[open], .composer-notice')].map(e => e.outerHTML) + ''"
)
ALL = ANSWERS.replace(".message-private", ".message")
BUSY = ".composer-busy, .form-busy, .control[aria-busy=true]"


class WebSkin:
    """Implements `Skin` by saying to the server what the page would say."""

    def __init__(self, page: Page, where: str = WHERE) -> None:
        self._page = page
        self._where = where
        self._answer: dict[str, Any] = {}
        self._form: dict[str, Any] = {}
        self._written: dict[str, str] = {}

    async def type(self, line: str) -> Seen:
        self._answer = {}
        return self._look(await self._page.type(line, self._where))

    async def press(self, label: str, nth: int = 0) -> Seen:
        button = [control for control in controls(self._answer) if control["label"] == label][nth]
        return self._look(await self._page.ask("press", message=self._answer["id"], call=button["call"]))

    async def submit(self, **answers: str) -> Seen:
        fields = {"place": self._where, "message": self._answer.get("id"), "call": self._form["call"]}
        # The page sends whatever stands in the fields, and leaves it there when the form is refused.
        self._written |= answers
        return self._look(await self._page.ask("submit", **fields, values=self._written))

    async def hears(self, part: str, channel: str = "") -> Seen:
        return self._read((await self._heard(part, channel))[-1])

    async def reply(self, text: str, to: str, channel: str) -> None:
        post = [message for message in await self._heard(to, channel) if message["thread"] is None][-1]
        done = await self._page.type(text, channel, thread=post["id"])
        assert done["kind"] == "done", done

    async def count(self, part: str, channel: str = "") -> int:
        await self._listen()
        return len(self._posts(part, channel))

    async def _listen(self) -> None:
        """Read all that was said or changed by now: it was told before this is answered."""
        await self.complete("find-skill", "skill", "")

    async def _heard(self, part: str, channel: str) -> list[dict[str, Any]]:
        await self._listen()
        if not self._posts(part, channel):
            await self._page.until(lambda _: bool(self._posts(part, channel)))
        return self._posts(part, channel)

    def _posts(self, part: str, channel: str) -> list[dict[str, Any]]:
        """List what the bot said unasked with `part` in it, the newest last."""
        said = (message for message in self._page.messages.values() if _unasked(message, channel))
        return [message for message in said if part in "\n".join(_texts(message["blocks"]))]

    async def complete(self, command: str, option: str, typed: str) -> list[str]:
        answer = await self._page.ask("suggest", place=self._where, call=command, option=option, typed=typed)
        return [choice["label"] for choice in answer["choices"]]

    def _look(self, answer: dict[str, Any]) -> Seen:
        match answer:
            case {"kind": "form", "form": form}:
                self._form, self._written = form, {field["name"]: field["value"] for field in form["fields"]}
                notice = "\n".join(map(_line, form["notice"]))
                return Seen(form=form["title"], notice=notice, fields=[field["name"] for field in form["fields"]])
            case {"kind": "done", "message": number}:
                return self._read(self._page.messages[number])
            case {"kind": "invalid", "problems": problems}:
                fields = [field["name"] for field in self._form["fields"]]
                # The page leaves the form as it was, and says beside each field what is wrong with it.
                return Seen("\n".join(problems.values()), form=self._form["title"], fields=fields, kept=self._written)
            case _:
                return Seen(f"{answer['message']}\n{answer['hint']}")

    def _read(self, message: dict[str, Any]) -> Seen:
        self._answer = message
        labels = [control["label"] for control in controls(message) if control["type"] == "button"]
        return Seen("\n".join(_texts(message["blocks"])), labels)


class PageSkin:
    """Implements `Skin` with a keyboard and eyes, in front of the page."""

    def __init__(self, chat: Chat) -> None:
        self._chat = chat
        self._answer = chat.answer

    async def type(self, line: str) -> Seen:
        before = await self._state(ANSWERS), await self._state(ALL)
        await self._chat.send(line)
        return await self._after(before)

    async def press(self, label: str, nth: int = 0) -> Seen:
        before = await self._state(ANSWERS), await self._state(ALL)
        button = self._buttons.filter(has_text=label).nth(nth)
        await button.focus()
        await button.press("Enter")
        return await self._after(before)

    async def submit(self, **answers: str) -> Seen:
        before = await self._state(ANSWERS), await self._state(ALL)
        for name, value in answers.items():
            await self._fill(self._chat.form.locator(f"[name='{name}']"), value)
        await self._chat.form.locator("button[type=submit]").press("Enter")
        return await self._after(before)

    async def _go(self, channel: str) -> None:
        """Open a channel, or the private conversation with the bot, and wait until its messages are the ones shown."""
        place = self._chat.page.locator(f'[data-key="{channel or f"@{WHO}"}"]')
        await place.click()
        await expect(place).to_have_attribute("aria-current", "page")
        await self._chat.page.evaluate(
            "new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))"
        )

    async def hears(self, part: str, channel: str = "") -> Seen:
        await self._go(channel)
        heard = self._chat.messages.filter(has_text=part).last
        await expect(heard).to_contain_text(part)
        return await self._read(self._chat.page.locator(f'[data-id="{await heard.get_attribute("data-id")}"]'))

    async def reply(self, text: str, to: str, channel: str) -> None:
        await self._go(channel)
        post = self._chat.messages.filter(has_text=to).last
        await post.locator("[data-does='thread']").click()
        line = self._chat.pane.get_by_role("textbox")
        await line.fill(text)
        await line.press("Enter")
        await expect(self._chat.pane).to_contain_text(text)

    async def count(self, part: str, channel: str = "") -> int:
        await self._go(channel)
        return await self._chat.messages.filter(has_text=part).count()

    async def complete(self, command: str, option: str, typed: str) -> list[str]:
        del option  # the line of text completes its first option
        await self._chat.line.fill("")
        await self._chat.line.press_sequentially(f"/{command} {typed}")
        offered = self._chat.suggestions.get_by_role("option")
        await expect(offered.first).not_to_contain_text(f"/{command}")
        return [text for text in await offered.all_inner_texts() if ":" not in text]

    @property
    def _buttons(self) -> Locator:
        return self._answer.locator(".message-body button.control")

    async def _fill(self, field: Locator, value: str) -> None:
        first = field.first
        if await first.get_attribute("type") == "checkbox":
            for box in await field.all():
                await box.set_checked(await box.get_attribute("value") in value.split(","))
        elif await first.evaluate("field => field.tagName") == "SELECT":
            await first.select_option(value)
        else:
            await first.fill(value)

    async def _state(self, what: str) -> str:
        state: str = await self._chat.page.evaluate(what)
        return state

    async def _after(self, before: tuple[str, str]) -> Seen:
        # Whatever was sent or pressed is busy until its answer is there.
        answers, everything = before
        changed = f"before => !document.querySelector('{BUSY}') && before !== {ALL}"
        await self._chat.page.wait_for_function(changed, arg=everything)
        if await self._chat.form.is_visible():
            return await self._filled_form()
        if await self._chat.notice.is_visible() and (said := await self._chat.notice.inner_text()):
            return Seen(said)
        # What was said in private gives way to its answer; anything else is answered by a message of its own.
        itself = await self._state(ANSWERS) == answers
        return await self._read(self._answer if itself else self._chat.answer)

    async def _read(self, message: Locator) -> Seen:
        self._answer = message
        text = await message.locator(".message-body").inner_text()
        return Seen(text, await self._buttons.all_inner_texts())

    async def _filled_form(self) -> Seen:
        kept: dict[str, str] = {}
        for field in await self._chat.form.locator("[name]").all():
            name, value = await field.get_attribute("name") or "", await field.input_value()
            if await field.get_attribute("type") == "checkbox":
                chosen = [value] if await field.is_checked() else []
                value = ",".join([*filter(None, [kept.get(name)]), *chosen])
            kept[name] = value
        said = [
            text for text in await self._chat.form.locator(".form-problem, .form-trouble").all_inner_texts() if text
        ]
        title = await self._chat.form.get_by_role("heading").inner_text()
        notice = "\n".join(await self._chat.form.locator(".form-notice p").all_inner_texts())
        filled = {name: value for name, value in kept.items() if value}
        return Seen("\n".join(said), form=title, notice=notice, fields=list(kept), kept=filled)


def _unasked(message: dict[str, Any], channel: str) -> bool:
    """Whether the bot said something to all in a channel, or else in a private place, which the page may see."""
    where = message["place"] == channel if channel else message["place"].startswith("@")
    return where and message["author"] == BOT and not message["private"] and not message["removed"]


def _texts(blocks: Iterable[dict[str, Any]]) -> list[str]:
    """Read an answer out as it stands on the page, line by line."""
    said: list[str] = []
    for block in blocks:
        said += [block[key] for key in ("text", "title", "alt") if key in block]
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
