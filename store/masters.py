"""Master keys: where they come from, and which of them opens what."""

import logging
import sqlite3
from collections.abc import Collection, Sequence
from typing import Protocol

from bot.chat.veil import Broken
from bot.support.vault import OutOfOrder
from store.keyfile import current_master, use_master
from store.locks import Master

log = logging.getLogger(__name__)

_NONE = "There is no master key."
_ANOTHER = "The master key that is there is not the one that the keys were made with."


class Masters(Protocol):
    """Where master keys come from. Both may raise `Unfit`."""

    def read(self) -> Sequence[bytes]:
        """Return those there are at this moment, 32 bytes each, the one to begin with first."""

    def make(self) -> bytes:
        """Make the first one; when another process was quicker, return that."""


class Unfit(Exception):  # noqa: N818 - it is what it is
    """A master key cannot be used; the message says which and why, to whoever runs the bot, and never what it is."""


class Ring:
    """The master keys at hand. They are read again whenever one is needed that is not among them."""

    def __init__(self, source: Masters) -> None:
        self._source = source
        self._held: dict[str, Master] = {}

    def __contains__(self, master: object) -> bool:
        return master in self._held

    def fetch(self, needed: Collection[str]) -> str:
        """Get these master keys, if there are such; those that are there no longer are let go. Says why not."""
        if all(master in self._held for master in needed):
            return ""
        try:
            self._held = {master.id: master for master in map(Master, self._source.read())}
        except Unfit as why:
            return str(why)
        if all(master in self._held for master in needed):
            return ""
        return _ANOTHER if self._held else _NONE

    def present(self, file: sqlite3.Connection) -> Master:
        """Return the master key for new keys, in a transaction; the first that is there becomes it.

        Raises `OutOfOrder`.
        """
        if current := current_master(file):
            why = self.fetch({current})
            if held := self._held.get(current):
                return held
            raise out_of_order(current, why)
        try:
            master = Master(next(iter(self._source.read()), b"") or self._source.make())
        except Unfit as why:
            raise out_of_order("", str(why)) from None
        self._held = {**self._held, master.id: master}
        use_master(file, master.id)
        return master

    def unwrap(self, name: str, master: str, wrapped: bytes) -> bytes | None:
        """Open a wrapped key; None when its master key is not held, or it was changed."""
        held = self._held.get(master)
        try:
            return held.unwrap(name, wrapped) if held else None
        except Broken:
            return None


def out_of_order(master: str, reason: str) -> OutOfOrder:
    """Tell whoever runs the bot why the keys cannot be used, and return what everybody else is told."""
    log.error("the keys cannot be used", extra={"master": master, "reason": reason})
    return OutOfOrder(reason)


def of_case(case: str) -> str:
    """Name what the key of a case is bound to."""
    return f"case/{case}"


def of_epoch(number: int) -> str:
    """Name what a moderation key is bound to."""
    return f"epoch/{number}"
