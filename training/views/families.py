"""Whom to tell in the family of a trainee whose phone is locked: asked when people move in, looked up in need."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from candidates import family
from candidates.family_forms import ToldFamilyForm
from candidates.models import AccessLog, FamilyContact
from core.verb_pages import posted
from training.class_days import latest_weekday
from training.models import Enrolment, TrainingClass
from training.permissions import can_enter_scores, can_see_people
from training.phone_list import Week
from training.requests import SignedIn
from training.views.forms import form_page


@require_GET
def of_class(request: SignedIn, code: str) -> HttpResponse:
    """Everybody in the class with their relative, the number masked. Not for whoever has the class for one evening."""
    classes = TrainingClass.objects.visible_to(request.user, replacements=False).select_related("site")
    training_class = get_object_or_404(classes, code=code)
    today = timezone.localdate()
    seats = training_class.enrolments.on(min(max(today, training_class.starts_on), training_class.ends_on))
    rows = list(seats.select_related("journey__candidate__family_contact").order_by("trainee_no"))
    with_contact = sum(hasattr(seat.journey.candidate, "family_contact") for seat in rows)
    context = {
        "training_class": training_class,
        "seats": rows,
        "with_contact": with_contact,
        "may_write": can_enter_scores(request.user),
        "day": latest_weekday(today),
        "week": Week.of(today),
        "is_office": can_see_people(request.user),
    }
    return render(request, "training/families.html", context)


@require_http_methods(["GET", "POST"])
def contact(request: SignedIn, pk: int) -> HttpResponse:
    """One trainee: the number in full, to call, which is written in the log that they read; and the form."""
    if not can_enter_scores(request.user):
        raise Http404
    seats = Enrolment.objects.select_related("journey__candidate", "training_class")
    classes = TrainingClass.objects.visible_to(request.user, replacements=False)
    seat = get_object_or_404(seats, pk=pk, training_class__in=classes)
    candidate = seat.journey.candidate
    now = FamilyContact.objects.filter(candidate=candidate).first()
    facts: list[tuple[object, object]] = [(_("Name"), candidate.name)]
    if now is not None:
        AccessLog.objects.create(candidate=candidate, by=request.user, what="family")
        facts += [(_("Family"), f"{now.name} ({now.get_relation_display()})"), (_("Phone number"), now.phone_local)]

    def perform(typed: dict[str, Any]) -> object:
        named = {name: typed[name] for name in ("name", "relation", "phone")}
        return family.name_contact(candidate, by=request.user, **named)

    return form_page(
        request,
        ToldFamilyForm(*posted(request)),
        perform,
        back=reverse("training:families", args=[seat.training_class.code]),
        done=_("Saved. The trainee reads it under “My data”."),
        title=_("Whom to tell in the family"),
        lead=_("That you opened this is written down, and the trainee can read it.") if now else "",
        facts=facts,
        button=_("Save"),
    )
