"""`/saya/keluarga/`: who of the family is told when there is urgent news and the phone is locked away."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from candidates import family, status_door, withdrawing
from candidates.data_views import own_door
from candidates.enums import Purpose
from candidates.family_forms import FamilyForm
from candidates.models import FamilyContact, Journey
from core.rate_limit import client_address
from core.refusal import Refused


@require_http_methods(["GET", "HEAD", "POST"])
@own_door(rate="40/h")
def contact(request: HttpRequest, journey: Journey) -> HttpResponse:
    """Who it is now, and the form for another one."""
    form = FamilyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            family.name_contact(journey.candidate, **form.named(), ip_address=client_address(request) or None)
        except Refused as refusal:
            for gap in refusal.gaps:
                form.add_error(gap.code if gap.code in form.fields else None, str(gap))
        else:
            messages.success(request, _("Saved. Tell your relative that a message may come from us."))
            return redirect("candidates:family")
    by_code = status_door.KEY in request.session
    context = {
        "form": form,
        "contact": FamilyContact.objects.filter(candidate=journey.candidate).first(),
        "by_code": by_code,
        "home": "candidates:status" if by_code else "candidates:own",
    }
    return render(request, "candidates/family.html", context, status=422 if form.errors else 200)


@require_POST
@own_door(rate="20/h")
def forget(request: HttpRequest, journey: Journey) -> HttpResponse:
    """Nobody of the family any more: the consent ends, and name and number are deleted."""
    withdrawing.withdraw(journey.candidate, Purpose.FAMILY)
    messages.success(request, _("Deleted. Nobody of your family is told any more."))
    return redirect("candidates:family")
