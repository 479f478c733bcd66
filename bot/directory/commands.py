"""/find-skill: who can help with this?"""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.chat.calls import Call, call
from bot.chat.commands import Command, Option
from bot.chat.errors import NotFound, Unclear
from bot.chat.requests import Request
from bot.chat.views import Actions, Block, Button, Card, Choice, Control, Heading, Note, Reply, Tone, say
from bot.directory.cards import card, listing, quoted, understood, where
from bot.directory.finder import Finder
from bot.directory.model import Entry, Setting
from bot.directory.search.index import Findings, Match, Named

SHOWN = 5
# How many of the best answers are looked at to spread questions over those who are equally good.
_SPREAD = 100
# What a button's label can hold on every platform (Slack 75, Discord 80).
_LABEL = 70

_SETTINGS = tuple(Choice(setting.value.capitalize(), setting.value) for setting in Setting)


async def _nobody_was_asked() -> Mapping[str, int]:
    return {}


@dataclass(frozen=True, slots=True)
class Also:
    """What other features can do with what is found: with a person, and with all; and who was `asked` often of late."""

    beside: Callable[[Entry, Request], Sequence[Control]] = lambda _entry, _request: ()
    below: Callable[[Findings], Sequence[Control]] = lambda _: ()
    asked: Callable[[], Awaitable[Mapping[str, int]]] = _nobody_was_asked


class FindSkill:
    """Searches the Directory. Nothing is kept between one answer and the next: buttons carry all they need."""

    def __init__(
        self,
        finder: Finder,
        missed: Callable[[Findings], Awaitable[None]] | None = None,
        *,
        also: Also | None = None,
    ) -> None:
        """`missed` hears of what was asked for and not found; nothing about who asked."""
        self._finder = finder
        self._missed = missed
        self._also = also or Also()

    def commands(self) -> Iterator[Command]:
        """Declare the search, and the turning of its pages."""
        setting = Option("setting", "Only people who work in this setting", required=False, choices=_SETTINGS)
        yield Command(
            name="find-skill",
            summary="Find people who can help with a skill",
            options=(
                Option(
                    "skill", "What do you need help with?", complete=self.suggest, placeholder="NVivo, or grant writing"
                ),
                setting,
            ),
            run=self.find,
        )
        yield Command(
            name="skill-exactly",
            summary="Find people by exactly the words that were typed",
            options=(Option("skill", "The words"), setting),
            run=self.find_exactly,
            unlisted=True,
        )
        yield Command(
            name="skill-page",
            summary="Show more people who can help with a skill",
            options=(Option("skill", "The skill"), setting, Option("start", "How many to pass over", required=False)),
            run=self.page,
            unlisted=True,
        )

    async def find(self, request: Request) -> Reply:
        """Answer a question as it was typed."""
        index = await self._finder.index()
        if not index.people:
            raise NotFound("Nobody is listed in the Directory yet.", "An organiser can fill it; then ask me again.")
        found = index.find(request.text("skill"), _setting(request))
        if not found.understood:
            raise Unclear(
                "I could not find a skill in that.", "Name one, such as NVivo or grant writing.", option="skill"
            )
        if self._missed and not all(each.held for each in found.understood):
            await self._missed(found)
        undo = _undo(request) if found.corrected else ()
        return await self._shown(found, 0, request, undo, replaces=False)

    async def find_exactly(self, request: Request) -> Reply:
        """Answer the same question with no word corrected."""
        index = await self._finder.index()
        found = index.find(request.text("skill"), _setting(request), exactly=True)
        if not found.understood:
            raise NotFound("There is no skill in that.", "Type /find-skill to search again.")
        return await self._shown(found, 0, request, replaces=True)

    async def page(self, request: Request) -> Reply:
        """Show people found earlier, from `start` on; the Directory may have changed since."""
        index = await self._finder.index()
        found = index.again(request.text("skill"), _setting(request))
        if not found.understood:
            raise NotFound("That skill is no longer listed.", "Type /find-skill to search again.")
        last = max(found.total - 1, 0) // SHOWN * SHOWN
        return await self._shown(found, min(request.number("start"), last), request, replaces=True)

    async def suggest(self, typed: str, request: Request) -> list[Choice]:  # noqa: ARG002 - the same for everybody
        """Complete a skill with those that somebody lists."""
        index = await self._finder.index()
        return [Choice(label, label) for label in index.suggest(typed)]

    async def _shown(
        self, found: Findings, start: int, request: Request, undo: Sequence[Control] = (), *, replaces: bool
    ) -> Reply:
        below = (*undo, *self._also.below(found))
        if not found.total:
            return _nobody(found, below, replaces=replaces)
        matches = _spread(found, start, await self._also.asked())
        cards = [_with(card(match), self._also.beside(match.entry, request)) for match in matches]
        return _people(found, start, cards, below, replaces=replaces)


