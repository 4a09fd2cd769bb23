"""Components of the look that are drawn once for each thing they can say, because lists show them in every row."""

from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString


@lru_cache(maxsize=256)
def tag(kind: str, label: str) -> SafeString:
    """`components/tag.html` for words of a closed list, already translated (`str(Stage.label)`)."""
    return render_to_string("components/tag.html", {"kind": kind, "label": label})
