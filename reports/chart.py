"""Departures by month as a picture: a bar for each month, drawn on the server, in the colours of the page."""

from collections.abc import Sequence

from django.utils.dates import MONTHS_3
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

WIDTH, HEIGHT = 360, 170
TOP, FOOT = 22, 24  # room for the numbers above the bars and the months below
INDIGO, INK, FAINT = "#1F3F6B", "#1B2430", "#4E5866"


def by_month(numbers: Sequence[int], *, until: int, sentence: str) -> SafeString:
    """One bar for each month up to `until`; later months have their name only."""
    step = WIDTH / len(numbers)
    highest = max([*numbers, 1])
    bars = []
    for place, number in enumerate(numbers):
        middle = step * (place + 0.5)
        tall = (HEIGHT - TOP - FOOT) * number / highest
        if place < until:
            bars.append(_bar(middle, tall, step, number))
        bars.append(_text(middle, HEIGHT - 7, str(MONTHS_3[place + 1]).title(), FAINT, 400))
    return format_html(
        '<svg class="grafik" role="img" aria-label="{}" viewBox="0 0 {} {}">{}</svg>',
        sentence,
        WIDTH,
        HEIGHT,
        format_html_join("", "{}", ((bar,) for bar in bars)),
    )


def _bar(middle: float, tall: float, step: float, number: int) -> SafeString:
    ground = HEIGHT - FOOT
    shape = format_html(
        '<rect x="{}" y="{}" width="{}" height="{}" rx="2" fill="{}"/>',
        _short(middle - step * 0.34), _short(ground - max(tall, 1)), _short(step * 0.68), _short(max(tall, 1)), INDIGO,
    )  # fmt: skip
    return shape + _text(middle, ground - tall - 6, str(number), INK, 600)


def _text(x: float, y: float, words: str, colour: str, weight: int) -> SafeString:
    return format_html(
        '<text x="{}" y="{}" text-anchor="middle" font-size="11" font-weight="{}" fill="{}">{}</text>',
        _short(x), _short(y), weight, colour, words,
    )  # fmt: skip


def _short(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
