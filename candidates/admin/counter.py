"""What an officer does for somebody who stands at the counter: register them, make a new access code."""

import uuid
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.urls.resolvers import URLPattern
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from candidates import access, receipts
from candidates.admin.frame import FrameMixin, page_of
from candidates.enums import Origin
from candidates.forms import NewCodeForm
from candidates.likeness import tell_apart
from candidates.models import Consent, Journey
from candidates.registration import Registered, register
from candidates.steps import ONLY_FOR_SOME
from candidates.views import receipt_of
from candidates.walk_in_form import CounterForm
from core.rate_limit import client_address
from core.refusal import Refused

LAST_RECEIPT = "walk_in_receipt"
NEW_CODE = "new_code"


class CounterMixin(FrameMixin):
    """For the ModelAdmin of journeys: the pages of the counter."""

    def counter_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        once = never_cache
        return [
            path("walk-in/", view(self.walk_in), name="candidates_walk_in"),
            path("walk-in/receipt/", view(once(self.walk_in_receipt)), name="candidates_walk_in_receipt"),
            path("walk-in/receipt.pdf", view(once(self.walk_in_file)), name="candidates_walk_in_file"),
            path("<int:pk>/receipt.pdf", view(once(self.receipt_again)), name="candidates_receipt_again"),
            path("<int:pk>/new-code/", view(self.new_code), name="candidates_new_code"),
            path("<int:pk>/new-code/receipt/", view(once(self.new_code_receipt)), name="candidates_new_code_receipt"),
        ]

    def walk_in(self, request: HttpRequest) -> HttpResponse:
        """Register somebody who stands at the counter: the public form, typed by an officer."""
        self._at_the_counter(request)
        form = CounterForm(request.POST or None)
        form.only_for_some = ONLY_FOR_SOME
        if request.method == "POST" and form.is_valid() and form.settled():
            try:
                registered = _register(request, form)
            except Refused as refusal:
                form.add_refusal(refusal.gaps)
            else:
                request.session[LAST_RECEIPT] = str(registered.journey.submission_key)
                return HttpResponseRedirect(reverse("admin:candidates_walk_in_receipt"))
        context = {"form": form, "likely": [match for match in form.matches if match.is_likely]}
        context["family"] = [match for match in form.matches if not match.is_likely] if context["likely"] else []
        return self.desk_page(request, "walk_in.html", {**context, "title": _("Register at the counter")})

    def walk_in_receipt(self, request: HttpRequest) -> HttpResponse:
        """The receipt to print, for the person registered last; nobody can call it up later."""
        self._at_the_counter(request)
        key = request.session.get(LAST_RECEIPT)
        if not key:
            return HttpResponseRedirect(reverse("admin:candidates_walk_in"))
        journey = get_object_or_404(self._with_person(request), submission_key=uuid.UUID(key))
        return self.desk_page(
            request, "walk_in_receipt.html", {"title": _("Receipt"), **receipt_of(journey), **_agreed(journey)}
        )

    def walk_in_file(self, request: HttpRequest) -> HttpResponse:
        """The same as a PDF, with the code, for the person registered last."""
        self._at_the_counter(request)
        key = request.session.get(LAST_RECEIPT)
        if not key:
            return HttpResponseRedirect(reverse("admin:candidates_walk_in"))
        journey = get_object_or_404(self._with_person(request), submission_key=uuid.UUID(key))
        agreed = [_consent_words(consent) for consent in _agreed(journey)["agreed"]]
        return _as_file(journey, str(receipt_of(journey)["code"]), agreed)

    def receipt_again(self, request: HttpRequest, pk: int) -> HttpResponse:
        """For somebody who lost the paper: number and address, but no code. That is made anew, with the KTP."""
        self._at_the_counter(request)
        return _as_file(get_object_or_404(self._with_person(request), pk=pk), "")

    def new_code(self, request: HttpRequest, pk: int) -> HttpResponse:
        """A new access code for somebody who lost theirs and shows the KTP."""
        self._at_the_counter(request)
        journey = get_object_or_404(self._with_person(request), pk=pk)
        form = NewCodeForm(request.POST or None, initial={"key": uuid.uuid4()})
        if request.method == "POST" and form.is_valid():
            key = form.cleaned_data["key"]
            access.renew(journey.candidate, key=key, by=request.user)  # type: ignore[arg-type]
            request.session[NEW_CODE] = {"journey": journey.pk, "key": str(key)}
            return HttpResponseRedirect(reverse("admin:candidates_new_code_receipt", args=[pk]))
        context = {"journey": journey, "form": form, "title": _("New access code")}
        return self.desk_page(request, "new_code.html", context)

    def new_code_receipt(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Number and new code, to be printed; shown once."""
        self._at_the_counter(request)
        made = request.session.pop(NEW_CODE, None)
        journey = get_object_or_404(self._with_person(request), pk=pk)
        code = access.derive(uuid.UUID(made["key"])) if made and made["journey"] == pk else ""
        if not access.matches(code, journey.candidate.access_code):
            self.message_user(request, _("The code was shown once. If it is lost again, make a new one."), "warning")
            return HttpResponseRedirect(page_of(journey))
        context = {"journey": journey, "code": code, "title": _("New access code")}
        return self.desk_page(request, "new_code_receipt.html", context)

    def _at_the_counter(self, request: HttpRequest) -> None:
        if not request.user.has_perm("candidates.register_walk_in"):
            raise PermissionDenied

    def _with_person(self, request: HttpRequest) -> Any:
        return self.get_queryset(request).select_related("candidate", "sector", "programme")


def _register(request: HttpRequest, form: CounterForm) -> Registered:
    """The person with the journey, and the officer's word about those who may have been the same."""
    by: Any = request.user
    with transaction.atomic():
        address = client_address(request) or None
        registered = register(**form.registration(), origin=Origin.WALK_IN, ip_address=address, by=by)
        if form.cleaned_data["word"]:
            tell_apart(registered.journey.candidate, form.matches, word=form.cleaned_data["word"], by=by)
    return registered


def _consent_words(consent: Consent) -> str:
    words = gettext("text version %(version)s") % {"version": consent.text.version}
    return f"{consent.text.get_purpose_display()}, {words}"


def _as_file(journey: Journey, code: str, agreed: Sequence[str] = ()) -> HttpResponse:
    pdf = receipts.as_pdf(journey, code=code, with_name=True, typed_by=_typed_by(journey), agreed=agreed)
    return HttpResponse(pdf, "application/pdf", headers={"Content-Disposition": 'inline; filename="tanda-terima.pdf"'})


def _typed_by(journey: Journey) -> Any:
    first = journey.events.select_related("by").order_by("at", "pk").first()
    return first.by if first else None


def _agreed(journey: Journey) -> dict[str, Any]:
    """What the person agreed to at the counter, in which version, and who typed it: to be signed on paper."""
    agreed = journey.candidate.consents.live().select_related("text").order_by("text__purpose")
    return {"agreed": agreed, "typed_by": _typed_by(journey)}
