"""The master key, and the vault it opens."""

import logging
from collections.abc import Sequence
from pathlib import Path

from bot.support.vault import OutOfOrder
from config.keyfolder import KeyFolder, read_key
from config.parts import Now, utc_now
from config.settings import Settings
from store.keycare import KeyCare
from store.keys import FileVault
from store.masters import Unfit

log = logging.getLogger(__name__)


class GivenMasters:
    """Implements `store.masters.Masters`: keys from the settings first, then those in the folder.

    The settings are what they were at the start; the folder is read whenever it is asked.
    """

    def __init__(self, settings: Settings) -> None:
        keys = settings.keys
        self._given = [
            read_key(one) for one in (keys.master.get_secret_value(), keys.new_master.get_secret_value()) if one
        ]
        self._folder = folder_of(settings)

    def read(self) -> Sequence[bytes]:
        return [*self._given, *self._folder.keys()]

    def make(self) -> bytes:
        return self._folder.make()


def keys_file(settings: Settings) -> Path:
    """Say where the keys of cases lie."""
    return settings.keys.database or settings.data_dir / "keys" / "keys.db"


def folder_of(settings: Settings) -> KeyFolder:
    """Return the folder of the keys, in which a master key lies that does not come from the settings."""
    return KeyFolder(keys_file(settings).parent)


def open_vault(settings: Settings, now: Now = utc_now) -> FileVault:
    """Return the vault of the settings; neither the key nor the vault is read before something is asked of it."""
    return FileVault(keys_file(settings), GivenMasters(settings), now)


def open_care(settings: Settings) -> KeyCare:
    """Return the same keys as their operator sees them."""
    return KeyCare(keys_file(settings), GivenMasters(settings))


async def prepare_keys(settings: Settings) -> None:
    """Make the keys ready before anybody needs them, and log what is wrong with them; everything else runs on."""
    if not settings.unnamed:
        return
    care = open_care(settings)
    try:
        if settings.keys.database is None:
            folder_of(settings).tag()
        await care.prepare()
        state = await care.look()
        folder_of(settings).settle(state.master)
    except (OutOfOrder, Unfit, OSError):
        log.error("nothing can be said without a name; `hirg-bot keys verify` says why")  # noqa: TRY400 - that says it
        return
    if locked := sum(not opens for opens in state.cases.values()):
        log.warning("some cases cannot be opened; `hirg-bot keys verify` says why", extra={"cases": locked})
