"""What stands in the page's own files, read as text."""

import re
from pathlib import Path

import pytest

from adapters.web.app import STATIC

TEXT_RATIO = 4.5
EDGE_RATIO = 3.0
TOKENS = (STATIC / "tokens.css").read_text(encoding="utf-8")
FILES = sorted(STATIC.iterdir())
# What is written on what. Text needs 4.5 : 1, the edges of controls and the marks of focus 3 : 1 (WCAG 2.2, AA).
TEXTS = [
    *[("ink", ground) for ground in ("paper", "sheet", "side", "side-open", "private", "tint", "hover")],
    *[("soft", ground) for ground in ("paper", "sheet", "side", "private", "line", "hover", "tint")],
    *[("accent", ground) for ground in ("paper", "sheet", "private", "tint")],
    *[("accent-strong", ground) for ground in ("paper", "sheet", "private")],
    *[("private-ink", ground) for ground in ("private", "paper", "tint")],
    *[("danger", ground) for ground in ("paper", "sheet")],
    *[(f"json-{kind}", "sheet") for kind in ("key", "text", "literal")],
    *[("on-tint", ground) for ground in ("tint", "paper", "private", "sheet")],
    ("on-accent", "accent"),
    ("on-accent", "accent-strong"),
    ("on-danger", "danger"),
    ("code-ink", "code"),
]
EDGES = [(edge, ground) for edge in ("edge", "accent") for ground in ("paper", "sheet", "private", "side")]


def tokens(theme: str) -> dict[str, str]:
    light, dark = TOKENS.split(':root[data-theme="dark"]')
    found = dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", light))
    return found | dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6});", dark)) if theme == "dark" else found


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The ratio of WCAG 2.2, from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_the_measure_of_contrast_knows_black_and_white() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_text_can_be_read_on_its_ground(theme: str) -> None:
    colours = tokens(theme)
    ratios = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in TEXTS}

    assert {pair: round(ratio, 2) for pair, ratio in ratios.items() if ratio < TEXT_RATIO} == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_control_can_be_told_from_its_ground(theme: str) -> None:
    colours = tokens(theme)
    ratios = {pair: contrast(colours[pair[0]], colours[pair[1]]) for pair in EDGES}

    assert {pair: round(ratio, 2) for pair, ratio in ratios.items() if ratio < EDGE_RATIO} == {}


def test_initials_can_be_read_on_every_avatar() -> None:
    style = (STATIC / "messages.css").read_text(encoding="utf-8")
    grounds = re.findall(r"\.avatar[^{]*\{[^}]*background: (#[0-9a-f]{6})", style)

    assert len(grounds) == 6
    assert all(contrast("#2a2521", ground) >= TEXT_RATIO for ground in grounds)


def test_both_themes_name_the_same_colours() -> None:
    light, dark = TOKENS.split(':root[data-theme="dark"]')

    def named(part: str) -> set[str]:
        return set(re.findall(r"--([a-z-]+): #", part))

    assert named(light) == named(dark)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_turns_no_text_into_html_and_fetches_nothing_from_elsewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")

    html_from_text = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|createContextualFragment|DOMParser"
    code_from_text = r"\beval\(|new Function|setTimeout\(\s*[\"']"
    inline = r"\sstyle=|\son[a-z]+=|<style"
    elsewhere = r"https?://|@import|url\(|from \"(?!\./)"
    for forbidden in (html_from_text, code_from_text, inline, elsewhere):
        assert not re.search(forbidden, text), forbidden


@pytest.mark.parametrize("path", [path for path in FILES if path.suffix == ".js"], ids=lambda path: path.name)
def test_every_script_is_small_enough_to_read_in_one_go(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


def test_every_part_that_is_named_is_there() -> None:
    named = {
        name
        for path in FILES
        for name in re.findall(r"(?:/static/|\./)([\w-]+\.(?:js|css|svg))", path.read_text(encoding="utf-8"))
    }

    assert named <= {path.name for path in FILES}
