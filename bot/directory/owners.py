"""Entries in the hands of the people they are about: what they change is their own word from then on."""

import secrets
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.chat.errors import NotFound
from bot.chat.requests import Account
from bot.directory.model import By, ChangedMeanwhile, Directory, Entry, Note, Taken, differing
from bot.directory.namesakes import Namesakes

_ID_BYTES = 8
# Whoever says something that holds whatever else was changed meanwhile need not be told of it.
_TRIES = 5


class Owners:
    """What people do with entries of their own. `changed` is called after every change, so that search follows at once.

    `leaving` is called before an entry is deleted, so that what is kept elsewhere about its owner goes, too.
    With `review`, who joins waits for an organiser's glance.
    """

    def __init__(
        self,
        directory: Directory,
        now: Callable[[], datetime],
        changed: Callable[[], None],
        leaving: Callable[[Entry], Awaitable[None]],
        namesakes: Namesakes,
        *,
        review: bool = False,
    ) -> None:
        self._directory = directory
        self._now = now
        self._changed = changed
        self._leaving = leaving
        self._namesakes = namesakes
        self._review = review

    async def find(self, account: Account) -> Entry | None:
        """Return somebody's entry, if they have one."""
        return await self._directory.of(account)

    async def mine(self, account: Account) -> Entry:
        """Return somebody's entry. Raises `NotFound`."""
        if entry := await self._directory.of(account):
            return entry
        raise NotFound("You have no entry in the Directory yet.", "Type /my-skills to make one.")

    async def join(self, account: Account, *, name: str, **said: Any) -> Entry:  # noqa: ANN401 - fields of any type
        """Make an entry for somebody who has none. Raises `Taken`, and `Unclear` for a name that is another's."""
        if await self._directory.of(account):
            raise Taken("You have an entry already.", "Type /my-skills to see it.")
        await self._namesakes.check(name)
        now = self._now()
        entry = Entry(
            id=secrets.token_hex(_ID_BYTES),
            name=name,
            accounts=(account,),
            own=frozenset({*said, "name", "levels"}),
            checked_on=now.date(),
            pending=self._review,
            **said,
        )
        return await self._save(entry, Note(entry.id, now, By.THEMSELVES, what="joined"))

    async def change(self, account: Account, version: int, **said: Any) -> Entry:  # noqa: ANN401 - fields of any type
        """Change what an entry says, as it was read at `version`.

        Raises `NotFound`, `ChangedMeanwhile`, and `Unclear` for a name that is another's.
        """
        entry = await self.mine(account)
        if entry.version != version:
            raise ChangedMeanwhile("Your entry was changed meanwhile, so nothing was written.", "Look at it again.")
        return await self._write(entry, replace(entry, **said))

    async def amend(self, account: Account, edit: Callable[[Entry], Entry] = lambda entry: entry) -> Entry:
        """Change an entry in a way that holds whatever was changed meanwhile; unchanged, all of it is said to be right.

        Raises `NotFound`, and what `edit` raises.
        """
        for _ in range(_TRIES):
            entry = await self.mine(account)
            try:
                return await self._write(entry, edit(entry))
            except ChangedMeanwhile:
                continue
        entry = await self.mine(account)
        return await self._write(entry, edit(entry))

    async def leave(self, account: Account) -> None:
        """Delete an entry with all that is kept about it. Raises `NotFound`."""
        entry = await self.mine(account)
        await self._leaving(entry)
        await self._directory.remove(entry.id)
        self._changed()

    async def _write(self, entry: Entry, new: Entry) -> Entry:
        now = self._now()
        fields = differing(entry, new)
        if "name" in fields:
            await self._namesakes.check(new.name, entry)
        # What was sent as it stood is right, but not more their own word than before. Skills and levels are one word.
        own = entry.own.union(fields, ("skills", "levels") if {"skills", "levels"} & {*fields} else ())
        saved = replace(new, own=own, checked_on=now.date())
        return await self._save(saved, *([Note(entry.id, now, By.THEMSELVES, fields)] if fields else []))

    async def _save(self, entry: Entry, *notes: Note) -> Entry:
        saved = await self._directory.save(entry, *notes)
        self._changed()
        return saved
