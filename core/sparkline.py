"""A line as small as a word: how a value went over the last days. Drawn by us, no script, no inline style."""

from collections.abc import Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString

WIDTH, HEIGHT, EDGE = 120, 32, 4
INK, LIMIT = "#1F3F6B", "#7A7468"

Value = float | None


def scale(values: Sequence[Value], limit: float | None = None, *, at_least: float = 20) -> tuple[float, float]:
    """From where to where points of 0 to 100 are drawn: close enough to see a line go up and down, the limit within.

    `at_least` so many points, so that a day that is one point better is no mountain.
    """
    known = [value for value in (*values, limit) if value is not None]
    if not known:
        return 0, 100
    low, high = min(known), max(known)
    spare = max((at_least - (high - low)) / 2, at_least / 10)
    return max(low - spare, 0), min(high + spare, 100)


def draw(values: Sequence[Value], sentence: str, *, low: float, high: float, limit: float | None = None) -> SafeString:
    """An SVG of the values in order; None leaves a gap. `limit` is a dashed line across, `sentence` what it says."""
    path = _path(values, low, high)
    last = next(((at, value) for at, value in reversed(list(enumerate(values))) if value is not None), None)
    return format_html(
        '<svg class="tren" role="img" aria-label="{}" viewBox="0 0 {} {}" width="{}" height="{}">{}{}{}</svg>',
        sentence, WIDTH, HEIGHT, WIDTH, HEIGHT,
        "" if limit is None else format_html(
            '<path d="M0 {0}H{1}" stroke="{2}" stroke-dasharray="2 3" fill="none"/>', _y(limit, low, high), WIDTH, LIMIT
        ),
        format_html(
            '<path d="{}" stroke="{}" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" fill="none"/>',
            path, INK,
        ),
        "" if last is None else format_html(
            '<circle cx="{}" cy="{}" r="3" fill="{}"/>', _x(last[0], len(values)), _y(last[1], low, high), INK
        ),
    )  # fmt: skip


def _path(values: Sequence[Value], low: float, high: float) -> str:
    """M where the line begins, also after a gap, and L to each next value."""
    steps, before = [], None
    for at, value in enumerate(values):
        if value is not None:
            steps.append(f"{'M' if before is None else 'L'}{_x(at, len(values))} {_y(value, low, high)}")
        before = value
    return "".join(steps)


def _x(at: int, count: int) -> str:
    return _short(EDGE + at * (WIDTH - 2 * EDGE) / max(count - 1, 1))


def _y(value: float, low: float, high: float) -> str:
    inside = min(max(value, low), high)
    return _short(EDGE + (high - inside) * (HEIGHT - 2 * EDGE) / (high - low))


def _short(number: float) -> str:
    return f"{number:.1f}".rstrip("0").rstrip(".")
