"""Edit skills: add one, say how well it is known, take it out; and topics."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.chat.calls import call
from bot.chat.commands import Command, Filled, Kind, Option
from bot.chat.errors import Unclear
from bot.chat.requests import Request
from bot.chat.views import Actions, Block, Button, Card, Choice, Heading, Note, Reply, Text, Tone, say
from bot.directory import folding, my_forms, my_page
from bot.directory.cards import levelled
from bot.directory.model import ChangedMeanwhile, Entry, Level, levels_of
from bot.directory.owners import Owners
from bot.directory.portrait import found_by
from bot.directory.wordings import LatestWordings

# Discord shows 40 components, and a card of a skill is seven of them.
_SHOWN = 4
# Of so many skills added at once it is asked whether one is a slip; each takes a moment to look up.
_ASKED_ABOUT = 5
_LEVELS = {"teach": (Level.TEACH, "Can teach"), "use": (Level.USE, "Use it"), "learn": (Level.LEARN, "Learning")}

_CHOICES = tuple(Choice(words, name) for name, (_, words) in _LEVELS.items())
_AT = Option("at", "Which skill of the list", carried=True)
_START = Option("start", "How many to pass over", required=False)


class SkillList:
    """Changes the skills of an entry, one at a time. A button speaks of the list as it was when it was drawn."""

    def __init__(self, owners: Owners, words: LatestWordings, now: Callable[[], datetime]) -> None:
        self._owners = owners
        self._words = words
        self._now = now

    def commands(self) -> Iterator[Command]:
        """Declare the list and what can be done in it."""
        yield Command("my-skill-list", "Edit my skills", self.show, (_START,), unlisted=True)
        skill = Option(
            "skill",
            "A skill you would share; several are fine",
            Kind.PARAGRAPH,
            complete=self.suggest,
            placeholder="NVivo, grant writing",
        )
        level = Option("level", "How well do you know it?", choices=_CHOICES)
        yield Command("my-skill-add", "Add a skill", self.add, (skill, level), unlisted=True, prefill=self.may_add)
        set_to = Option("level", "How well you know it", required=False, choices=_CHOICES)
        drawn = (my_forms.VERSION, _AT, _START)
        yield Command("my-level", "Say how well I know a skill", self.set, (*drawn, set_to), unlisted=True)
        yield Command("my-skill-drop", "Take a skill out", self.drop, drawn, unlisted=True)
        yield Command("my-skill-respell", "Call a skill what I meant", self.respell, drawn, unlisted=True)
        topics = Option("topics", "What you work on, one topic a line; “none” to empty it", Kind.PARAGRAPH)
        options = (my_forms.VERSION, topics)
        yield Command("my-topics", "Edit my topics", self.topics, options, unlisted=True, prefill=self.filled)

    async def suggest(self, typed: str, request: Request) -> list[Choice]:  # noqa: ARG002 - the same for everybody
        """Complete a skill as the network calls it, or the last of several."""
        words = await self._words()
        found = words.complete(typed) or words.continued(typed)
        return [Choice(each.replace("\n", ", "), each) for each in found]

    async def filled(self, request: Request) -> Mapping[str, str]:
        return my_forms.filled(await self._owners.mine(request.actor.account))

    async def show(self, request: Request) -> Reply:
        """Show some of the skills, each with what can be done about it."""
        start = request.number("start")
        return _list(await self._owners.mine(request.actor.account), at=start, start=start)

    async def may_add(self, request: Request) -> Filled:
        """Say before somebody adds a skill who will see it."""
        return Filled(notice=((found_by(await self._owners.mine(request.actor.account)),),))

    async def add(self, request: Request) -> Reply:
        """Add a skill, or several at once; those that are there already change their level.

        What is but another writing of one that is there is left out, or takes its place, and said to.
        """
        words = await self._words()
        added = folding.read(request.text("skill"), "skill", words)
        if not added:
            raise Unclear("I could not find a skill in that.", "Name one, such as NVivo.", option="skill")
        level, _ = _LEVELS[request.text("level")]
        before: list[Entry] = []

        def edit(entry: Entry) -> Entry:
            before.append(entry)
            folded = folding.fold(entry.skills, added, words)
            for slip, right in folded.replaced.items():
                entry = _renamed(entry, slip, right)
            return _with(entry, folded.kept, level)

        entry = await self._owners.amend(request.actor.account, edit)
        folded = folding.fold(before[-1].skills, added, words)
        kept, placed = {label.casefold() for label in folded.kept}, {*folded.replaced.values()}
        touched = [label for label in entry.skills if label.casefold() in kept]
        fresh = [label for label in touched if label not in before[-1].skills]
        slips = ((label, words.meant(label)) for label in fresh[:_ASKED_ABOUT])
        shown = touched[-1] if touched else next(iter(folded.left_out.values()))
        label, meant = next(((label, meant) for label, meant in slips if meant), (shown, ""))
        said = _told(before[-1], [label for label in touched if label not in placed], level)
        lead = " ".join(filter(None, (said, folding.told(folded))))
        return _list(entry, lead, entry.skills.index(label), meant=meant)

    async def respell(self, request: Request) -> Reply:
        """Call a skill what it was a slip for; one that is there already takes its level."""
        words = await self._words()

        def edit(entry: Entry, label: str) -> Entry:
            right = words.meant(label)
            return _renamed(entry, label, right) if right else entry

        return await self._edit(request, edit, "Changed.")

    async def set(self, request: Request) -> Reply:
        """Say how well a skill is known, or take that back."""
        given = request.text("level")

        def edit(entry: Entry, label: str) -> Entry:
            others = {one: level for one, level in entry.levels.items() if one != label}
            return replace(entry, levels={**others, label: _LEVELS[given][0]} if given else others)

        return await self._edit(request, edit, "Saved.")

    async def drop(self, request: Request) -> Reply:
        """Take a skill out."""

        def edit(entry: Entry, label: str) -> Entry:
            left = tuple(one for one in entry.skills if one != label)
            return replace(entry, skills=left, levels=levels_of(left, entry.levels))

        return await self._edit(request, edit, "Removed.")

    async def topics(self, request: Request) -> Reply:
        """Change all topics at once."""
        topics = my_forms.items(request.text("topics"), "topics", my_forms.MOST_TOPICS)
        account = request.actor.account
        try:
            entry = await self._owners.change(account, request.number("version"), topics=topics)
        except ChangedMeanwhile:
            return my_page.again(request, await self._owners.mine(account), {"topics": request.text("topics")})
        return my_page.page(entry, self._now().date(), "Saved. This is how others see you:")

    async def _edit(self, request: Request, edit: Callable[[Entry, str], Entry], lead: str) -> Reply:
        """Change the skill that a button was drawn for, if the list is still what it was then."""
        account, version, at = request.actor.account, request.number("version"), request.number("at")
        entry = await self._owners.mine(account)
        if entry.version == version and at < len(entry.skills):
            new = edit(entry, entry.skills[at])
            try:
                changed = await self._owners.change(account, version, skills=new.skills, levels=new.levels)
            except ChangedMeanwhile:
                entry = await self._owners.mine(account)
            else:
                return _list(changed, lead, at, request.number("start"))
        return _list(entry, "Your skills were changed meanwhile, so nothing was written. This is how they are now:")


def _with(entry: Entry, added: Sequence[str], level: Level) -> Entry:
    """Add skills at the end; one that is there, whatever its capitals, stays where it is."""
    there = {label.casefold(): label for label in entry.skills}
    skills = (*entry.skills, *(label for label in added if label.casefold() not in there))
    if len(skills) > my_forms.MOST_SKILLS:
        raise Unclear(
            f"That makes {len(skills)} skills; {my_forms.MOST_SKILLS} is the most I can keep.",
            "Take some out first.",
            option="skill",
        )
    fresh = {there.get(label.casefold(), label): level for label in added}
    return replace(entry, skills=skills, levels={**entry.levels, **fresh})


def _renamed(entry: Entry, label: str, right: str) -> Entry:
    """Call a skill something else where it stands; it is taken out if that is there already, which takes its level."""
    there = next((one for one in entry.skills if one.casefold() == right.casefold()), "")
    renamed = (right if one == label else one for one in entry.skills)
    skills = tuple(one for one in entry.skills if one != label) if there else tuple(renamed)
    given = {there or right: entry.levels[label]} if label in entry.levels else {}
    return replace(entry, skills=skills, levels=levels_of(skills, {**entry.levels, **given}))


def _told(before: Entry, touched: Sequence[str], level: Level) -> str:
    """Say which skills are new, which know another level now, and which were there just so."""
    kinds: dict[str, list[str]] = {"Added": [], "Changed": [], "There already": []}
    for label in touched:
        was = before.levels.get(label)
        kind = "Added" if label not in before.skills else "There already" if was is level else "Changed"
        kinds[kind].append(levelled(label, level))
    return " ".join(f"{kind}: {', '.join(labels)}." for kind, labels in kinds.items() if labels)


def _list(entry: Entry, lead: str = "", at: int = 0, start: int = 0, *, meant: str = "") -> Reply:
    """Show a full page of the skills with the one at `at`, beginning at `start` if it is there.

    `meant` is what that skill may be a slip for.
    """
    count = len(entry.skills)
    if not start <= at < start + _SHOWN:
        start = at // _SHOWN * _SHOWN
    start = max(min(start, count - _SHOWN), 0)
    end = min(start + _SHOWN, count)
    steps = [("‹ Back", max(start - 1, 0) // _SHOWN * _SHOWN, start > 0), ("More ›", end, end < count)]
    turns = [Button(label, call("my-skill-list", start=to or None)) for label, to, wanted in steps if wanted]
    others = (
        Button("Add a skill", call("my-skill-add"), Tone.PRIMARY),
        Button("Topics", call("my-topics", version=entry.version)),
        Button("Done", call("my-skills")),
    )
    shown = f"Showing {start + 1}–{end} of {count}." if count > _SHOWN else ""
    blocks: list[Block] = [
        _led(lead, meant, _drawn(entry, at, start)) if lead else Heading("Your skills"),
        *(_card(entry, one, start) for one in range(start, end)),
        *([] if count else [Text(("You list no skills yet.",))]),
        Actions((*turns, *others)),
        Note((" ".join(filter(None, (shown, my_page.ONLY_YOU))),)),
    ]
    return say(*blocks, replaces=True)


def _led(lead: str, meant: str, drawn: Mapping[str, object]) -> Text:
    """Say what was done, and ask whether something else was meant; with as few components as a message can spare."""
    if not meant:
        return Text((lead,))
    return Text((f"{lead} Did you mean {meant}?",), Button(f"Change to {meant}", call("my-skill-respell", **drawn)))


def _drawn(entry: Entry, at: int, start: int) -> Mapping[str, object]:
    """Say for a button which skill it is about, and which page it stands on."""
    return {"version": entry.version, "at": at, "start": start or None}


def _card(entry: Entry, at: int, start: int) -> Card:
    """Show one skill; pressing the level it has takes that back."""
    label = entry.skills[at]
    mine = entry.levels.get(label)
    drawn = _drawn(entry, at, start)
    levels = [
        Button(words, call("my-level", **drawn), Tone.PRIMARY)
        if mine is level
        else Button(words, call("my-level", **drawn, level=name))
        for name, (level, words) in _LEVELS.items()
    ]
    remove = Button("Remove", call("my-skill-drop", **drawn))
    return Card(label, (mine.value if mine else "no level given",), (), (*levels, remove))
