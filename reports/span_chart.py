"""How long each step took as a picture: the half in the middle as a bar, the median as a mark on it."""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH, ROW, TOP = 360, 44, 18
LEFT, RIGHT = 4, 12  # room at the ends, so that no mark is cut
INDIGO, PALE, INK, FAINT = "#1F3F6B", "#B9C9DE", "#1B2430", "#4E5866"
MONTH = 30.4


def draw(rows: Sequence[tuple[str, int, int, int]], *, months: str, sentence: str) -> SafeString:
    """`rows`: name, a quarter, the median, three quarters, in days. `months`: the word below the scale."""
    longest = max([high for _name, _low, _median, high in rows] + [3 * MONTH])
    scale = (WIDTH - LEFT - RIGHT) / longest
    shapes = [_row(place, row, scale) for place, row in enumerate(rows)]
    tall = len(rows) * ROW + TOP + 16
    return format_html(
        '<svg class="grafik" role="img" aria-label="{}" viewBox="0 0 {} {}">{}{}</svg>',
        sentence,
        WIDTH,
        tall,
        _ruler(longest, scale, tall - 20, months),
        format_html_join("", "{}", ((shape,) for shape in shapes)),
    )


def _row(place: int, row: tuple[str, int, int, int], scale: float) -> SafeString:
    name, low, median, high = row
    y = TOP + place * ROW
    return format_html(
        '<text x="{}" y="{}" font-size="12" fill="{}">{}</text>'
        '<rect x="{}" y="{}" width="{}" height="14" rx="3" fill="{}"/>'
        '<rect x="{}" y="{}" width="4" height="18" rx="1" fill="{}"/>',
        LEFT, _short(y), INK, name,
        _short(LEFT + low * scale), _short(y + 7), _short(max((high - low) * scale, 3)), PALE,
        _short(LEFT + median * scale - 2), _short(y + 5), INDIGO,
    )  # fmt: skip


def _ruler(longest: float, scale: float, y: float, months: str) -> SafeString:
    """A line every one, two, three, six or twelve months, so that at most seven stand side by side."""
    total = longest / MONTH
    step = next((step for step in (1, 2, 3, 6, 12) if total / step <= 7), 24)
    marks = range(0, int(total) + 1, step)
    return format_html_join(
        "",
        '<line x1="{0}" x2="{0}" y1="4" y2="{1}" stroke="#DDD7CB"/>'
        '<text x="{0}" y="{2}" text-anchor="{3}" font-size="11" fill="{4}">{5}</text>',
        (
            (_short(LEFT + month * MONTH * scale), _short(y), _short(y + 14), "start" if not month else "middle",
             FAINT, months if not month else str(month))
            for month in marks
        ),
    )  # fmt: skip


def _short(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
