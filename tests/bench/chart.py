"""A line chart as SVG, both axes logarithmic, written by hand."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10

_WIDTH, _HEIGHT = 460, 340
_LEFT, _RIGHT, _TOP, _BOTTOM = 62, 34, 34, 52
_FONT = 'font-family="sans-serif" font-size="12"'
# Told apart by people who do not see all colours, and by their dashes in print.
_LOOKS = (("#0b5394", ""), ("#0b5394", "5 3"), ("#b45f06", ""), ("#38761d", ""), ("#741b47", ""), ("#444444", ""))


@dataclass(frozen=True, slots=True)
class Line:
    """What a line is called, and its points from left to right."""

    name: str
    points: Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Panel:
    """One chart; `across` says what the horizontal axis counts, `up` the vertical one."""

    title: str
    across: str
    up: str
    lines: Sequence[Line]


def svg(panels: Sequence[Panel], alternative: str) -> str:
    """Draw panels side by side on one vertical scale, with a legend below; `alternative` tells it in words."""
    low, high = _decades([y for panel in panels for line in panel.lines for _, y in line.points])
    names = list(dict.fromkeys(line.name for panel in panels for line in panel.lines))
    width, rows = _WIDTH * len(panels), ceil(len(names) / 3)
    height = _HEIGHT + 22 * rows + 8
    size = f'width="{width}" height="{height}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" {size} role="img" {_FONT}>',
        f"<title>{escape(alternative)}</title>",
        f'<rect {size} fill="#ffffff"/>',
    ]
    for number, panel in enumerate(panels):
        looks = {line.name: names.index(line.name) for line in panel.lines}
        parts += [f'<g transform="translate({number * _WIDTH} 0)">', *_drawn(panel, low, high, looks), "</g>"]
    for number, name in enumerate(names):
        x, y = _LEFT + number % 3 * (width - _LEFT) // 3, _HEIGHT + 14 + number // 3 * 22
        parts += [_path(number, f"M{x} {y} h28"), _text(x + 34, y + 4, name, "start")]
    return "\n".join([*parts, "</svg>", ""])


def _drawn(panel: Panel, low: int, high: int, looks: dict[str, int]) -> list[str]:
    first, last = _decades([x for line in panel.lines for x, _ in line.points])
    right, bottom = _WIDTH - _RIGHT, _HEIGHT - _BOTTOM

    def across(x: float) -> float:
        return round(_LEFT + (log10(x) - first) / (last - first) * (right - _LEFT), 1)

    def up(y: float) -> float:
        return round(bottom - (log10(y) - low) / (high - low) * (bottom - _TOP), 1)

    parts = [_text(_WIDTH / 2, 18, panel.title, weight="bold")]
    for power in range(low, high + 1):
        y = up(10**power)
        parts += [f'<path d="M{_LEFT} {y} H{right}" stroke="#dddddd"/>', _text(_LEFT - 6, y + 4, _figure(power), "end")]
    for power in range(first, last + 1):
        x = across(10**power)
        parts += [
            f'<path d="M{x} {_TOP} V{bottom}" stroke="#dddddd"/>',
            _text(x, bottom + 16, _figure(power)),
        ]
    parts.append(_text((_LEFT + right) / 2, bottom + 36, panel.across))
    middle = (_TOP + bottom) / 2
    parts.append(f'<g transform="translate(14 {middle}) rotate(-90)">{_text(0, 0, panel.up)}</g>')
    for line in panel.lines:
        points = " L".join(f"{across(x)} {up(y)}" for x, y in line.points)
        parts.append(_path(looks[line.name], f"M{points}"))
        dots = (f'<circle cx="{across(x)}" cy="{up(y)}" r="2.5"/>' for x, y in line.points)
        parts += [f'<g fill="{_LOOKS[looks[line.name]][0]}">', *dots, "</g>"]
    return parts


def _decades(values: Sequence[float]) -> tuple[int, int]:
    low, high = floor(log10(min(values))), ceil(log10(max(values)))
    return low, max(high, low + 1)


def _figure(power: int) -> str:
    return f"{10**power:,}" if power >= 0 else f"{10**power:.{-power}f}"


def _path(look: int, path: str) -> str:
    colour, dashes = _LOOKS[look % len(_LOOKS)]
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="2"{dashed}/>'


def _text(x: float, y: float, text: str, anchor: str = "middle", weight: str = "normal") -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}" font-weight="{weight}">{escape(text)}</text>'
