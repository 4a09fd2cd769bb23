"""`/saya/kata-sandi/`: a password for one's own page, for whoever came in with number and code."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from candidates import consenting, own_login, status_door
from candidates.data_views import own_door
from candidates.enums import Purpose
from candidates.forms import PasswordForm
from candidates.models import Journey
from core.rate_limit import client_address
from core.refusal import Refused


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@own_door(rate="40/h")
def password(request: HttpRequest, journey: Journey) -> HttpResponse:
    """Choose it, or choose it anew. Whoever logged in changes it where everybody does, with the old one."""
    if status_door.KEY not in request.session:
        return redirect("account_change_password")
    candidate = journey.candidate
    asks = next((text for text in consenting.missing(candidate) if text.purpose == Purpose.MESSAGES), None)
    form = PasswordForm(request.POST or None, consent=asks.text if asks else "")
    if request.method == "POST" and form.is_valid():
        try:
            own_login.choose_password(
                candidate,
                form.cleaned_data["password"],
                messages=form.cleaned_data.get("messages", False),
                ip_address=client_address(request) or None,
            )
        except Refused as refusal:
            for gap in refusal.gaps:
                form.add_error(gap.code if gap.code in form.fields else None, str(gap))
        else:
            words = _("The password is saved. Next time, log in with the phone %(phone)s or the registration number.")
            messages.success(request, words % {"phone": candidate.phone_masked})
            return redirect("candidates:status")
    return render(request, "candidates/password.html", {"form": form, "journey": journey, "by_code": True})
