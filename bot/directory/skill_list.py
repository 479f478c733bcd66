"""Edit skills: add one, say how well it is known, take it out; and topics."""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from bot.chat.calls import call
from bot.chat.commands import Command, Kind, Option
from bot.chat.errors import Unclear
from bot.chat.requests import Request
from bot.chat.views import Actions, Block, Button, Card, Choice, Heading, Note, Reply, Text, Tone, say
from bot.directory import my_forms, my_page
from bot.directory.cards import levelled
from bot.directory.model import ChangedMeanwhile, Entry, Level, levels_of
from bot.directory.owners import Owners
from bot.directory.search.vocabulary import Vocabulary
from bot.directory.wordings import Wordings

# Discord shows 40 components, and a card of a skill is seven of them.
_SHOWN = 4
_LEVELS = {"teach": (Level.TEACH, "Can teach"), "use": (Level.USE, "Use it"), "learn": (Level.LEARN, "Learning")}

_CHOICES = tuple(Choice(words, name) for name, (_, words) in _LEVELS.items())
_AT = Option("at", "Which skill of the list", carried=True)
_START = Option("start", "How many to pass over", required=False)


class SkillList:
    """Changes the skills of an entry, one at a time. A button speaks of the list as it was when it was drawn."""

    def __init__(
        self, owners: Owners, vocabulary: Callable[[], Awaitable[Vocabulary]], now: Callable[[], datetime]
    ) -> None:
        """`vocabulary` tells the words as they are known now; organisers may teach others."""
        self._owners = owners
        self._vocabulary = vocabulary
        self._wordings = Wordings(Vocabulary())
        self._now = now

    def commands(self) -> Iterator[Command]:
        """Declare the list and what can be done in it."""
        yield Command("my-skill-list", "Edit my skills", self.show, (_START,), unlisted=True)
        skill = Option("skill", "A skill you would share", complete=self.suggest, placeholder="NVivo, or grant writing")
        level = Option("level", "How well do you know it?", choices=_CHOICES)
        yield Command("my-skill-add", "Add a skill", self.add, (skill, level), unlisted=True)
        set_to = Option("level", "How well you know it", required=False, choices=_CHOICES)
        yield Command(
            "my-level", "Say how well I know a skill", self.set, (my_forms.VERSION, _AT, set_to), unlisted=True
        )
        yield Command("my-skill-drop", "Take a skill out", self.drop, (my_forms.VERSION, _AT), unlisted=True)
        topics = Option("topics", "What you work on, one topic a line; “none” to empty it", Kind.PARAGRAPH)
        options = (my_forms.VERSION, topics)
        yield Command("my-topics", "Edit my topics", self.topics, options, unlisted=True, prefill=self.filled)

    async def suggest(self, typed: str, request: Request) -> list[Choice]:  # noqa: ARG002 - the same for everybody
        """Complete a skill as the network calls it."""
        return [Choice(label, label) for label in (await self._words()).complete(typed)]

    async def _words(self) -> Wordings:
        vocabulary = await self._vocabulary()
        if self._wordings.vocabulary is not vocabulary:
            self._wordings = Wordings(vocabulary)
        return self._wordings

    async def filled(self, request: Request) -> Mapping[str, str]:
        return my_forms.filled(await self._owners.mine(request.actor.account))

    async def show(self, request: Request) -> Reply:
        """Show some of the skills, each with what can be done about it."""
        return _list(await self._owners.mine(request.actor.account), request.number("start"))

    async def add(self, request: Request) -> Reply:
        """Add a skill, or several at once; those that are there already change their level."""
        typed = request.text("skill")
        known = (await self._words()).known(typed)
        added = (known,) if known else my_forms.items(typed, "skill", my_forms.MOST_SKILLS)
        if not added:
            raise Unclear("I could not find a skill in that.", "Name one, such as NVivo.", option="skill")
        level, _ = _LEVELS[request.text("level")]
        entry = await self._owners.amend(request.actor.account, lambda entry: _with(entry, added, level))
        last = max(len(entry.skills) - 1, 0) // _SHOWN * _SHOWN
        return _list(entry, last, f"Added: {', '.join(levelled(label, level) for label in added)}.")

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
                return _list(changed, at, lead)
        return _list(entry, 0, "Your skills were changed meanwhile, so nothing was written. This is how they are now:")


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


def _list(entry: Entry, start: int, lead: str = "") -> Reply:
    start = min(start, max(len(entry.skills) - 1, 0)) // _SHOWN * _SHOWN
    end = start + _SHOWN
    steps = [("‹ Back", start - _SHOWN, start > 0), ("More ›", end, end < len(entry.skills))]
    turns = [Button(label, call("my-skill-list", start=to or None)) for label, to, wanted in steps if wanted]
    others = (
        Button("Add a skill", call("my-skill-add"), Tone.PRIMARY),
        Button("Topics", call("my-topics", version=entry.version)),
        Button("Done", call("my-skills")),
    )
    count = len(entry.skills)
    shown = f"{start + 1}–{min(end, count)} of {count}" if count > _SHOWN else ""
    blocks: list[Block] = [
        Text((lead,)) if lead else Heading("Your skills"),
        *(_card(entry, at) for at in range(start, min(end, count))),
        *([] if count else [Text(("You list no skills yet.",))]),
        Actions((*turns, *others)),
        Note((" ".join(filter(None, (shown and f"Showing {shown}.", my_page.ONLY_YOU))),)),
    ]
    return say(*blocks, replaces=True)


def _card(entry: Entry, at: int) -> Card:
    """Show one skill; pressing the level it has takes that back."""
    label = entry.skills[at]
    mine = entry.levels.get(label)
    levels = [
        Button(words, call("my-level", version=entry.version, at=at), Tone.PRIMARY)
        if mine is level
        else Button(words, call("my-level", version=entry.version, at=at, level=name))
        for name, (level, words) in _LEVELS.items()
    ]
    remove = Button("Remove", call("my-skill-drop", version=entry.version, at=at))
    return Card(label, (mine.value if mine else "no level given",), (), (*levels, remove))
