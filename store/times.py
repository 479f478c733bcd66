"""Times as the database keeps them: whole milliseconds since 1970, because databases disagree about time zones."""

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def milliseconds(instant: datetime) -> int:
    """Return an aware time as the database keeps it."""
    return (instant - _EPOCH) // timedelta(milliseconds=1)


def moment(since_epoch: int) -> datetime:
    """Return what the database keeps as a time in UTC."""
    return _EPOCH + timedelta(milliseconds=since_epoch)
