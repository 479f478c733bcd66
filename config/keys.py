"""The master key, and the vault it opens."""

import os
import secrets
from pathlib import Path

from config.settings import BadSettings, Settings, variable
from store.keys import KEY_BYTES, FileVault


def open_vault(settings: Settings) -> FileVault:
    """Return the vault of the settings; neither the key nor the vault is read before something is asked of it."""
    keys = settings.keys
    return FileVault(keys.database or settings.data_dir / "keys.db", lambda: master_key(settings))


def master_key(settings: Settings) -> bytes:
    """Read the master key, which is made the first time. Raises `BadSettings`."""
    if given := settings.keys.master.get_secret_value():
        return _read(given, variable("keys", "master"))
    path = settings.data_dir / "master.key"
    if not path.exists():
        _make(path)
    return _read(path.read_text(encoding="ascii", errors="replace"), str(path.name))


def _make(path: Path) -> None:
    """Write a new key for this account's eyes alone; another process may be quicker."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(file, "w", encoding="ascii") as made:
        made.write(secrets.token_hex(KEY_BYTES) + "\n")


def _read(text: str, name: str) -> bytes:
    try:
        key = bytes.fromhex(text.strip())
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise BadSettings(f"{name}: The master key must be {2 * KEY_BYTES} hexadecimal digits.")
    return key
