"""One person on their way to the flight: where they stand, job orders, steps, departure."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from candidates.enums import MILESTONES, Stage
from candidates.models import AccessLog, Journey
from certificates import requirements
from core import phones
from placements import departing, naming, wording
from placements.enums import Result
from placements.models import Departure, Nomination
from placements.views.pages import for_the_office
from training.models import Enrolment


@require_GET
@never_cache
@for_the_office
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole record as far as the office needs it. That it was opened is written down."""
    journey = visible_journey(request, pk)
    AccessLog.objects.create(candidate_id=journey.candidate_id, by=request.user, what="record")
    steps = list(journey.steps.live().select_related("kind"))
    tries = list(Nomination.objects.tries_of(journey))
    passed = next((each for each in tries if each.result == Result.PASSED), None)
    departure = Departure.objects.visible_to(request.user).live().filter(journey=journey)
    departure = departure.select_related("recorded_by", "confirmed_by").first()
    unconfirmed = departure is not None and departure.confirmed_at is None
    context = {
        "journey": journey,
        "facts": [*wording.journey_facts(journey, passed, steps), *_contact(journey), *_name(journey, request)],
        "milestones": _milestones(journey),
        "lacking": _lacking(journey, timezone.localdate()),
        "tries": [wording.nomination_row(each, request.user) for each in tries],
        "rows": [wording.step_row(step) for step in steps],
        "departure": departure,
        "flight": wording.flight(departure) if departure else "",
        "recorded": wording.recorded(departure) if departure else "",
        "gaps": wording.sentences(departing.missing_for(departure)) if unconfirmed else [],
        "may_complete": request.user.has_perm("placements.complete_step"),
        "may_record": request.user.has_perm("placements.record_departure") and journey.is_open,
        "may_confirm": request.user.has_perm("placements.confirm_departure"),
    }
    return render(request, "placements/person.html", context)


def visible_journey(request: HttpRequest, pk: int) -> Journey:
    people = Journey.objects.visible_to(request.user)
    return get_object_or_404(people.select_related("candidate", "scheme", "sector"), pk=pk)


def _contact(journey: Journey) -> wording.Facts:
    """How to reach the person, whole: this is the page from which they are called."""
    phone = journey.candidate.phone
    seat = Enrolment.objects.filter(journey=journey).select_related("training_class").order_by("-from_on").first()
    return wording.facts(
        (_("Phone number"), phone and format_html('<a href="tel:{}">{}</a>', phone, phones.local(phone))),
        (_("Class"), seat and seat.training_class.name),
        (_("Scheme"), journey.scheme),
    )


def _name(journey: Journey, request: HttpRequest) -> wording.Facts:
    name = naming.in_japan(journey.candidate)
    return wording.facts((_("Name in Japan"), wording.name_in_japan(name, journey, request.user)))  # type: ignore[arg-type]


def _milestones(journey: Journey) -> wording.Facts:
    """What was reached, with its day."""
    reached = [(Stage(stage), journey.reached_on(stage)) for stage in [*MILESTONES, Stage.CLOSED]]
    return [(stage.label, date_format(day)) for stage, day in reached if day]


def _lacking(journey: Journey, on: date) -> list[str]:
    """The proofs that the sector requires and this person does not hold today."""
    if not journey.is_open or journey.departed_on:
        return []
    return wording.sentences(requirements.missing(journey, on=on))
