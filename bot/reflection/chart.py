"""Numbers of sessions as an SVG picture, narrow enough for a phone: a bar for each row, light where it is not known."""

from textwrap import wrap

from bot.chat.drawing import DARK, INK, LINE, SHADES, SOFT, sheet, words_at
from bot.reflection.figures import Figures, Part, Row

WIDTH = 600
_LEFT, _BAR, _LONGEST, _ROW = 24, 318, 160, 32
_NAMES = "names"
_LONGEST_NAME = 34
_PLAIN = 18
_FOOT = ("Dark: at least so many. Light: perhaps.", "In steps of five, so that no number is about a person.")


def chart(found: Figures) -> str:
    """Draw a report; the height follows from the number of its rows."""
    y, drawn = 128, list[str]()
    for part in found.parts:
        drawn.append(_part(part, y))
        y += 64 + len(part.rows) * _ROW
    height = y + 62
    parts = [
        # Where another font is used, which may be wider, names end at the bars.
        f'<clipPath id="{_NAMES}"><rect width="{_BAR - 6}" height="{height}"/></clipPath>',
        words_at(_LEFT, 48, "Reflective sessions", size=30, weight=700),
        words_at(_LEFT, 78, found.span, fill=SOFT, size=_PLAIN),
        words_at(_LEFT, 108, f"{found.total.range} in all", size=22, weight=600),
        *drawn,
        *(words_at(_LEFT, y + 10 + 22 * number, words, fill=SOFT, size=16) for number, words in enumerate(_FOOT)),
    ]
    return sheet(WIDTH, height, parts, _PLAIN)


def _part(part: Part, top: int) -> str:
    most = max(row.most for row in part.rows)
    rows = [_row(row, top + 44 + number * _ROW, most) for number, row in enumerate(part.rows)]
    line = f'<line x1="{_LEFT}" x2="{WIDTH - _LEFT}" y1="{top}" y2="{top}" stroke="{LINE}" stroke-width="2"/>'
    return "\n".join([line, words_at(_LEFT, top + 30, part.name, size=20, weight=600), *rows])


def _row(row: Row, y: int, most: int) -> str:
    """Draw a row: dark for what there is at least, light for what there may be."""
    sure, perhaps = (round(_LONGEST * number / most) for number in (row.least, row.most))
    return "\n".join(
        [
            f'<g clip-path="url(#{_NAMES})">{_name(row.name, y)}</g>',
            f'<rect x="{_BAR}" y="{y + 6}" width="{perhaps}" height="20" rx="4" fill="{SHADES[1]}"/>',
            f'<rect x="{_BAR}" y="{y + 6}" width="{sure}" height="20" rx="4" fill="{SHADES[DARK]}"/>',
            words_at(_BAR + perhaps + 8, y + 22, row.range, fill=INK if row.least else SOFT, size=16),
        ]
    )


def _name(name: str, y: int) -> str:
    """Write a name on one line, or a long one on two."""
    lines = wrap(name, _LONGEST_NAME, max_lines=2, placeholder=" …")
    if len(lines) < 2:  # noqa: PLR2004 - two lines are smaller
        return words_at(_LEFT, y + 22, name, size=_PLAIN)
    return "".join(words_at(_LEFT, y + 14 + 16 * number, line, size=15) for number, line in enumerate(lines))
