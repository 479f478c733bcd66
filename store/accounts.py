"""Accounts in the database."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Column, ColumnElement, and_, func

from bot.chat.requests import Account


def same(written: Column[Any], account: Account) -> ColumnElement[bool]:
    """Say `Account.same` in SQL."""
    if account.workspace != "*":
        return written.in_([str(account), str(replace(account, workspace="*"))])
    # Not with LIKE, for which SQLite takes capitals and small letters for the same.
    first, last = f"{account.platform}:", f":{account.user}"
    begins = func.substr(written, 1, len(first)) == first
    return and_(begins, func.substr(written, func.length(written) - len(last) + 1) == last)
