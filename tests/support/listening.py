"""What the bot logs, kept until it is asked for."""

import logging

_ROOMS = ("bot", "store", "config")


class Listening(logging.Handler):
    """Hears everything that our own code logs until it is closed."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self._records: list[logging.LogRecord] = []
        for name in _ROOMS:
            logging.getLogger(name).addHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        self._records.append(record)

    def heard(self) -> list[logging.LogRecord]:
        """Return what was logged since this was asked last."""
        records, self._records = self._records, []
        return records

    def close(self) -> None:
        for name in _ROOMS:
            logging.getLogger(name).removeHandler(self)
        super().close()
