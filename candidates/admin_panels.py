"""What upper apps show on a journey's page at the desk, and the marks they set in its list.

@register_panel
def proofs(journey, request): return render_to_string(…, request=request)   # "" when there is nothing to say

filters.append(ClassFilter)   # one more way to narrow the list down

register_mark("has_override", Exists(…OuterRef("pk")…), _("Override"))
"""

from collections.abc import Callable

from django.db.models import Exists
from django.http import HttpRequest

from candidates.models import Journey

Panel = Callable[[Journey, HttpRequest], str]
_panels: list[Panel] = []
filters: list[type] = []
marks: dict[str, tuple[Exists, object]] = {}


def register_panel(function: Panel) -> Panel:
    if function not in _panels:
        _panels.append(function)
    return function


def panels(journey: Journey, request: HttpRequest) -> list[str]:
    return [html for function in _panels if (html := function(journey, request))]


def register_mark(name: str, condition: Exists, label: object) -> None:
    """A word beside the stage in the list of journeys, where the condition holds."""
    marks[name] = (condition, label)


def marks_of(journey: Journey) -> list[object]:
    return [label for name, (_condition, label) in marks.items() if getattr(journey, name, False)]
