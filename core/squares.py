"""The squares: one shape for each place of a target, told by shape and not by colour alone."""

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

MOST = 400  # shapes of one picture
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


def worth(reached: int, possible: int | None, target: int) -> int:
    """How many people one shape stands for: one, until there are more of them than anybody would count."""
    return -(-max(target, possible or 0, reached) // MOST) or 1


def draw(*, reached: int, possible: int | None, target: int, per_row: int = 10, sentence: str = "") -> SafeString:
    """An SVG with `target` places: filled = reached, outline = still possible, dot = out of reach.

    `possible` is the ceiling (reached included); None before one exists: then filled and dot only.
    More reached or possible than the target add rows below it; beyond `MOST` a shape stands for several (`worth`),
    and only whole ones are filled.
    """
    each = worth(reached, possible, target)
    full, ceiling = reached // each, max(possible or 0, reached) // each
    places = max(-(-target // each), ceiling, 1)
    step = SIDE / per_row
    rows = -(-places // per_row)
    shapes = "".join([_shape(index, full, ceiling, step, per_row) for index in range(places)])
    return format_html(
        '<svg class="petak" role="img" aria-label="{}" viewBox="0 0 {} {}">{}</svg>',
        sentence or sentence_for(reached, possible, target),
        SIDE,
        _short(rows * step),
        mark_safe(shapes),  # numbers only
    )


def _short(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")


def _shape(index: int, reached: int, ceiling: int, step: float, per_row: int) -> str:
    left, top = (index % per_row) * step + 2, (index // per_row) * step + 2
    side = step - 4
    if index < reached:
        size = _short(side)
        return f'<rect x="{_short(left)}" y="{_short(top)}" width="{size}" height="{size}" rx="3" fill="{FILL}"/>'
    if index < ceiling:
        size = _short(side - 2)
        place = f'x="{_short(left + 1)}" y="{_short(top + 1)}" width="{size}" height="{size}"'
        return f'<rect {place} rx="3" fill="#fff" stroke="{OUTLINE}" stroke-width="2"/>'
    middle = side / 2
    return f'<circle cx="{_short(left + middle)}" cy="{_short(top + middle)}" r="3" fill="{DOT}"/>'
