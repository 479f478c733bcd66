"""Fixtures that more than one room needs."""

import gc
import logging
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from sqlalchemy.ext.asyncio import AsyncEngine

from store.database import open_database
from tests import postgres
from tests.chaos import tally as chaos
from tests.leaks import tally as leaks

# Deadlines are of no use on a machine that is busy with other things; and whether a change lands must not depend on
# chance, which people's own runs do.
settings.register_profile(
    "unhurried",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
    derandomize=bool(os.environ.get("CI")),
)
settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The address of a throwaway PostgreSQL server; skips without one, or fails under REQUIRE_POSTGRES=1."""
    with postgres.cluster() as address:
        yield address


@pytest.fixture
def postgres_address(postgres_server: str) -> str:
    """The address of an empty database on the throwaway server."""
    postgres.empty_database(postgres_server, "trial")
    return postgres_server.replace("/postgres", "/trial")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, once for every kind that is supported."""
    return address_of(request.param, request, tmp_path)


def address_of(kind: str, request: pytest.FixtureRequest, folder: Path) -> str:
    """The address of an empty database of one kind, for fixtures that have more kinds than databases."""
    return f"sqlite:///{folder}/trial.db" if kind == "sqlite" else str(request.getfixturevalue("postgres_address"))


@pytest.fixture
async def engine(database_address: str) -> AsyncIterator[AsyncEngine]:
    """An open database at the newest schema, once for every kind."""
    async with open_database(database_address) as opened:
        yield opened


@pytest.fixture(autouse=True)
def _debug_logs() -> None:
    """Let every log line through, so that tests see what an operator at DEBUG would."""
    logging.getLogger("bot").setLevel(logging.DEBUG)


def pytest_collection_finish() -> None:
    """Leave modules and tests out of what is looked through for garbage: they stay, and it takes minutes in all."""
    _leave_out_what_stays()


@pytest.fixture(autouse=True, scope="module")
def _kept_by_modules() -> Iterator[None]:
    """Leave out what a module's tests made and keep, too: networks of people with their indexes, above all."""
    yield
    _leave_out_what_stays()


def _leave_out_what_stays() -> None:
    gc.collect()
    gc.freeze()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show what other processes counted, which has arrived here by now."""
    reports = [report for reports in terminalreporter.stats.values() for report in reports]
    # Every phase of a test brings all that the test recorded.
    phase = [report for report in reports if getattr(report, "when", "") == "teardown"]
    properties = [found for report in phase for found in getattr(report, "user_properties", ())]
    if tallies := chaos.Tally.read(properties):
        _show(terminalreporter, "chaos: how often each reminder was seen", chaos.table(tallies))
    if looked := leaks.Tally.read(properties):
        _show(terminalreporter, "leaks: how often somebody unnamed was found", leaks.table(looked))


def _show(terminalreporter: pytest.TerminalReporter, title: str, lines: list[str]) -> None:
    terminalreporter.section(title)
    for line in lines:
        terminalreporter.write_line(line)
