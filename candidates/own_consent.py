"""What is asked of a person who came by a list, and of somebody under 18 for whom nobody gives permission."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from candidates import consenting, own_page
from candidates.models import Journey


@own_page.register_section
def my_agreement(journey: Journey, on: date) -> own_page.Section | None:
    """No list of its own: it says what the person has to do next."""
    if not journey.is_open:
        return None
    todos = []
    if consenting.to_be_asked(journey, on=on):
        todos.append(_asked_first(journey))
    elif consenting.lacks_guardian(journey, on=on):
        todos.append(_guardian(journey))
    return own_page.Section(title=_("Agreement"), todos=tuple(todos)) if todos else None


def _asked_first(journey: Journey) -> own_page.Todo:
    return own_page.Todo(
        headline=_("%(name)s, your agreement is not there yet") % {"name": journey.candidate.call_name},
        what=_("deciding what you agree to"),
        text=_("Your registration came with a list, so nobody has asked you yet. Read it and decide."),
        url=reverse("candidates:agree"),
        action=_("Read and decide"),
    )


def _guardian(journey: Journey) -> own_page.Todo:
    return own_page.Todo(
        headline=_("%(name)s, the permission of a parent or guardian is missing")
        % {"name": journey.candidate.call_name},
        what=_("writing down who gives permission"),
        text=_("Under 18, we need the permission of a parent or guardian."),
        url=reverse("candidates:agree"),
        action=_("Write it down"),
    )
