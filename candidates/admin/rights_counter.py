"""A person's rights at the counter: a request made by mouth, an agreement given by mouth, and how both stand."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.urls.resolvers import URLPattern
from django.utils.translation import gettext_lazy as _

from candidates import consenting, data_requests
from candidates.admin.frame import FrameMixin, page_of
from candidates.admin_panels import register_panel
from candidates.admin_verbs import JourneyVerb, register
from candidates.counter_forms import AgreementForm, OralRequestForm
from candidates.disclosure import in_words
from candidates.enums import Purpose, Stage
from candidates.guardian_forms import ToldGuardianForm, named
from candidates.models import Journey
from core.verb_pages import VerbPages, demand, posted

ANSWER = "candidates.answer_datarequest"


class RightsMixin(FrameMixin, VerbPages):
    """For the ModelAdmin of journeys."""

    def rights_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/data-request/", view(self.data_request), name="candidates_data_request"),
            path("<int:pk>/agree/", view(self.agree), name="candidates_agree"),
            path("<int:pk>/guardian/", view(self.guardian), name="candidates_guardian"),
        ]

    def data_request(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Write down what somebody asks about their own data; the three days begin now."""
        journey = self._whose_rights(request, pk)

        def perform(typed: dict[str, Any]) -> object:
            asked = {name: typed[name] for name in ("field", "should_be", "purpose")}
            return data_requests.ask(journey.candidate, typed["kind"], by=request.user, **asked)  # type: ignore[arg-type]

        return self.verb_page(
            request,
            OralRequestForm(*posted(request)[:1], candidate=journey.candidate),
            perform,
            back=page_of(journey),
            done=_("Written down. The answer is due within three times 24 hours."),
            title=_("Write down a data request"),
            lead=_("The person reads on their page that you wrote it down, and until when the answer comes."),
            facts=_facts(journey),
            button=_("Write it down"),
        )

    def agree(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Write down what somebody agrees to, who was read the text."""
        journey = self._whose_rights(request, pk)
        if not consenting.missing(journey.candidate):
            return HttpResponseRedirect(page_of(journey))

        def perform(typed: dict[str, Any]) -> object:
            return consenting.agree(journey.candidate, typed["purposes"], by=request.user)  # type: ignore[arg-type]

        return self.verb_page(
            request,
            AgreementForm(*posted(request)[:1], candidate=journey.candidate),
            perform,
            back=page_of(journey),
            done=_("The agreement is on file, with today's text and your name."),
            title=_("Write down an agreement"),
            facts=_facts(journey),
            button=_("Write it down"),
        )

    def guardian(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Write down who gives permission for somebody under 18: a list names nobody, and a permission can end."""
        journey = self._whose_rights(request, pk)
        if not (journey.is_open and consenting.lacks_guardian(journey)):
            return HttpResponseRedirect(page_of(journey))

        def perform(typed: dict[str, Any]) -> object:
            return consenting.name_guardian(journey, **named(typed), by=request.user)  # type: ignore[arg-type]

        return self.verb_page(
            request,
            ToldGuardianForm(*posted(request)[:1], own_phone=journey.candidate.phone),
            perform,
            back=page_of(journey),
            done=_("The permission is on file, with today's text and your name."),
            title=_("Write down a parent or guardian"),
            facts=_facts(journey),
            button=_("Write it down"),
        )

    def _whose_rights(self, request: HttpRequest, pk: int) -> Journey:
        demand(request, ANSWER)
        rows = self.get_queryset(request).select_related("candidate")  # type: ignore[attr-defined]
        return get_object_or_404(rows, pk=pk, candidate__erased_at=None)


def _facts(journey: Journey) -> list[tuple[object, object]]:
    person = journey.candidate
    return [(_("Name"), person.name), (_("NIK"), person.nik_masked), (_("Phone number"), person.phone_masked)]


@register_panel
def rights_panel(journey: Journey, request: HttpRequest) -> str:
    """Which consents and whose permission are still to be asked for, and what the person asked about their data."""
    if not request.user.has_perm(ANSWER) or journey.candidate.erased_at is not None:
        return ""
    absent = {text.purpose: text.required for text in consenting.missing(journey.candidate)}
    requests = journey.candidate.data_requests.open()  # type: ignore[attr-defined]
    context = {
        "journey": journey,
        "is_imported": journey.origin in consenting.CAME_BY_A_LIST,
        "purposes": [(Purpose(p).label, required) for p, required in absent.items()],
        "needed": any(absent.values()),
        "lacks_guardian": journey.is_open and consenting.lacks_guardian(journey),
        "asked": [(one, in_words(one.due_at), one.hours_left() < 0) for one in requests],
    }
    return render_to_string("admin/candidates/rights_panel.html", context, request=request)


register(
    JourneyVerb(
        slug="data-request",
        label=_("Write down a data request"),
        stages=list(Stage),
        permission=ANSWER,
        perform=None,
        page=lambda journey: reverse("admin:candidates_data_request", args=[journey.pk]),
    )
)
