"""/my-skills: people see and keep their own entries."""

import json
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from bot.chat.calls import call
from bot.chat.commands import Command, Handler, Option, Prefill
from bot.chat.questions import asked
from bot.chat.requests import Request
from bot.chat.views import Actions, Button, Choice, Note, Reply, Tone, say
from bot.directory import folding, my_forms, my_page
from bot.directory.claims import Claims
from bot.directory.model import MOST_NOTES, ChangedMeanwhile, Consent, Directory, Entry, Taken
from bot.directory.owners import Owners
from bot.directory.portrait import SHARED_STAYS, data_of
from bot.directory.sheet import clean
from bot.directory.wordings import LatestWordings
from bot.my_data.export import export

_WISH = r"(?:(?:how (?:do|can) i|can i|can you|i (?:want|would like|need|wish) to|i'd like to|let me) )?"
_ASKED = asked(
    rf"{_WISH}(?:add|edit|change|update|remove|hide|see|list) (?:myself|me|my (?:own )?(?:skills?|entry|profile))"
    r"(?: (?:to|in|on|from) (?:the|your|our) (?:directory|list))?",
    rf"{_WISH}(?:join|leave|be (?:on|in)|be listed (?:on|in)|get (?:on|in)(?:to)?) (?:the|your|our) (?:directory|list)",
    r"my (?:skills|entry|profile)",
)


