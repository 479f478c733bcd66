"""What pictures are drawn with, as SVG: one paper, one ink, one hue and one font for all of them."""

from collections.abc import Awaitable, Callable, Sequence
from html import escape

FONT = "Source Sans Pro"
INK, SOFT, LINE, PAPER = "#1b2733", "#53616f", "#e3e8ec", "#ffffff"
# One hue from light to dark; words on it are white from `DARK` on (contrast at least 4.5 to 1).
SHADES = ("#f4f7f9", "#d3e6ea", "#9fcbd3", "#2f7f8f", "#1d5f6d", "#0f4450")
DARK = 3

# Turns an SVG picture into a PNG one.
Painter = Callable[[str], Awaitable[bytes]]


def sheet(width: int, height: int, parts: Sequence[str], size: int) -> str:
    """Put parts on white paper, which reads alike on light and dark screens; `size` is that of plain words."""
    area = f'width="{width}" height="{height}"'
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" {area} viewBox="0 0 {width} {height}"'
        f' font-family="{FONT}" font-size="{size}">'
    )
    return "\n".join([head, f'<rect {area} fill="{PAPER}"/>', *parts, "</svg>"])


def words_at(
    x: float, y: float, words: str, *, fill: str = INK, size: int = 17, weight: int = 400, anchor: str = "start"
) -> str:
    """Write words on the line `y`; whatever people typed is safe to draw."""
    shown = escape("".join(letter for letter in words if letter.isprintable()))
    return (
        f'<text x="{x:g}" y="{y:g}" fill="{fill}" font-size="{size}" font-weight="{weight}"'
        f' text-anchor="{anchor}">{shown}</text>'
    )


def cut(words: str, most: int) -> str:
    """Shorten words to at most `most` characters."""
    return words if len(words) <= most else words[: most - 1].rstrip(" ,") + "…"
