"""SVG pictures as PNG ones: resvg draws, with a font that comes along, so that every machine draws the same."""

import asyncio

import resvg_py
from font_source_sans_pro import font_directory  # type: ignore[import-untyped] # it has no annotations

# Twice as many points as asked for: screens of phones have two or three in each.
_ZOOM = 2
_FAMILY = "Source Sans Pro"


async def paint(svg: str) -> bytes:
    """Draw beside the event loop; takes some tens of milliseconds. Raises ValueError when it is no SVG."""
    return await asyncio.to_thread(_paint, svg)


def _paint(svg: str) -> bytes:
    return resvg_py.svg_to_bytes(
        svg_string=svg, zoom=_ZOOM, font_dirs=[font_directory], skip_system_fonts=True, font_family=_FAMILY
    )
