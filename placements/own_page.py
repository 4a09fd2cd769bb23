"""What the candidate reads about the way to the flight on their own page: the steps, and whose turn it is."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from candidates import own_page
from candidates.enums import Stage
from candidates.models import Journey
from placements.enums import Owner
from placements.models import Step
from placements.models.steps import StepQuerySet

STAGES = (Stage.OFFERED, Stage.CONTRACT, Stage.COE, Stage.VISA)


@own_page.register_section
def steps_to_the_flight(journey: Journey, on: date) -> own_page.Section | None:
    """The steps in order, with their day; on the candidate's own open ones it says that it is their turn."""
    if journey.offered_on is None or not journey.is_open:
        return None
    steps = list(_steps(journey))
    done = sum(1 for step in steps if step.done_on)
    note = _("%(done)s of %(all)s steps done") % {"done": done, "all": len(steps)} if steps else ""
    rows = [_row(step, on) for step in steps]
    return own_page.Section(title=_("Steps"), rows=rows, stage=Stage.VISA, note=note)


def whose_turn(journey: Journey, on: date) -> own_page.Turn | None:
    """The open step that is due first."""
    step = _steps(journey).filter(done_on__isnull=True).order_by("due_on", "position").first()
    if step is None:
        return None
    who = pgettext("whose turn", "you") if step.owner == Owner.CANDIDATE else step.get_owner_display()
    return own_page.Turn(who, step.kind.name, step.due_on if step.due_on >= on else None)


for _stage in STAGES:
    own_page.register_turn(_stage)(whose_turn)


def _steps(journey: Journey) -> StepQuerySet:
    return Step.objects.live().filter(journey=journey).select_related("kind")


def _row(step: Step, on: date) -> own_page.Row:
    if step.done_on is not None:
        until = _("valid until %(day)s") % {"day": date_format(step.expires_on)} if step.expires_on else ""
        return own_page.Row(step.kind.name, "done", date_format(step.done_on), until)
    due = _("until %(day)s") % {"day": date_format(step.due_on)}
    if step.owner == Owner.CANDIDATE:
        return own_page.Row(step.kind.name, "waiting", _("Your turn"), due)
    return own_page.Row(step.kind.name, "quiet", step.get_owner_display(), due)
