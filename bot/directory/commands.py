"""/find-skill: who can help with this?"""

from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.chat.calls import call
from bot.chat.commands import WORD_LENGTH, Command, Kind, Option
from bot.chat.errors import NotFound, Unclear
from bot.chat.requests import Request
from bot.chat.views import (
    Actions,
    Block,
    Button,
    Card,
    Choice,
    Code,
    Control,
    Heading,
    Note,
    Reply,
    Text,
    Tone,
    refuse,
    say,
)
from bot.directory import results
from bot.directory.by_name import Meant, meant, told
from bot.directory.calls import carried
from bot.directory.cards import card, card_of, understood
from bot.directory.care import Care, is_skill
from bot.directory.finder import Finder
from bot.directory.model import Entry, Setting
from bot.directory.search.findings import Findings, Understood
from bot.directory.search.index import SearchIndex
from bot.directory.unfound import LABEL, nobody, widen

_SETTINGS = tuple(Choice(setting.value.capitalize(), setting.value) for setting in Setting)

_LONG = Unclear("That is too long for me to find a skill in it.", "Name one, such as NVivo or grant writing.")
_NO_SKILL = Unclear("I could not find a skill in that.", "Name one, such as NVivo or grant writing.", option="skill")


async def _nobody_was_asked() -> Mapping[str, int]:
    return {}


@dataclass(frozen=True, slots=True)
class Also:
    """What other features can do with what is found: with a person, and with all; and who was `asked` often of late.

    `beside` hears for which of their skills, as they list it, a person was found; empty when it was by name.
    """

    beside: Callable[[Entry, Request, str], Sequence[Control]] = lambda _entry, _request, _skill: ()
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
        care: Care | None = None,
        answering: Callable[[str], Command | None] = lambda _: None,
    ) -> None:
        """`missed` hears of what was asked for and not found; nothing about who asked.

        `answering` says which command a question is about that looks for nobody.
        """
        self._finder = finder
        self._missed = missed
        self._also = also or Also()
        self._care = care or Care()
        self._answering = answering

    def commands(self) -> Iterator[Command]:
        """Declare the search, and the turning of its pages."""
        setting = Option("setting", "Only people who work in this setting", required=False, choices=_SETTINGS)
        where = (
            setting,
            Option("without", "Whom to leave out", required=False),
            Option("at", "Whose people alone to name", required=False),
            Option("but", "Whose people to leave out", required=False),
            Option("bar", "Who is left out by name", required=False),
        )
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
            name="plain-words",
            summary="Find people who can help, from plain words to the bot",
            options=(Option("skill", "What do you need help with?", kind=Kind.PARAGRAPH), setting),
            run=self.hear,
            unlisted=True,
            hears=True,
        )
        yield Command(
            name="skill-exactly",
            summary="Find people with no word corrected",
            options=(
                Option("skill", "The skills that needed no correction", required=False),
                Option("near", "The skills near the others", required=False),
                *where,
            ),
            run=self.find_exactly,
            unlisted=True,
        )
        yield Command(
            name="skill-page",
            summary="Show more people who can help with a skill",
            options=(
                Option("skill", "The skill"),
                *where,
                Option("start", "How many to pass over", required=False),
            ),
            run=self.page,
            unlisted=True,
        )
        yield Command(
            name="skill-others",
            summary="Find others who can help with a skill",
            options=(Option("skill", "The skill"), *where),
            run=self.others,
            unlisted=True,
        )

    async def find(self, request: Request) -> Reply:
        """Answer a question as it was typed; whoever may be in danger is answered before anything is looked for."""
        typed = request.text("skill")
        if self._care.alone(typed):
            return Reply(tuple(self._care.first))
        if command := self._answering(typed):
            return _other(command)
        # Before anything is found: what was found is not to be looked at once the index may have changed.
        asked = await self._also.asked()
        index = await self._finder.index()
        found = index.find(typed, results.setting_of(request))
        if self._care.perhaps(typed):
            return _beneath(Reply(tuple(self._care.first)), _without_offers(found))
        if not index.people:
            raise NotFound("Nobody is listed in the Directory yet.", "An organiser can fill it; then ask me again.")
        those = meant(typed, found, index)
        named = self._named(those, found, index, request) if those else None
        # What tells of oneself and somebody, and of no skill for sure, may ask for support rather than for people.
        story = not named and self._care.told_by(typed) and not any(map(is_skill, found.understood))
        if not named and (not found.understood or (story and not found.total)):
            return _beneath(_beneath(refuse(_NO_SKILL), tuple(understood(found))), self._care.lost)
        shown = named or await self._found(found, index, request, asked)
        if not found.understood or (story and not self._care.touched(typed)):
            return _beneath(shown, self._care.lost)
        return _beneath(shown, self._care.note if self._care.touched(typed) else ())

    async def hear(self, request: Request) -> Reply:
        """Answer plain words as a question; of what is too long for one, danger is heard all the same."""
        typed = request.text("skill")
        if len(typed) <= WORD_LENGTH:
            return await self.find(request)
        if self._care.private(typed):
            return Reply(tuple(self._care.first))
        return _beneath(refuse(_LONG), self._care.lost)

    async def find_exactly(self, request: Request) -> Reply:
        """Answer the same question by the skills alone that were read in it without correcting a word."""
        asked = await self._also.asked()
        index = await self._finder.index()
        found = results.again(index, request)
        if found.understood:
            return self._shown(found, 0, request, asked, replaces=True)
        found = index.unknown(request.text("near"), found)
        return nobody(found, self._also.below(found), replaces=True)

    async def page(self, request: Request) -> Reply:
        """Show people found earlier, from `start` on; the Directory may have changed since."""
        asked = await self._also.asked()
        found = await self._again(request)
        last = max(found.total - 1, 0) // results.SHOWN * results.SHOWN
        return self._shown(found, min(request.number("start"), last), request, asked, replaces=True)

    async def others(self, request: Request) -> Reply:
        """Show whom a button leads to that stands below something else, which stays to be read."""
        asked = await self._also.asked()
        return self._shown(await self._again(request), 0, request, asked, replaces=False)

    async def _again(self, request: Request) -> Findings:
        found = results.again(await self._finder.index(), request)
        if not found.understood:
            raise NotFound("That skill is no longer listed.", "Type /find-skill to search again.")
        return found

    async def suggest(self, typed: str, request: Request) -> list[Choice]:  # noqa: ARG002 - the same for everybody
        """Complete a skill with those that somebody lists."""
        index = await self._finder.index()
        return [Choice(label, label) for label in index.suggest(typed)]

    def _named(self, those: Meant, found: Findings, index: SearchIndex, request: Request) -> Reply:
        """Show whom a question names, and whether they list what it asks of them."""
        people = those.people[: results.SHOWN]
        cards = [_with(card_of(entry), self._also.beside(entry, request, "")) for entry in people]
        more = f"More people {those.others}. " if len(those.people) > len(people) else ""
        said = told(those, people, index)
        lines = [Text((said,))] if said else []
        note = Note((f"{more}Only you can see this.",))
        shown = say(Heading(those.lead), *lines, *cards, *_search(those), note)
        # One word may be a skill after all that nobody lists.
        below = self._also.below(found) if those.misspelt and len(those.misspelt.split()) == 1 else ()
        unlisted = Text((f"If “{those.misspelt}” is a skill: nobody lists it yet.",))
        return _beneath(shown, (unlisted, Actions(tuple(below)))) if below else shown

    async def _found(self, found: Findings, index: SearchIndex, request: Request, asked: Mapping[str, int]) -> Reply:
        typed = request.text("skill")
        exact = index.find(typed, results.setting_of(request), exactly=True) if found.corrected else None
        reply = self._shown(found, 0, request, asked, results.undo(exact) if exact else (), replaces=False)
        if self._missed and (missing := self._missing(found, index, typed)):
            await self._missed(replace(found, understood=missing))
        return reply

    def _missing(self, found: Findings, index: SearchIndex, typed: str) -> tuple[Understood, ...]:
        """Return what nobody lists; whom somebody looked for by name is nothing to be missed, and is not counted.

        Nor are words that are no skill's, where a question tells of oneself and others, or holds an address.
        """
        wishes = (each for each in found.understood if not each.held and index.is_wish(each, typed))
        kept = (each for each in wishes if is_skill(each) or self._care.kept(typed, each.typed))
        return tuple(each for each in kept if is_skill(each) or "@" not in typed)

    def _shown(
        self,
        found: Findings,
        start: int,
        request: Request,
        asked: Mapping[str, int],
        undo: Sequence[Control] = (),
        *,
        replaces: bool,
    ) -> Reply:
        below = (*undo, *(widen(found) if found.total else ()), *self._also.below(found))
        if not found.total:
            return nobody(found, below, replaces=replaces)
        matches = results.spread(found, start, asked)
        cards = [
            _with(card(match), self._also.beside(match.entry, request, next(iter(match.skills), "")))
            for match in matches
        ]
        return results.page(found, start, cards, below, replaces=replaces)


