"""Entries of the Directory as rows, and back."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Row

from bot.chat.requests import Account
from bot.directory.model import AVAILABLE, PAUSED, Availability, By, Consent, Entry, Level, Note, Setting
from store.times import milliseconds, moment

Values = dict[str, object]


def entry(row: Row[Any], skills: Mapping[str, str], accounts: Sequence[str]) -> Entry:
    """Read an entry; `skills` are the names of levels by label, empty where none was given."""
    return Entry(
        id=row.id,
        name=row.name,
        role=row.role,
        organisation=row.organisation,
        settings=frozenset(Setting(name) for name in row.settings.split(",") if name),
        skills=tuple(skills),
        **_levels(skills),
        topics=tuple(filter(None, row.topics.split("\n"))),
        email=row.email,
        contact=row.contact,
        about=row.about,
        consent=Consent(row.consent),
        availability=_availability(row),
        unnamed=row.unnamed,
        accounts=tuple(map(Account.parse, accounts)),
        own=frozenset(filter(None, row.own.split(","))),
        checked_on=row.checked_on,
        pending=row.pending,
        version=row.version,
    )


def entry_row(one: Entry, version: int) -> Values:
    """Write what an entry says of itself, at a version of the Directory."""
    return {
        "id": one.id,
        "name": one.name,
        "role": one.role,
        "organisation": one.organisation,
        "settings": ",".join(sorted(one.settings)),
        "topics": "\n".join(one.topics),
        "email": one.email,
        "contact": one.contact,
        "about": one.about,
        "consent": one.consent,
        "paused": one.availability.paused,
        "busy_until": one.availability.busy_until,
        "unnamed": one.unnamed,
        "own": ",".join(sorted(one.own)),
        "checked_on": one.checked_on,
        "pending": one.pending,
        "version": version,
    }


def skill_rows(one: Entry) -> Iterator[Values]:
    for position, label in enumerate(one.skills):
        level = one.levels.get(label)
        yield {"entry_id": one.id, "position": position, "label": label, "level": level.name.lower() if level else ""}


def account_rows(one: Entry) -> Iterator[Values]:
    for position, account in enumerate(one.accounts):
        yield {"account": str(account), "entry_id": one.id, "position": position}


def note(row: Row[Any]) -> Note:
    return Note(row.entry_id, moment(row.at), By[row.by.upper()], tuple(filter(None, row.fields.split(","))), row.what)


def note_row(one: Note) -> Values:
    return {
        "entry_id": one.entry_id,
        "at": milliseconds(one.at),
        "by": one.by.name.lower(),
        "fields": ",".join(one.fields),
        "what": one.what,
    }


def _levels(skills: Mapping[str, str]) -> dict[str, Any]:
    """Leave out what most entries do not have, so that they share one empty mapping."""
    levels = {label: Level[level.upper()] for label, level in skills.items() if level}
    return {"levels": levels} if levels else {}


def _availability(row: Row[Any]) -> Availability:
    if row.busy_until:
        return Availability(row.busy_until, row.paused)
    return PAUSED if row.paused else AVAILABLE
