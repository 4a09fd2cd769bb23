"""The squares: one shape for each place of a target, told by shape and not by colour alone."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

SIDE = 260  # the width of the picture in its own units; it scales to its box
FILL, OUTLINE, DOT = "#1F3F6B", "#1F3F6B", "#7A7468"


def sentence_for(reached: int, possible: int | None, target: int) -> str:
    """What a listener hears instead of the picture."""
    if possible is None:
        return _("%(reached)s of %(target)s reached") % {"reached": reached, "target": target}
    return _("%(reached)s have departed, %(open)s are still possible this year, %(lost)s are out of reach") % {
        "reached": reached,
        "open": max(possible - reached, 0),
        "lost": max(target - max(possible, reached), 0),
    }


def draw(*, reached: int, possible: int | None, target: int, per_row: int = 10, sentence: str = "") -> SafeString:
    """An SVG with `target` places: filled = reached, outline = still possible, dot = out of reach.

    `possible` is the ceiling (reached included); None before one exists: then filled and dot only.
    More reached or possible than the target add rows below it.
    """
    ceiling = max(possible or 0, reached)
    places = max(target, ceiling, 1)
    step = SIDE / per_row
    rows = -(-places // per_row)
    shapes = (_shape(index, reached, ceiling, step, per_row) for index in range(places))
    return format_html(
        '<svg class="petak" role="img" aria-label="{}" viewBox="0 0 {} {}">{}</svg>',
        sentence or sentence_for(reached, possible, target),
        SIDE,
        _short(rows * step),
        format_html_join("", "{}", ((shape,) for shape in shapes)),
    )


def _short(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")


def _shape(index: int, reached: int, ceiling: int, step: float, per_row: int) -> SafeString:
    left, top = (index % per_row) * step + 2, (index // per_row) * step + 2
    side = step - 4
    if index < reached:
        return format_html(
            '<rect x="{0}" y="{1}" width="{2}" height="{2}" rx="3" fill="{3}"/>',
            _short(left), _short(top), _short(side), FILL,
        )  # fmt: skip
    if index < ceiling:
        return format_html(
            '<rect x="{0}" y="{1}" width="{2}" height="{2}" rx="3" fill="#fff" stroke="{3}" stroke-width="2"/>',
            _short(left + 1), _short(top + 1), _short(side - 2), OUTLINE,
        )  # fmt: skip
    middle = side / 2
    return format_html('<circle cx="{}" cy="{}" r="3" fill="{}"/>', _short(left + middle), _short(top + middle), DOT)
