"""Components of the look that are drawn once for each thing they can say, because lists show them in every row."""

from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString


def unbroken(number: str) -> SafeString:
    """A number that is compared or dictated stays on one line, however narrow the screen."""
    return format_html('<span class="utuh">{}</span>', number)


@lru_cache(maxsize=256)
def tag(kind: str, label: str) -> SafeString:
    """`components/tag.html` for words of a closed list, already translated (`str(Stage.label)`)."""
    return render_to_string("components/tag.html", {"kind": kind, "label": label})
