"""What an import found: all there is to say of it, and the same as plain data for other programs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.directory.model import Entry
from bot.directory.sheet.diff import LISTS, Change, Changed, Plan, shown
from bot.directory.sheet.layout import Layout
from bot.directory.sheet.people import People


@dataclass(frozen=True, slots=True)
class Outcome:
    """Everything there is to say about one import."""

    file: str
    layout: Layout
    people: People
    plan: Plan
    applied: bool
    removing: bool

    @property
    def removed(self) -> Sequence[Entry]:
        return self.plan.missing if self.removing else ()

    @property
    def changes_nothing(self) -> bool:
        return not (self.plan.put or self.removed)


def as_json(outcome: Outcome) -> dict[str, Any]:
    """Return the outcome as plain data."""
    plan = outcome.plan
    return {
        "file": outcome.file,
        "sheet": outcome.layout.sheet,
        "columns": [
            {"column": one.letter, "heading": one.heading, "field": one.field, "ticks": one.ticks, "note": one.note}
            for one in outcome.layout.columns
        ],
        "added": [{"rows": one.rows, **_plain(one.entry)} for one in plan.added],
        "changed": [_plain_changed(one) for one in plan.changed],
        "kept": [_plain_changed(one) for one in plan.kept],
        "unchanged": len(plan.unchanged),
        "missing": [entry.name for entry in plan.missing],
        "theirs": [entry.name for entry in plan.theirs],
        "removed": [entry.name for entry in outcome.removed],
        "unclear": [
            {"rows": one.rows, "name": one.who, "reason": one.reason, "left_out": one.left_out} for one in plan.problems
        ],
        "applied": outcome.applied,
    }


def _plain(entry: Entry) -> dict[str, Any]:
    texts = {name: getattr(entry, name) for name in ("name", "role", "organisation", "email", "contact", "about")}
    lists = {"settings": sorted(entry.settings), "skills": entry.skills, "topics": entry.topics}
    chosen = {"consent": entry.consent, "availability": shown(entry, "availability"), "unnamed": entry.unnamed}
    return {**texts, **lists, "levels": entry.levels, **chosen}


def _plain_changed(one: Changed) -> dict[str, Any]:
    said = {"rows": one.rows, "name": one.old.name}
    kept = {"their_own_word": [_plain_change(change) for change in one.kept]} if one.kept else {}
    return {**said, "changes": [_plain_change(change) for change in one.changes], **kept}


def _plain_change(change: Change) -> dict[str, Any]:
    plain = {"field": change.field, "old": change.old, "new": change.new}
    lists = {"added": change.added, "removed": change.removed}
    return plain | lists if change.field in LISTS else plain
