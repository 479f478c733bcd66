"""The skills map as an SVG picture: a row for each area, a shade for each setting, a bar for all."""

from html import escape

from bot.directory.model import Setting
from bot.directory.survey import Area, Survey

WIDTH = 1000
FONT = "Source Sans Pro"
_LEFT, _CELLS, _CELL, _BAR = 24, 330, 92, 630
_TOP, _ROW = 122, 44
_INK, _SOFT, _LINE, _PAPER = "#1b2733", "#53616f", "#e3e8ec", "#ffffff"
# One hue from light to dark; numbers on it are white from the third on (contrast at least 4.5 to 1).
_SHADES = ("#f4f7f9", "#d3e6ea", "#9fcbd3", "#2f7f8f", "#1d5f6d", "#0f4450")
_DARK = 3
_NAMES = "names"
_LONGEST_NAME, _LONGEST_SKILLS = 38, 52


def draw(found: Survey, title: str) -> str:
    """Draw a survey; the height follows from the number of areas."""
    most = max((area.people for area in found.areas), default=1)
    rows = [_row(area, _TOP + number * _ROW, most) for number, area in enumerate(found.areas)]
    bottom = _TOP + len(rows) * _ROW
    foot = _foot(found, bottom + 36)
    height = bottom + 36 + 26 * len(foot)
    parts = [
        _open(height),
        f'<clipPath id="{_NAMES}"><rect width="{_CELLS}" height="{height}"/></clipPath>',
        f'<rect width="{WIDTH}" height="{height}" fill="{_PAPER}"/>',
        _text(_LEFT, 50, title, size=28, weight=700),
        _text(_LEFT, 78, f"{found.people} people, counted by what they list and where they work", fill=_SOFT),
        *(_heading(setting, number) for number, setting in enumerate(Setting)),
        _text(_BAR, _TOP - 16, "everybody", fill=_SOFT, size=15),
        *rows,
        *foot,
        "</svg>",
    ]
    return "\n".join(parts)


def _open(height: int) -> str:
    size = f'width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{FONT}" font-size="17">'


def _heading(setting: Setting, number: int) -> str:
    x = _CELLS + number * _CELL + _CELL / 2
    return _text(x, _TOP - 16, setting.value, fill=_SOFT, size=15, anchor="middle")


def _row(area: Area, y: int, most: int) -> str:
    middle = y + _ROW / 2
    length = max(round(200 * area.people / most), 4)
    skills = ", ".join(label for label, _ in area.skills)
    named = (
        _text(_LEFT, middle - 1, _cut(area.name, _LONGEST_NAME), weight=600),
        _text(_LEFT, middle + 15, _cut(skills, _LONGEST_SKILLS), fill=_SOFT, size=13),
    )
    cells = [_cell(area, setting, number, y) for number, setting in enumerate(Setting)]
    return "\n".join(
        [
            f'<line x1="{_LEFT}" x2="{WIDTH - _LEFT}" y1="{y}" y2="{y}" stroke="{_LINE}"/>',
            # Where another font is used, which may be wider, names end at the cells.
            f'<g clip-path="url(#{_NAMES})">{"".join(named)}</g>',
            *cells,
            f'<rect x="{_BAR}" y="{y + 11}" width="{length}" height="{_ROW - 22}" rx="4" fill="{_SHADES[_DARK]}"/>',
            _text(_BAR + length + 8, middle + 6, str(area.people), weight=600),
        ]
    )


def _cell(area: Area, setting: Setting, number: int, y: int) -> str:
    count, people = area.count(setting), area.settings.get(setting, 0)
    # A shade must not tell apart what the number does not.
    share = people / area.people if count.isdigit() else 0
    shade = min(1 + int(share * (len(_SHADES) - 1)), len(_SHADES) - 1) if people else 0
    x = _CELLS + number * _CELL
    ink = _PAPER if shade >= _DARK else _INK
    box = f'<rect x="{x + 3}" y="{y + 6}" width="{_CELL - 6}" height="{_ROW - 12}" rx="5" fill="{_SHADES[shade]}"/>'
    return box + _text(x + _CELL / 2, y + _ROW / 2 + 6, "–" if count == "0" else count, fill=ink, anchor="middle")


def _foot(found: Survey, y: int) -> list[str]:
    said = []
    if found.thin:
        said.append(("Few people: ", ", ".join(found.thin)))
    if found.missing:
        said.append(("Asked for, and nobody lists it: ", ", ".join(found.missing)))
    said.append(("", "Groups of fewer than three people are merged, and one or two are not told apart."))
    return [
        _text(_LEFT, y + 26 * number, _cut(head + words, 112), fill=_INK if head else _SOFT, size=15)
        for number, (head, words) in enumerate(said)
    ]


def _text(
    x: float, y: float, words: str, *, fill: str = _INK, size: int = 17, weight: int = 400, anchor: str = "start"
) -> str:
    shown = escape("".join(letter for letter in words if letter.isprintable()))
    return (
        f'<text x="{x:g}" y="{y:g}" fill="{fill}" font-size="{size}" font-weight="{weight}"'
        f' text-anchor="{anchor}">{shown}</text>'
    )


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else words[: most - 1].rstrip(" ,") + "…"
