"""/sessions-report, as a facilitator sees it: a picture, the same in words, and never a number about people."""

import xml.etree.ElementTree as ET
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from adapters.painting import paint
from bot.chat.calls import Call, call
from bot.chat.commands import Catalog
from bot.chat.requests import Account, Actor, Address, Request, Role
from bot.chat.views import Fields, Image, Reply, calls, plain
from bot.reflection.chart import WIDTH, chart
from bot.reflection.counts import Held
from bot.reflection.figures import figures, settled
from bot.reflection.formats import Format
from bot.reflection.report import SessionsReport
from bot.service import Bot
from bot.support.kept import SealedCase
from tests.contract.renderers import RENDERERS, Renderer
from tests.fakes import MemoryCounts, MemoryKept
from tests.reflection.sessions import FORMATS

NOW = datetime(2026, 11, 29, 12, 0, tzinfo=UTC)
OCTOBER = Held(month=date(2026, 10, 1), format="rolfe", size="5 to 9", slow=False)
JANUARY = replace(OCTOBER, month=date(2026, 1, 1), format="balint")
ASKED = Call("sessions-report")


async def ask(
    held: Mapping[Held, int], asked: Call = ASKED, role: Role | None = Role.FACILITATOR, now: datetime = NOW
) -> Reply:
    """Let so many sessions be counted, and ask for the report."""
    kept = MemoryKept()
    counts = MemoryCounts(kept)
    sessions = [one for one, number in held.items() for _ in range(number)]
    for number, one in enumerate(sessions):
        await kept.add(SealedCase(id=str(number), sealed=b""))
        await counts.add(str(number), one)
    bot = Bot(Catalog(SessionsReport(counts, FORMATS, paint, now=lambda: now).commands()))
    actor = Actor(Account("web", "*", "olu"), "Olu", frozenset({role} if role else ()))
    return await bot.answer(Request(asked, actor, Address("web", "lobby")))


def pictures(reply: Reply) -> list[Image]:
    return [block for block in reply.blocks if isinstance(block, Image)]


def drawn(held: Mapping[Held, int], *more: Format) -> str:
    return chart(figures(held, settled(NOW.date(), 12), [*FORMATS, *more]))


def seen(svg: str) -> list[str]:
    """Read all words of a picture, in order."""
    texts = ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")  # noqa: S314 - our own
    return ["".join(text.itertext()) for text in texts]


async def test_shows_the_last_twelve_months_as_a_picture_with_its_words() -> None:
    (image,) = pictures(reply := await ask({OCTOBER: 7, JANUARY: 5}))
    assert image.png.startswith(b"\x89PNG")
    assert "Reflective sessions from November 2025 to October 2026: 10 to 14 in all." in image.alt
    assert "Case discussion in the manner of Balint: 5 to 9" in image.alt
    assert "Only you can see this." in plain(reply.blocks)


async def test_says_the_same_in_a_short_table() -> None:
    (table,) = [block for block in (await ask({OCTOBER: 7, JANUARY: 5})).blocks if isinstance(block, Fields)]
    assert [name for name, _ in table.pairs] == ["All sessions", "By format", "By how many took part", "By pace"]
    assert [line for _, line in table.pairs[::2]] == [
        ("10 to 14",),
        ("5 to 9 people: 10 to 14; all others: fewer than 5 each",),
    ]


@pytest.mark.parametrize("renderer", RENDERERS, ids=lambda renderer: renderer.platform)
async def test_fits_on_every_platform_even_when_much_was_held(renderer: Renderer) -> None:
    months = settled(NOW.date(), 24)
    held = {replace(OCTOBER, month=month, format=one.key): 5 for month in months for one in FORMATS}
    assert renderer.faults(await ask(held, call("sessions-report", months="24"))) == []


async def test_other_spans_are_a_press_away() -> None:
    held = {OCTOBER: 7, JANUARY: 5}
    others = calls((await ask(held)).blocks)
    assert others == [call("sessions-report", months="3"), call("sessions-report", months="24")]
    short, long = [pictures(await ask(held, other))[0].alt for other in others]
    assert "from August 2026 to October 2026: 5 to 9 in all" in short
    assert "from November 2024 to October 2026: 10 to 14 in all" in long


async def test_refuses_any_other_span() -> None:
    assert "is not one of the choices" in plain((await ask({OCTOBER: 7}, call("sessions-report", months="1"))).blocks)


@pytest.mark.parametrize("few", [0, 1, 4])
async def test_of_too_few_it_says_kindly_the_same_whether_there_were_any(few: int) -> None:
    reply = await ask({OCTOBER: few})
    assert pictures(reply) == []
    assert "fewer than 5 sessions were held, so there is no picture to draw yet" in plain(reply.blocks)
    assert reply == await ask({})
    assert len(calls(reply.blocks)) == 2


async def test_is_for_facilitators() -> None:
    assert "/sessions-report is for facilitators." in plain((await ask({OCTOBER: 7}, role=None)).blocks)
    assert pictures(await ask({OCTOBER: 7}, role=Role.ORGANISER)) == []


async def test_a_month_that_may_still_change_is_not_told() -> None:
    november = replace(OCTOBER, month=date(2026, 11, 1))
    before = await ask({OCTOBER: 5})
    assert await ask({OCTOBER: 5, november: 9}) == before
    later = await ask({OCTOBER: 5, november: 9}, now=datetime(2026, 12, 9, tzinfo=UTC))
    assert "Nov 2026: 5 to 9" in plain(later.blocks)


def test_the_picture_names_every_row_alike_whether_there_were_none_or_a_few() -> None:
    words = seen(drawn({OCTOBER: 6}))
    assert "Story rounds" in words
    assert "Slowly, over days" in words
    assert drawn({OCTOBER: 6, replace(JANUARY, format="kolb", slow=True): 3}) == drawn({OCTOBER: 6})
    assert words.count("fewer than 5") == 11 + 6 + 3 + 1


def test_a_bar_tells_no_more_than_its_words() -> None:
    assert drawn({OCTOBER: 5}) == drawn({OCTOBER: 9})
    assert drawn({OCTOBER: 9}) != drawn({OCTOBER: 10})


def test_a_long_name_takes_two_lines_and_a_longer_one_ends_there() -> None:
    words = seen(drawn({OCTOBER: 6}, replace(FORMATS["rolfe"], key="x", name="A very long name " * 9)))
    assert [one for one in words if one.startswith("Case") or one == "Balint"] == [
        "Case discussion in the manner of",
        "Balint",
    ]
    assert sum("very long" in one for one in words) == 2


def test_a_picture_is_whole_whatever_a_format_is_called() -> None:
    odd = replace(FORMATS["rolfe"], key="x", name='<b>"R" & D\x00\u202e</b>')
    assert '<b>"R" & D</b>' in seen(drawn({OCTOBER: 6}, odd))
    assert seen(drawn({OCTOBER: 6}, replace(odd, name="")))


async def test_the_picture_is_narrow_enough_for_a_phone_and_twice_as_sharp() -> None:
    png = await paint(drawn({OCTOBER: 6}))
    assert int.from_bytes(png[16:20], "big") == 2 * WIDTH == 1200
