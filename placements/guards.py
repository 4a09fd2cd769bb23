"""What placements asks before a journey may depart. Registered when the portal starts (`apps.py`)."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from candidates import changing_wish
from candidates import journey as journeys
from candidates.enums import Origin, Stage
from candidates.models import Journey
from core.refusal import Gap
from placements.models import Departure, Nomination, Step
from placements.validity import breaking, papers_of


@journeys.guard(Stage.DEPARTED)
def papers_hold(journey: Journey, on: date) -> Iterator[Gap]:
    """Every step is done, and every paper that must cover the flight still does on that day."""
    steps = list(Step.objects.live().filter(journey=journey).select_related("kind"))
    for step in steps:
        if step.done_on is None:
            words = {"step": step.kind, "day": date_format(step.due_on)}
            yield Gap("step_open", _("%(step)s not done yet (due %(day)s)") % words)
    for paper in breaking(papers_of(steps), on):
        words = {"paper": paper.name, "last": date_format(paper.expires_on), "flight": date_format(on)}
        yield Gap("paper_expires", _("%(paper)s expires on %(last)s, the flight is on %(flight)s") % words)


@journeys.guard(Stage.DEPARTED)
def confirmed_by_a_second_person(journey: Journey, on: date) -> Iterator[Gap]:
    """`departed_on` is set only by the second person's confirmation of that very flight (`departing.confirm`)."""
    if journey.origin == Origin.ALUMNI:
        return  # they left before the portal; two people verified their exemption instead
    if not Departure.objects.confirmed().filter(journey=journey, flight_on=on).exists():
        yield Gap("departure_not_confirmed", _("flight with evidence, confirmed by a second person"))


@changing_wish.asks
def no_company_waits(journey: Journey) -> Iterable[Gap]:
    """A job order is for one sector and one scheme: whoever is in one stays with both."""
    live = Nomination.objects.live().filter(journey=journey).select_related("job_order__employer").first()
    if live is not None:
        words = {"order": live.job_order, "result": live.get_result_display()}
        yield Gap("in_job_order", _("This person is in a job order: %(order)s (%(result)s). End that first.") % words)
