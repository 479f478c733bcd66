"""The keys of anonymous cases, in a file of their own that belongs into no backup.

Every key lies there wrapped by the master key, which comes from elsewhere. Without either of the two, nothing that was
sealed can be opened; that is what makes forgetting possible.
"""

import hmac
import secrets
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.chat.veil import Broken
from bot.support.model import CAP, KEEP
from bot.support.vault import NEWEST, OVERLAP, LockedAway, Shredded

KEY_BYTES = 32
_NONCE = 12
_SCHEMA = """
CREATE TABLE IF NOT EXISTS keys (id TEXT PRIMARY KEY, master TEXT NOT NULL, wrapped BLOB NOT NULL, made TEXT NOT NULL)
    WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS epochs (number INTEGER PRIMARY KEY, master TEXT NOT NULL, wrapped BLOB NOT NULL,
    begins TEXT NOT NULL);
"""


class CaseLock:
    """Implements `bot.chat.veil.Lock`: AES-256-GCM, bound to the case and to the purpose."""

    __slots__ = ("__box", "__marks", "_case")

    def __init__(self, case: str, key: bytes) -> None:
        self._case = case
        self.__box = AESGCM(_derive(key, "seal"))
        self.__marks = _derive(key, "mark")

    def seal(self, purpose: str, plain: bytes) -> bytes:
        nonce = secrets.token_bytes(_NONCE)
        return nonce + self.__box.encrypt(nonce, plain, self._bound(purpose))

    def open(self, purpose: str, sealed: bytes) -> bytes:
        try:
            return self.__box.decrypt(sealed[:_NONCE], sealed[_NONCE:], self._bound(purpose))
        except (InvalidTag, ValueError):
            raise Broken from None

    def mark(self, who: str) -> str:
        return hmac.digest(self.__marks, who.encode(), "sha256").hex()[:32]

    def _bound(self, purpose: str) -> bytes:
        return f"{self._case}/{purpose}".encode()


class KeyedEpoch:
    """Implements `bot.chat.veil.Epoch`."""

    __slots__ = ("__key", "number")

    def __init__(self, number: int, key: bytes) -> None:
        self.number = number
        self.__key = key

    def mark(self, who: str) -> str:
        return hmac.digest(self.__key, who.encode(), "sha256").hex()[:32]


class FileVault:
    """Implements `bot.support.vault.Vault` in a SQLite file that several processes share."""

    def __init__(
        self, path: Path, master: Callable[[], bytes], now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        """`master` gives the 32 bytes of the master key when they are needed; the file is made likewise."""
        self._path = path
        self._read_master = master
        self._now = now

    @cached_property
    def _master(self) -> AESGCM:
        return AESGCM(self._read_master())

    @cached_property
    def _master_id(self) -> str:
        return sha256(b"hirg-bot master key " + self._read_master()).hexdigest()[:16]

    async def create(self, case: str) -> CaseLock:
        key = secrets.token_bytes(KEY_BYTES)
        made = self._now().astimezone(UTC).date().isoformat()
        row = (case, self._master_id, self._wrap(case, key), made)
        with self._open() as file:
            try:
                file.execute("INSERT INTO keys VALUES (?, ?, ?, ?)", row)
            except sqlite3.IntegrityError:
                raise ValueError(case) from None
        return CaseLock(case, key)

    async def lock(self, case: str) -> CaseLock:
        with self._open() as file:
            row = file.execute("SELECT master, wrapped FROM keys WHERE id = ?", (case,)).fetchone()
        if row is None:
            raise Shredded
        return CaseLock(case, self._unwrap(case, *row))

    async def shred(self, *cases: str) -> None:
        with self._open(forgets=True) as file:
            file.executemany("DELETE FROM keys WHERE id = ?", [(case,) for case in cases])

    async def expire(self, now: datetime) -> None:
        oldest = (now.astimezone(UTC) - CAP - KEEP).date().isoformat()
        with self._open(forgets=True) as file:
            file.execute("DELETE FROM keys WHERE made < ?", (oldest,))

    async def epochs(self, now: datetime) -> Sequence[KeyedEpoch]:
        today = now.astimezone(UTC).date()
        with self._open(forgets=True) as file:
            rows = file.execute("SELECT number, master, wrapped, begins FROM epochs ORDER BY number DESC").fetchall()
            over = [row for row in rows if today >= _day(row[3]) + NEWEST + OVERLAP]
            file.executemany("DELETE FROM epochs WHERE number = ?", [(row[0],) for row in over])
            kept = [row for row in rows if row not in over]
            if not kept or today >= _day(kept[0][3]) + NEWEST:
                number = rows[0][0] + 1 if rows else 1
                wrapped = self._wrap(f"epoch {number}", secrets.token_bytes(KEY_BYTES))
                kept.insert(0, (number, self._master_id, wrapped, today.isoformat()))
                file.execute("INSERT INTO epochs VALUES (?, ?, ?, ?)", kept[0])
        return [KeyedEpoch(row[0], self._unwrap(f"epoch {row[0]}", row[1], row[2])) for row in kept]

    def _wrap(self, name: str, key: bytes) -> bytes:
        nonce = secrets.token_bytes(_NONCE)
        return nonce + self._master.encrypt(nonce, key, name.encode())

    def _unwrap(self, name: str, master: str, wrapped: bytes) -> bytes:
        if master != self._master_id:
            raise LockedAway
        try:
            return self._master.decrypt(wrapped[:_NONCE], wrapped[_NONCE:], name.encode())
        except InvalidTag:
            raise LockedAway from None

    @contextmanager
    def _open(self, *, forgets: bool = False) -> Iterator[sqlite3.Connection]:
        """Open the file for one transaction; with `forgets`, what was deleted is gone from all its files after it."""
        if not self._path.exists():
            self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            self._path.touch(mode=0o600)
        with closing(sqlite3.connect(self._path, timeout=10, isolation_level=None)) as file:
            for pragma in ("journal_mode=WAL", "secure_delete=ON", "synchronous=FULL"):
                file.execute(f"PRAGMA {pragma}")
            file.executescript(_SCHEMA)
            file.execute("BEGIN IMMEDIATE")
            yield file
            file.execute("COMMIT")
            if forgets:
                file.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _derive(key: bytes, purpose: str) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, None, f"hirg-bot {purpose}".encode()).derive(key)


def _day(text: str) -> date:
    return date.fromisoformat(text)
