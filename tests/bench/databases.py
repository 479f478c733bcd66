"""The databases there are to measure on."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.postgres import cluster, empty_database, programs

# Returns the address of an empty database.
Empty = Callable[[], str]


@contextmanager
def databases() -> Iterator[dict[str, Empty]]:
    """Give the databases there are by their names, each as a way to get an empty one."""
    with TemporaryDirectory() as folder:
        sqlite: dict[str, Empty] = {"SQLite": lambda: f"sqlite:///{Path(folder) / secrets.token_hex(4)}.db"}
        if programs() is None:
            print("NOT MEASURED ON POSTGRESQL: no server is installed")
            yield sqlite
            return
        with cluster() as server:

            def address() -> str:
                empty_database(server, "bench")
                return server.rpartition("/")[0] + "/bench"

            yield {**sqlite, "PostgreSQL": address}
