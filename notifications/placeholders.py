"""The named placeholders of a message text: {name}, {class_name} and the like.

Only plain names in curly brackets; `str.format` would let a text reach into
objects ({name.__class__}), and staff edit these texts.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
ALWAYS_KNOWN = ("name",)  # every message carries the person's name
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
ISO_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}.*(Z|[+-]\d{2}:\d{2})")


class MissingValue(Exception):
    """A text names a placeholder for which the message has no value."""


def named_in(text: str) -> list[str]:
    """The placeholders of `text`, each once, in the order of their first appearance."""
    return list(dict.fromkeys(PLACEHOLDER.findall(text)))


def check(text: str, known: Iterable[str]) -> None:
    """Refuse a text with a placeholder that no message of this kind can fill, or with a stray bracket."""
    known = [*ALWAYS_KNOWN, *known]
    unknown = [name for name in named_in(text) if name not in known]
    if unknown:
        raise ValidationError(
            _("%(unknown)s cannot be filled in. Possible here: %(known)s.")
            % {
                "unknown": ", ".join(f"{{{name}}}" for name in unknown),
                "known": ", ".join(f"{{{name}}}" for name in dict.fromkeys(known)),
            },
            code="unknown_placeholder",
        )
    rest = PLACEHOLDER.sub("", text)
    if "{" in rest or "}" in rest:
        raise ValidationError(
            _("A curly bracket is left over. Write a placeholder like {name}, in small letters and without spaces."),
            code="stray_bracket",
        )


def fill(text: str, values: Mapping[str, Any], language: str) -> str:
    """`text` with every placeholder replaced, dates written out in `language`."""

    def value(match: re.Match[str]) -> str:
        if match[1] not in values or values[match[1]] is None:
            raise MissingValue(match[1])
        return in_words(values[match[1]])

    with translation.override(language):
        return PLACEHOLDER.sub(value, text)


def in_words(value: Any) -> str:
    """A context value as a reader wants it: 2026-11-24 becomes 24 November 2026."""
    if not isinstance(value, str):
        return str(formats.localize(value))
    try:
        if ISO_DATE.fullmatch(value):
            return formats.date_format(date.fromisoformat(value), "DATE_FORMAT")
        if ISO_INSTANT.fullmatch(value):
            return formats.date_format(timezone.localtime(datetime.fromisoformat(value)), "DATETIME_FORMAT")
    except ValueError:
        pass  # it only looked like a date
    return value
