"""One entry whole: as its owner and organisers see it, and as data to take away."""

from datetime import date, datetime

from bot.chat.views import Card, Inline, Line, Strong
from bot.directory.cards import day, levelled, reach, who
from bot.directory.model import Consent, Entry, Note
from bot.directory.sheet.diff import shown

# How fields are called when somebody is told that they were changed.
FIELDS = {
    "name": "name",
    "role": "role",
    "organisation": "organisation",
    "settings": "setting",
    "skills": "skills",
    "levels": "levels",
    "topics": "topics",
    "email": "e-mail",
    "contact": "how to reach",
    "about": "about",
    "consent": "happy to be found",
    "availability": "availability",
    "unnamed": "introductions without a name",
}
# A post in a channel belongs to those who read it there; it is not taken back with the entry it was made from.
SHARED_STAYS = "What somebody shared in a channel stays there."
_CONSENTS = {Consent.GIVEN: "yes", Consent.REFUSED: "no", Consent.UNKNOWN: "not asked yet"}


def portrait(entry: Entry) -> Card:
    """Show all that an entry says, as one card."""
    lines: list[Line] = [_skills(entry)]
    if entry.topics:
        lines.append((f"Topics: {', '.join(entry.topics)}",))
    if entry.about:
        lines.append((entry.about,))
    if line := reach(entry):
        lines.append(line)
    if said := shown(entry, "unnamed"):
        lines.append((f"Introductions: {said}",))
    return Card(entry.name, who(entry), tuple(lines))


def standing(entry: Entry, today: date) -> str:
    """Say who can see an entry, and whether its owner has time."""
    availability = entry.availability
    if entry.pending:
        return "An organiser will have a look at this entry; until then nobody else sees it."
    if entry.consent is not Consent.GIVEN:
        return f"This entry is hidden: nobody finds it. {SHARED_STAYS}"
    if availability.paused:
        return "This entry is paused: nobody finds it until you are available again."
    if availability.busy_until and availability.busy(today):
        return f"Members find this entry below others: busy until {day(availability.busy_until)}."
    return "Members find this entry when they look for one of its skills."


def found_by(entry: Entry) -> str:
    """Say before somebody adds a skill who will see it."""
    if entry.listed:
        return "Members can find you by this skill, and see how well you know it and how to reach you."
    if entry.pending:
        return "Members can find you by this skill once an organiser has had a look at your entry."
    if entry.consent is not Consent.GIVEN:
        return "Your entry is hidden: nobody finds you by this skill, unless you press “Show” in /my-skills."
    return "Your entry is paused: nobody finds you by this skill until you are available again."


def data_of(entry: Entry, notes: list[Note]) -> dict[str, object]:
    """Return all that is kept about somebody, as JSON can be written, for them to take away."""
    return {
        "name": entry.name,
        "role": entry.role,
        "organisation": entry.organisation,
        "settings": sorted(entry.settings),
        "skills": [{"skill": label, "level": entry.levels.get(label)} for label in entry.skills],
        "topics": entry.topics,
        "about": entry.about,
        "email": entry.email,
        "contact": entry.contact,
        "happy to be found": _CONSENTS[entry.consent],
        "availability": shown(entry, "availability") or "available",
        "introductions": shown(entry, "unnamed") or "without a name, too",
        "waits for an organiser": entry.pending,
        "accounts": [str(account) for account in entry.accounts],
        "changed by yourself": sorted(entry.own),
        "last found right": entry.checked_on.isoformat() if entry.checked_on else None,
        "id": entry.id,
        "history": [{"at": _minute(note.at), "by": note.by, "what": happening(note)} for note in notes],
    }


def happening(note: Note) -> str:
    """Say what was changed, never what it said."""
    return note.what or ", ".join(FIELDS[name] for name in note.fields)


def _minute(at: datetime) -> str:
    return at.isoformat(timespec="minutes")


def _skills(entry: Entry) -> Line:
    line: list[Inline] = []
    for label in entry.skills:
        line += [", "] if line else []
        line.append(Strong(levelled(label, entry.levels.get(label))))
    return tuple(line) or ("No skills are listed yet.",)