class MySkills:
    """Shows people their entries, and changes what they say there. What was changed meanwhile is never overwritten.

    `announce` tells organisers of an entry that waits for them.
    """

    def __init__(
        self,
        directory: Directory,
        owners: Owners,
        claims: Claims,
        announce: Callable[[Entry], Awaitable[None]],
        now: Callable[[], datetime],
        *,
        words: LatestWordings,
    ) -> None:
        self._directory = directory
        self._announce = announce
        self._owners = owners
        self._claims = claims
        self._words = words
        self._now = now

    def commands(self) -> Iterator[Command]:
        """Declare the page, and whatever its buttons lead to."""
        yield Command("my-skills", "See and edit your own entry in the Directory", self.show, asked=_ASKED)
        yield self._form("my-join", "Join the Directory", self.join, my_forms.JOIN, self.name_of)
        yield self._form("my-about", "Edit about me", self.about, my_forms.ABOUT, self.filled)
        yield self._form("my-reach", "How to reach me", self.reach, my_forms.REACH, self.filled)
        yield self._form(
            "my-availability", "Do you have time for others?", self.availability, my_forms.TIME, self.filled
        )
        yield Command("my-hide", "Hide my entry", self.hide, unlisted=True)
        yield Command("my-show", "Show my entry", self.unhide, unlisted=True)
        yield Command("my-right", "Say that my entry is right", self.right, unlisted=True)
        part = Option("part", "Which part of it", required=False)
        yield Command("my-export", "Export my entry", self.export, (part,), unlisted=True)
        sure = Option("sure", "Whether you are sure", required=False, choices=(Choice("Yes", "yes"),))
        yield Command("my-delete", "Delete my entry", self.delete, (sure,), unlisted=True)

    async def show(self, request: Request) -> Reply:
        """Show somebody their entry, or how to come by one."""
        if entry := await self._owners.find(request.actor.account):
            return my_page.page(entry, self._today)
        return my_page.newcomer(await self._claims.offered(request.actor.account))

    # Forms -----------------------------------------------------------------------

    async def name_of(self, request: Request) -> Mapping[str, str]:
        return {"name": my_forms.proposed(request.actor.name)}

    async def filled(self, request: Request) -> Mapping[str, str]:
        """Say what stands in the entry that is to be changed."""
        return my_forms.filled(await self._owners.mine(request.actor.account))

    async def join(self, request: Request) -> Reply:
        """Make a new entry."""
        words = await self._words()
        folded = folding.fold((), folding.read(request.text("skills"), "skills", words), words)
        try:
            entry = await self._owners.join(
                request.actor.account,
                name=my_forms.name(request),
                role=my_forms.line(request, "role"),
                settings=my_forms.settings(request),
                skills=tuple(folded.kept),
                consent=my_forms.consent(request),
            )
        except Taken:
            return await self.show(request)
        if entry.pending:
            await self._announce(entry)
        lead = filter(None, ("Welcome to the Directory.", folding.told(folded), "This is how others see you:"))
        return my_page.page(entry, self._today, " ".join(lead))

    async def about(self, request: Request) -> Reply:
        """Change who somebody is."""
        return await self._save(
            request,
            my_forms.ABOUT,
            name=my_forms.name(request),
            role=my_forms.line(request, "role"),
            organisation=my_forms.line(request, "organisation"),
            settings=my_forms.settings(request),
            about=clean.block(request.text("about")),
        )

    async def reach(self, request: Request) -> Reply:
        """Change how somebody is reached, whether without a name, too, and whether they are found at all."""
        return await self._save(
            request,
            my_forms.REACH,
            email=my_forms.email(request),
            contact=my_forms.line(request, "contact"),
            consent=my_forms.consent(request),
            unnamed=my_forms.unnamed(request),
        )

    async def availability(self, request: Request) -> Reply:
        """Change whether somebody has time."""
        return await self._save(request, my_forms.TIME, availability=my_forms.availability(request, self._today))

    # Buttons ---------------------------------------------------------------------

    async def hide(self, request: Request) -> Reply:
        entry = await self._owners.amend(request.actor.account, lambda mine: replace(mine, consent=Consent.REFUSED))
        return my_page.page(entry, self._today, "You are hidden, as from now.")

    async def unhide(self, request: Request) -> Reply:
        entry = await self._owners.amend(request.actor.account, lambda mine: replace(mine, consent=Consent.GIVEN))
        return my_page.page(entry, self._today, "Members can find you again." if entry.listed else "Saved.")

    async def right(self, request: Request) -> Reply:
        """Note that somebody finds their entry right."""
        await self._owners.amend(request.actor.account)
        return say(
            "Thank you. Your entry stays as it is.", Note(("To change it at any time: /my-skills",)), replaces=True
        )

    async def export(self, request: Request) -> Reply:
        """Show all that is kept about somebody, a part at a time."""
        entry = await self._owners.mine(request.actor.account)
        data = data_of(entry, await self._directory.notes(entry.id, most=MOST_NOTES))
        return export(
            "All that is kept about you in the Directory",
            json.dumps(data, ensure_ascii=False, indent=1),
            request.number("part"),
            lambda at: call("my-export", part=at),
            my_page.ONLY_YOU,
        )

    async def delete(self, request: Request) -> Reply:
        """Delete an entry, after asking once."""
        if not request.text("sure"):
            entry = await self._owners.mine(request.actor.account)
            return say(
                f"Delete the entry of {entry.name} for good, with its skills and history? Nobody can bring it back. "
                f"{SHARED_STAYS}",
                Actions(
                    (
                        Button("Delete for good", call("my-delete", sure="yes"), Tone.DANGER),
                        Button("Keep it", call("my-skills")),
                    )
                ),
                replaces=True,
            )
        await self._owners.leave(request.actor.account)
        note = "If an organiser keeps you in a sheet of their own, ask them to take you out there, too."
        gone = "Your entry is deleted, and nobody can find you any more. What you asked of others is forgotten, too."
        return say(f"{gone} {SHARED_STAYS}", Note((note,)), replaces=True)

    # -----------------------------------------------------------------------------

    @staticmethod
    def _form(name: str, summary: str, run: Handler, options: tuple[Option, ...], prefill: Prefill) -> Command:
        return Command(name, summary, run, options, unlisted=True, prefill=prefill, submit="Save")

    @property
    def _today(self) -> date:
        return self._now().date()

    async def _save(
        self,
        request: Request,
        options: tuple[Option, ...],
        **said: Any,  # noqa: ANN401 - fields of any type
    ) -> Reply:
        account = request.actor.account
        try:
            entry = await self._owners.change(account, request.number("version"), **said)
        except ChangedMeanwhile:
            written = {o.name: request.text(o.name) for o in options if not o.carried}
            return my_page.again(request, await self._owners.mine(account), written)
        return my_page.page(entry, self._today, "Saved. This is how others see you:")
