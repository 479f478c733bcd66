"""/privacy: who can see what, a page at a time."""

from collections.abc import Iterator

from bot.chat.calls import call
from bot.chat.commands import Command, Option
from bot.chat.questions import asked
from bot.chat.requests import Request
from bot.chat.views import Actions, Button, Heading, Note, Reply, Strong, Text, Tone, say
from bot.privacy.notice import Notice, Page, Point

_THIS = r"(?:this|it|that|what i (?:write|type|ask|say)(?: here)?)"
_ASKED = asked(
    rf"(?:is|are) (?:{_THIS}|you) (?:really |actually )?(?:private|anonymous|confidential|safe|secret|secure|public)",
    rf"(?:who|can (?:people|others|any(?:one|body)|every(?:one|body)|my (?:boss|manager|colleagues)|organisers))"
    rf" (?:can |else can )?(?:sees?|reads?) (?:{_THIS}|my (?:messages|questions|searches))",
)


class Privacy:
    """Tells the same as docs/privacy.md."""

    def __init__(self, notice: Notice) -> None:
        self._notice = notice

    def commands(self) -> Iterator[Command]:
        yield Command("privacy", "See who can see what, what is kept, and for how long", self.first, asked=_ASKED)
        key = Option("page", "Which page", carried=True)
        yield Command("privacy-page", "Another page about privacy", self.turn, (key,), unlisted=True)

    async def first(self, request: Request) -> Reply:
        """Begin with who can see what."""
        del request
        return self._show(self._notice.pages[0], replaces=False)

    async def turn(self, request: Request) -> Reply:
        """Show a page in the place of the one before."""
        return self._show(self._notice.page(request.text("page")), replaces=True)

    def _show(self, page: Page, *, replaces: bool) -> Reply:
        at = self._notice.pages.index(page)
        following = self._notice.pages[(at + 1) % len(self._notice.pages)]
        others = [
            Button(one.title, call("privacy-page", page=one.key), Tone.PRIMARY if one is following else Tone.PLAIN)
            for one in self._notice.pages
            if one is not page
        ]
        return say(
            Heading(page.title),
            Text((page.lead,)),
            *(Text((Strong(point.name), *_said(point, table=page.table))) for point in page.points),
            Actions((*others, Button("What is held about me", call("my-data")))),
            Note((f"Page {at + 1} of {len(self._notice.pages)}. Only you see this.",)),
            replaces=replaces,
        )


def _said(point: Point, *, table: bool) -> tuple[str, ...]:
    return (f": {point.says}. Kept: {point.long}.",) if table else (f" {point.says}",)
