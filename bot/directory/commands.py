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
from bot.directory.search.index import Findings, Named, SearchIndex, Understood, any_of
from bot.directory.search.reasons import Match
from bot.directory.search.whom import Group

SHOWN = 5
# How many of the best answers are looked at to spread questions over those who are equally good.
_SPREAD = 100
# How a call joins the groups that are left out.
_AND = "."
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
        without = Option("without", "Whom to leave out", required=False)
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
            summary="Find people with no word corrected",
            options=(
                Option("skill", "The skills that needed no correction", required=False),
                Option("near", "The skills near the others", required=False),
                setting,
                without,
            ),
            run=self.find_exactly,
            unlisted=True,
        )
        yield Command(
            name="skill-page",
            summary="Show more people who can help with a skill",
            options=(
                Option("skill", "The skill"),
                setting,
                without,
                Option("start", "How many to pass over", required=False),
            ),
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
        if self._missed and (missing := _missing(found, index)):
            await self._missed(replace(found, understood=missing))
        undo = _undo(index.find(request.text("skill"), found.setting, exactly=True)) if found.corrected else ()
        return await self._shown(found, 0, request, undo, replaces=False)

    async def find_exactly(self, request: Request) -> Reply:
        """Answer the same question by the skills alone that were read in it without correcting a word."""
        index = await self._finder.index()
        found = index.again(request.text("skill"), _setting(request), _without(request))
        if found.understood:
            return await self._shown(found, 0, request, replaces=True)
        found = index.unknown(request.text("near"))
        return _nobody(found, self._also.below(found), replaces=True)

    async def page(self, request: Request) -> Reply:
        """Show people found earlier, from `start` on; the Directory may have changed since."""
        index = await self._finder.index()
        found = index.again(request.text("skill"), _setting(request), _without(request))
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


def _missing(found: Findings, index: SearchIndex) -> tuple[Understood, ...]:
    """Return what nobody lists; whom somebody looked for by name is nothing to be missed, and is not counted."""
    missing = (each for each in found.understood if not each.held)
    return tuple(each for each in missing if (each.labels and each.sure) or not index.names_person(each.typed))


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


def _without(request: Request) -> list[Group]:
    return [Group[name] for name in request.text("without").upper().split(_AND) if name in Group.__members__]


def _undo(exact: Findings) -> Sequence[Control]:
    """Offer what the question found exactly as it was typed, by the ids of skills; its words go into no button."""
    near = exact.did_you_mean
    calls = (_call("skill-exactly", exact, near=any_of(near[:most])) for most in range(len(near), -1, -1))
    undone = next((each for each in calls if each.fits), None)
    return [Button("Search for exactly what I typed", undone)] if undone else []


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
    return _call("skill-page", found, start=str(start) if start else "")


def _call(command: str, found: Findings, **more: str) -> Call:
    left_out = _AND.join(group.name.lower() for group in found.without)
    args = {"skill": found.key, "setting": found.setting, "without": left_out, **more}
    return Call(command, {name: value for name, value in args.items() if value})


def _meant(found: Findings) -> list[Button]:
    return [_named(each, found.setting) for each in found.did_you_mean if len(each.label) <= _LABEL]


def _named(skill: Named, setting: Setting | None) -> Button:
    return Button(skill.label, call("skill-page", skill=skill.key, setting=setting))


def _nobody(found: Findings, below: Sequence[Control], *, replaces: bool) -> Reply:
    if found.elsewhere:
        return _elsewhere(found, below, replaces=replaces)
    wanted = listing([quoted(each) for each in found.understood if each.typed], "or") or "exactly what you typed"
    parts: list[Block] = [*understood(found, told=False)]
    if meant := _meant(found):
        parts += [Note(("The nearest skills that people list:",)), Actions(tuple(meant))]
    if below:
        parts.append(Actions(tuple(below)))
    elif not meant:
        parts.append(Note(("Another word for it may be listed; the suggestions while you type show what is.",)))
    return say(f"Nobody lists {wanted} yet.", *parts, Note(("Only you can see this.",)), replaces=replaces)


def _elsewhere(found: Findings, below: Sequence[Control], *, replaces: bool) -> Reply:
    """Say that there are people, but none of those who were meant."""
    everywhere = Call("skill-page", {"skill": found.key})
    wider = "Search everybody" if found.without else "Search every setting"
    widen = [Button(wider, everywhere, Tone.PRIMARY)] if everywhere.fits else []
    controls = (*widen, *below)
    return say(
        f"Nobody {_there(found)}lists {listing(_asked(found), 'or')}, but {_others(found)}.",
        *understood(found, told=False),
        *([Actions(controls)] if controls else []),
        Note(("Only you can see this.",)),
        replaces=replaces,
    )


def _there(found: Findings) -> str:
    who = "else " if found.without else ""
    return f"{who}{where(found.setting)} " if found.setting else who


def _others(found: Findings) -> str:
    if not found.without:
        return f"{'1 person does' if found.elsewhere == 1 else f'{found.elsewhere} people do'} in other settings"
    return (
        "1 person does whom you left out" if found.elsewhere == 1 else f"{found.elsewhere} people do whom you left out"
    )
