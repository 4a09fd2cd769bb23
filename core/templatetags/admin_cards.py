"""The rows of an admin list with the name of its column on every cell: on a phone a row becomes a card."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

register = template.Library()
NOTHING = (">-</td>", ">–</td>")
BOX = "action-checkbox-column"


@register.simple_tag
def labels(headers: Iterable[Mapping[str, Any]]) -> list[str]:
    """What each cell of a row says about itself, as an attribute; the box that chooses a row needs no name."""
    return [
        "" if BOX in header.get("class_attrib", "") else f' data-l="{escape(capfirst(header["text"]))}"'
        for header in headers
    ]


@register.simple_tag
def labelled(row: Iterable[str], names: list[str]) -> SafeString:
    """The cells of one row; an empty one is marked, so that a card leaves it out."""
    cells = []
    for cell, name in zip(row, names, strict=False):
        empty = " data-kosong" if cell.endswith(NOTHING) else ""
        cells.append(cell.replace("<td", f"<td{name}{empty}", 1) if cell.startswith("<td") else cell)
    return mark_safe("".join(cells))
