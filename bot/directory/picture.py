"""The skills map as an SVG picture: a row for each area, a shade for each setting, a bar for all."""

from bot.chat.drawing import DARK, INK, LINE, PAPER, SHADES, SOFT, cut, sheet, words_at
from bot.directory.model import Setting
from bot.directory.survey import Area, Survey

WIDTH = 1000
_LEFT, _CELLS, _CELL, _BAR = 24, 330, 92, 630
_TOP, _ROW = 122, 44
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
        f'<clipPath id="{_NAMES}"><rect width="{_CELLS}" height="{height}"/></clipPath>',
        words_at(_LEFT, 50, title, size=28, weight=700),
        words_at(_LEFT, 78, f"{found.people} people, counted by what they list and where they work", fill=SOFT),
        *(_heading(setting, number) for number, setting in enumerate(Setting)),
        words_at(_BAR, _TOP - 16, "everybody", fill=SOFT, size=15),
        *rows,
        *foot,
    ]
    return sheet(WIDTH, height, parts, 17)


def _heading(setting: Setting, number: int) -> str:
    x = _CELLS + number * _CELL + _CELL / 2
    return words_at(x, _TOP - 16, setting.value, fill=SOFT, size=15, anchor="middle")


def _row(area: Area, y: int, most: int) -> str:
    middle = y + _ROW / 2
    length = max(round(200 * area.people / most), 4)
    skills = ", ".join(label for label, _ in area.skills)
    named = (
        words_at(_LEFT, middle - 1, cut(area.name, _LONGEST_NAME), weight=600),
        words_at(_LEFT, middle + 15, cut(skills, _LONGEST_SKILLS), fill=SOFT, size=13),
    )
    cells = [_cell(area, setting, number, y) for number, setting in enumerate(Setting)]
    return "\n".join(
        [
            f'<line x1="{_LEFT}" x2="{WIDTH - _LEFT}" y1="{y}" y2="{y}" stroke="{LINE}"/>',
            # Where another font is used, which may be wider, names end at the cells.
            f'<g clip-path="url(#{_NAMES})">{"".join(named)}</g>',
            *cells,
            f'<rect x="{_BAR}" y="{y + 11}" width="{length}" height="{_ROW - 22}" rx="4" fill="{SHADES[DARK]}"/>',
            words_at(_BAR + length + 8, middle + 6, str(area.people), weight=600),
        ]
    )


def _cell(area: Area, setting: Setting, number: int, y: int) -> str:
    count, people = area.count(setting), area.settings.get(setting, 0)
    # A shade must not tell apart what the number does not.
    share = people / area.people if count.isdigit() else 0
    shade = min(1 + int(share * (len(SHADES) - 1)), len(SHADES) - 1) if people else 0
    x = _CELLS + number * _CELL
    ink = PAPER if shade >= DARK else INK
    box = f'<rect x="{x + 3}" y="{y + 6}" width="{_CELL - 6}" height="{_ROW - 12}" rx="5" fill="{SHADES[shade]}"/>'
    return box + words_at(x + _CELL / 2, y + _ROW / 2 + 6, "–" if count == "0" else count, fill=ink, anchor="middle")


def _foot(found: Survey, y: int) -> list[str]:
    said = []
    if found.thin:
        said.append(("Few people: ", ", ".join(found.thin)))
    if found.missing:
        said.append(("Asked for, and nobody lists it: ", ", ".join(found.missing)))
    said.append(("", "Groups of fewer than three people are merged, and one or two are not told apart."))
    return [
        words_at(_LEFT, y + 26 * number, cut(head + words, 112), fill=INK if head else SOFT, size=15)
        for number, (head, words) in enumerate(said)
    ]
