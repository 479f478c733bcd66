"""How somebody shows that an entry is theirs: by the e-mail address their platform vouches for, or by a code."""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from bot.chat.errors import NotAllowed, NotFound, Refusal, Unclear
from bot.chat.requests import Account
from bot.directory.codes import Code, Codes, digest_of, matching, new_code
from bot.directory.model import By, ChangedMeanwhile, Directory, Entry, Note
from bot.directory.sheet.identity import email_key

log = logging.getLogger(__name__)

# How long a code from an organiser opens an entry, and how long one that somebody makes for themselves.
CODE_LASTS = timedelta(days=7)
LINK_LASTS = timedelta(hours=1)
# So many wrong codes, and then this pause.
MOST_TRIES = 5
PAUSE = timedelta(hours=1)
# How often somebody's own changes may come in between.
_TRIES = 5
# Whoever asks for their entry does not wait longer for a platform to say their address.
_SECONDS = 2.5


class Mailboxes(Protocol):
    """A platform that knows its members' e-mail addresses."""

    async def verified_email(self, account: Account) -> str:
        """Return the address that the platform has made sure belongs to this account; empty when there is none."""


class Claims:
    """Gives entries to their owners. An entry that has an owner is nobody else's to claim.

    `mailboxes` are by platform, and may come and go as platforms do. `changed` is called after every claim.
    """

    def __init__(
        self,
        directory: Directory,
        codes: Codes,
        mailboxes: Mapping[str, Mailboxes],
        now: Callable[[], datetime],
        changed: Callable[[], None],
    ) -> None:
        self._directory = directory
        self._codes = codes
        self._mailboxes = mailboxes
        self._now = now
        self._changed = changed

    async def offered(self, account: Account) -> Entry | None:
        """Return the one entry that has this account's address; None when it has an owner, or there are several."""
        address = await self._email(account)
        if not email_key(address):
            return None  # a mailbox that several share says nothing about who is asking
        found = await self._directory.with_email(address)
        return found[0] if len(found) == 1 and not found[0].accounts else None

    async def claim_offered(self, account: Account) -> Entry:
        """Give the entry that is offered to this account. Raises `NotFound`, `ChangedMeanwhile` and `Taken`."""
        entry = await self.offered(account)
        if entry is None:
            raise NotFound(
                "No entry has your e-mail address.", "Ask an organiser for a code, or join with a new entry."
            )
        try:
            return await self._give(entry, account, "claimed")
        except ChangedMeanwhile:
            raise ChangedMeanwhile("This entry was changed just now.", "Type /my-skills and try again.") from None

    async def issue(self, entry_id: str) -> tuple[Entry, str, datetime]:
        """Make a code for an entry that has no owner; returns the entry, the code and when it ends.

        Raises `NotFound` and `Refusal`.
        """
        entry = await self._directory.find(entry_id)
        if entry is None:
            raise NotFound("This person is not in the Directory any more.")
        if entry.accounts:
            raise Refusal(f"{entry.name} keeps this entry already.", "Nobody else can claim it.")
        return entry, *await self._make(entry, CODE_LASTS, link=False)

    async def issue_link(self, account: Account) -> tuple[str, datetime]:
        """Make a code by which the owner of an entry links another account. Raises `NotFound`."""
        entry = await self._directory.of(account)
        if entry is None:
            raise NotFound("You have no entry in the Directory yet.", "Type /my-skills to make one.")
        return await self._make(entry, LINK_LASTS, link=True)

    async def redeem(self, account: Account, typed: str) -> Entry:
        """Give the entry that a code opens to this account, or link the two.

        Raises `Unclear` for a code that opens nothing, whatever the reason, `NotAllowed` after too many of them.
        """
        if await self._directory.of(account):
            raise Refusal("You have an entry already.", "To use another one, delete yours first: /my-skills.")
        now = self._now()
        if await self._codes.attempt(account, now, now - PAUSE) > MOST_TRIES:
            log.warning("too many wrong codes", extra={"platform": account.platform})
            raise NotAllowed("Those were too many codes in a row.", "Try again in an hour, or ask an organiser.")
        code = matching(typed, await self._codes.valid(now))
        entry = await self._directory.find(code.entry_id) if code else None
        if not (code and entry and _opens(code, entry, account) and await self._codes.spend(code.digest)):
            raise _wrong()
        for _ in range(_TRIES):
            try:
                given = await self._give(entry, account, "linked" if code.link else "claimed")
            except ChangedMeanwhile:
                entry = await self._directory.find(code.entry_id)
                if entry is None or not _opens(code, entry, account):
                    break
            else:
                await self._codes.pardon(account)
                return given
        raise _wrong()

    async def _make(self, entry: Entry, lasts: timedelta, *, link: bool) -> tuple[str, datetime]:
        code, until = new_code(), self._now() + lasts
        await self._codes.keep(Code(digest_of(code), entry.id, link, until))
        return code, until

    async def _give(self, entry: Entry, account: Account, what: str) -> Entry:
        now = self._now()
        # Whoever claims an entry has just been shown it.
        mine = replace(entry, accounts=(*entry.accounts, account), checked_on=entry.checked_on or now.date())
        given = await self._directory.save(mine, Note(entry.id, now, By.THEMSELVES, what=what))
        self._changed()
        return given

    async def _email(self, account: Account) -> str:
        mailbox = self._mailboxes.get(account.platform)
        if mailbox is None:
            return ""
        try:
            async with asyncio.timeout(_SECONDS):
                return await mailbox.verified_email(account)
        except Exception as error:  # noqa: BLE001 - without an address there are still codes
            log.warning("no address", extra={"platform": account.platform, "error": type(error).__name__})
            return ""


def _wrong() -> Unclear:
    """Say the same of every code that opens nothing: whether there is such a person is nobody's business."""
    return Unclear("This code opens nothing.", "A code works once and not for long; ask for a new one.", option="code")


def _opens(code: Code, entry: Entry, account: Account) -> bool:
    """Whether a code is good for this entry as it is now, and for this account."""
    if not code.link:
        return not entry.accounts
    homes = {(one.platform, one.workspace) for one in entry.accounts}
    return bool(homes) and (account.platform, account.workspace) not in homes