def _other(command: Command) -> Reply:
    """Lead to the command that a question is about."""
    lead = Text(("That is not a skill to look for; ", Code(f"/{command.name}"), " answers it."))
    return say(lead, Actions((Button(f"Open /{command.name}", call(command.name), Tone.PRIMARY),)))


def _search(those: Meant) -> Sequence[Block]:
    """Lead from somebody who was named beside a skill to whoever else can help with it."""
    if not those.skill or not those.skill.total:
        return ()
    search = carried("skill-others", those.skill)
    label = f"Find people who can help with {those.skill.understood[0].labels[0]}"
    return [Actions((Button(label, search),))] if search.fits and len(label) <= LABEL else ()


def _without_offers(found: Findings) -> Sequence[Block]:
    """Show what was found to somebody who may be in danger: nothing is to be kept or posted from here."""
    if found.total:
        return results.page(
            found, 0, [card(match) for match in found.matches(0, results.SHOWN)], (), replaces=False
        ).blocks
    known = any(map(is_skill, found.understood))
    return nobody(found, (), replaces=False).blocks if known else ()


def _beneath(reply: Reply, more: Sequence[Block]) -> Reply:
    return replace(reply, blocks=(*reply.blocks, *more))


def _with(person: Card, controls: Sequence[Control]) -> Card:
    return replace(person, controls=(*person.controls, *controls))