def _spread(found: Findings, start: int, asked: Mapping[str, int]) -> list[Match]:
    """Return a page; of those who answer equally well, whoever was asked less often of late comes first."""
    if not asked or start >= _SPREAD:
        return found.matches(start, SHOWN)
    first = sorted(found.matches(0, _SPREAD), key=lambda match: (-match.score, asked.get(match.entry.id, 0)))
    return first[start : start + SHOWN]


def _with(person: Card, controls: Sequence[Control]) -> Card:
    return replace(person, controls=(*person.controls, *controls))


def _setting(request: Request) -> Setting | None:
    given = request.text("setting")
    return Setting(given) if given else None


def _undo(request: Request) -> Sequence[Control]:
    """Offer to take the question as it was typed. The words go into the button because nothing else holds them."""
    args = {"skill": request.text("skill"), "setting": request.text("setting")}
    undone = Call("skill-exactly", {name: value for name, value in args.items() if value})
    return [Button("Search for exactly what I typed", undone)] if undone.fits else []


def _people(found: Findings, start: int, cards: Sequence[Card], below: Sequence[Control], *, replaces: bool) -> Reply:
    turning, hint = _turn(found, start)
    count = f"Showing {start + 1}–{start + len(cards)} of {found.total}."
    if found.total == 1:
        count = "One person found."
    blocks: list[Block] = [
        Heading(_heading(found)),
        *understood(found),
        *cards,
    ]
    if controls := (*turning, *_meant(found), *below):
        blocks.append(Actions(controls))
    return say(*blocks, Note((f"{count} {hint}Only you can see this.",)), replaces=replaces)


def _heading(found: Findings) -> str:
    helpers = f"People who can help with {listing(_asked(found))}"
    return f"{helpers} {where(found.setting)}" if found.setting else helpers


def _asked(found: Findings) -> list[str]:
    return [each.labels[0] if len(each.labels) == 1 else quoted(each) for each in found.understood if each.held]


def _turn(found: Findings, start: int) -> tuple[list[Button], str]:
    """Return the buttons that turn pages; none, and a word on why, when so many skills fit on no button."""
    steps = [("‹ Back", start - SHOWN, start > 0), ("More ›", start + SHOWN, start + SHOWN < found.total)]
    turns = [(label, _page(found, max(to, 0))) for label, to, wanted in steps if wanted]
    if not all(turn.fits for _, turn in turns):
        return [], "To see the others, ask for fewer skills at once. "
    return [Button(label, turn) for label, turn in turns], ""


def _page(found: Findings, start: int) -> Call:
    args = {"skill": found.key, "setting": found.setting, "start": str(start) if start else ""}
    return Call("skill-page", {name: value for name, value in args.items() if value})


def _meant(found: Findings) -> list[Button]:
    return [_named(each, found.setting) for each in found.did_you_mean if len(each.label) <= _LABEL]


def _named(skill: Named, setting: Setting | None) -> Button:
    return Button(skill.label, call("skill-page", skill=skill.key, setting=setting))


def _nobody(found: Findings, below: Sequence[Control], *, replaces: bool) -> Reply:
    if found.elsewhere and found.setting:
        return _elsewhere(found, found.setting, below, replaces=replaces)
    wanted = listing([quoted(each) for each in found.understood], "or")
    parts: list[Block] = [*understood(found, told=False)]
    if meant := _meant(found):
        parts += [Note(("The nearest skills that people list:",)), Actions(tuple(meant))]
    if below:
        parts.append(Actions(tuple(below)))
    elif not meant:
        parts.append(Note(("Another word for it may be listed; the suggestions while you type show what is.",)))
    return say(f"Nobody lists {wanted} yet.", *parts, Note(("Only you can see this.",)), replaces=replaces)


def _elsewhere(found: Findings, setting: Setting, below: Sequence[Control], *, replaces: bool) -> Reply:
    who = "1 person does" if found.elsewhere == 1 else f"{found.elsewhere} people do"
    everywhere = Call("skill-page", {"skill": found.key})
    widen = [Button("Search every setting", everywhere, Tone.PRIMARY)] if everywhere.fits else []
    controls = (*widen, *below)
    return say(
        f"Nobody {where(setting)} lists {listing(_asked(found), 'or')}, but {who} in other settings.",
        *understood(found, told=False),
        *([Actions(controls)] if controls else []),
        Note(("Only you can see this.",)),
        replaces=replaces,
    )
