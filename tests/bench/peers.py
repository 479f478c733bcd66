"""Other engines to search beside: each finds ten people for a question, as well as it can."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from rapidfuzz import fuzz, process, utils

from bot.directory.model import Entry
from tests.bench.timing import Ask
from tests.postgres import cluster, programs

_SHOWN = 10


def peers(people: Sequence[Entry]) -> Iterator[tuple[str, Ask]]:
    """Set each engine up that is there, over every (person, skill); one at a time."""
    pairs = [(entry.id, skill) for entry in people for skill in entry.skills]
    skills = [skill for _, skill in pairs]
    yield (
        "rapidfuzz WRatio",
        lambda question: process.extract(
            question, skills, scorer=fuzz.WRatio, processor=utils.default_process, limit=_SHOWN, score_cutoff=70
        ),
    )
    yield "SQLite FTS5 trigram", _trigrams(pairs)
    if find_spec("tantivy"):
        yield "tantivy fuzzy", _tantivy(pairs)
    else:
        print(f"{'tantivy':>24} NOT MEASURED: it is not installed (pip install tantivy)")
    if programs() is None:
        print(f"{'pg_trgm':>24} NOT MEASURED: no PostgreSQL server is installed here")
        return
    with cluster() as address:
        ask, stop = _pg_trgm(address, pairs)
        yield "PostgreSQL pg_trgm", ask
        stop()


def _trigrams(pairs: Sequence[tuple[str, str]]) -> Ask:
    """Match any three letters in a row that a question has, ranked by BM25."""
    database = sqlite3.connect(":memory:")
    database.execute("CREATE VIRTUAL TABLE listed USING fts5(person UNINDEXED, skill, tokenize = 'trigram')")
    database.executemany("INSERT INTO listed VALUES (?, ?)", pairs)

    def ask(question: str) -> object:
        letters = "".join(c if c.isalnum() else " " for c in question)
        threes = {letters[at : at + 3] for at in range(len(letters) - 2)}
        if not threes:
            return []
        match = " OR ".join(f'"{three}"' for three in sorted(threes))
        found = "SELECT person, skill FROM listed WHERE listed MATCH ? ORDER BY rank LIMIT ?"
        return database.execute(found, (match, _SHOWN)).fetchall()

    return ask


def _tantivy(pairs: Sequence[tuple[str, str]]) -> Ask:
    tantivy: Any = import_module("tantivy")
    schema = tantivy.SchemaBuilder()
    schema.add_text_field("person", stored=True)
    schema.add_text_field("skill", stored=True, tokenizer_name="en_stem")
    index = tantivy.Index(schema.build())
    writer = index.writer()
    for person, skill in pairs:
        writer.add_document(tantivy.Document(person=person, skill=skill))
    writer.commit()
    index.reload()
    searcher = index.searcher()

    def ask(question: str) -> object:
        words = "".join(c if c.isalnum() else " " for c in question)
        query = index.parse_query(words, ["skill"], fuzzy_fields={"skill": (False, 1, True)})
        return searcher.search(query, _SHOWN).hits

    return ask


def _pg_trgm(address: str, pairs: Sequence[tuple[str, str]]) -> tuple[Ask, Callable[[], object]]:
    """Ask through asyncpg on a loop of its own, as the bot would; nearest by trigrams, over a GiST index."""
    asyncio: Any = import_module("asyncio")
    asyncpg: Any = import_module("asyncpg")
    loop = asyncio.new_event_loop()
    server = loop.run_until_complete(asyncpg.connect(address))
    loop.run_until_complete(server.execute("CREATE EXTENSION pg_trgm; CREATE TABLE listed (person text, skill text)"))
    loop.run_until_complete(server.copy_records_to_table("listed", records=list(pairs)))
    loop.run_until_complete(server.execute("CREATE INDEX near ON listed USING gist (skill gist_trgm_ops); ANALYZE"))
    found = loop.run_until_complete(server.prepare("SELECT person, skill FROM listed ORDER BY skill <-> $1 LIMIT 10"))

    def stop() -> None:
        loop.run_until_complete(server.close())
        loop.close()

    return lambda question: loop.run_until_complete(found.fetch(question)), stop
