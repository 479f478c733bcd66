"""The company around a case, with what it is kept in at hand."""

from tests.fakes import MemoryCases, MemoryOutbox, MemoryVault
from tests.support.company import Company


class Office(Company):
    """Says what lies in the stores that forget."""

    def __init__(self) -> None:
        super().__init__()
        outbox, cases, vault = self.stores.outbox, self.stores.cases, self.stores.vault
        assert isinstance(outbox, MemoryOutbox)
        assert isinstance(cases, MemoryCases)
        assert isinstance(vault, MemoryVault)
        self.outbox, self.cases, self.vault = outbox, cases, vault
