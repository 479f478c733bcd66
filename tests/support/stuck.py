"""A vault whose keys cannot be used for a while."""

from bot.support.vault import OutOfOrder
from tests.fakes import MemoryLock, MemoryVault


class StuckVault(MemoryVault):
    """Opens nothing while it is `stuck`."""

    stuck = False

    async def lock(self, case: str) -> MemoryLock:
        if self.stuck:
            raise OutOfOrder
        return await super().lock(case)
