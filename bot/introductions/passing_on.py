"""“Suggest someone else”, to somebody whose name one does not know."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.chat.commands import Command, Kind, Option
from bot.chat.requests import Request
from bot.chat.views import Actions, Reply, plain_line, say
from bot.directory.cards import reach_or_not
from bot.introductions.colleagues import Colleagues
from bot.support.case_page import TO_INBOX
from bot.support.casebook import Casebook
from bot.support.inbox import not_yours, talk_for
from bot.support.model import Dossier, Part, Talk, Talking, Voice
from bot.support.nudges import Nudges
from bot.support.reading import looked
from bot.support.talk_rules import check_can_be, current, put
from bot.support.wishes import settled


@dataclass(frozen=True, slots=True)
class PassingOn:
    """Names somebody who may suit better to whoever asked unnamed; that person is not asked.

    That a suggested person is the very one who asks is not refused: whoever was told so would know who it is.
    """

    casebook: Casebook
    nudges: Nudges
    colleagues: Colleagues
    now: Callable[[], datetime]

    def commands(self) -> Iterator[Command]:
        case, talk = Option("case", "Which request", carried=True), Option("talk", "Which talk", carried=True)
        person = Option("person", "Who may be able to help?", complete=self.colleagues.suggest)
        remark = Option("remark", "What should they know about them?", Kind.PARAGRAPH, required=False)
        yield Command(
            "introduction-pass-on",
            "Suggest someone else",
            self.suggest,
            (case, talk, person, remark),
            unlisted=True,
            anonymous=True,
            prefill=self.may_suggest,
        )

    async def may_suggest(self, request: Request) -> Mapping[str, str]:
        """Say before somebody writes that it is settled."""
        dossier, talk, _ = await self._find(request)
        check_can_be(dossier, talk, Talking.OFFERED)
        return {}

    async def suggest(self, request: Request) -> Reply:
        """Tell whoever asked about somebody else, and let their request rest."""
        dossier, talk, reader = await self._find(request)
        other = await self.colleagues.meant(request.text("person"), dossier.asks)
        remark, now = request.text("remark"), self.now()
        told = f"They think that {other.name} may be able to help you better." + (f" “{remark}”" if remark else "")
        how = "" if other.accounts else plain_line(reach_or_not(other))
        told = "\n".join(filter(None, (told, how, _COMPARED.format(other.name))))
        # Who has no account here cannot be asked here.
        instead = other.id if other.accounts else ""

        def passed_on(one: Dossier) -> Dossier:
            check_can_be(one, current(one, talk), Talking.OFFERED)
            rests = put(one, replace(current(one, talk), standing=Talking.DECLINED), reader, told)
            return looked(settled(replace(rests, instead=instead), now), (reader,), talk.id)

        after = await self.casebook.change(dossier.id, passed_on)
        await self.nudges.tell(after, after.author)
        thanks = f"Thank you. I have told them that {other.name} may be able to help."
        return say(thanks, Actions((TO_INBOX,)), replaces=True)

    async def _find(self, request: Request) -> tuple[Dossier, Talk, Voice]:
        """Find a talk for the one whom it asks; for anybody else there is none."""
        opened = await self.casebook.find(request.text("case"))
        talk, reader = talk_for(opened.dossier, opened.voices_of(request.veil), request.text("talk"))
        if not opened.dossier.asks or reader.part is Part.AUTHOR:
            raise not_yours()
        return opened.dossier, talk, reader


# Whoever suggests somebody to one person alone may learn from them who came.
_COMPARED = "If you ask {} by name, those two may find out together that it was you who asked here."
