"""Tests, the calendar of sittings, and every try: booked, its result, the certificate of a pass."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.urls.resolvers import URLPattern
from django.utils.formats import date_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from candidates.models import Journey
from certificates import sitting as sittings
from certificates.admin.pages import VerbAdmin, journey_page, page_of
from certificates.enums import Result
from certificates.forms import CorrectSeatForm, PassForm, ResultForm, SeatForm
from certificates.models import Booking, Sitting, Test
from certificates.unbooked import without_a_seat
from core.admin_history import HistoryAdmin
from core.verb_pages import demand, posted

SHOWN = 50
TAGS = {Result.WAITING: "waiting", Result.PASSED: "done", Result.FAILED: "returned", Result.ABSENT: "quiet"}
RECORD = ("result_tag", "score", "sections", "result_on", "result_by", "certificate", "booked_by", "booked_at")


@admin.register(Test)
class TestAdmin(HistoryAdmin):
    list_display = ("name", "kind", "level", "work_category", "issuer", "minimum_age")
    list_select_related = ("work_category",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("slug",) if obj else ()


@admin.register(Sitting)
class SittingAdmin(HistoryAdmin):
    list_display = ("held_on", "test", "place", "book_by")
    list_display_links = ("held_on", "test")
    list_filter = ("test",)
    list_select_related = ("test",)
    date_hierarchy = "held_on"
    search_fields = ("place", "test__name")
    readonly_fields = ("unbooked",)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("test", "place", "held_on", "book_by", *(("unbooked",) if obj else ()))

    @admin.display(description=_("without a seat"))
    def unbooked(self, sitting: Sitting) -> str:
        """People in training who need this test and have no seat, each with the way to record one."""
        people = without_a_seat(sitting)
        context = {"people": people[:SHOWN], "count": people.count(), "sitting": sitting}
        return render_to_string("admin/certificates/unbooked.html", context)


@admin.register(Booking)
class BookingAdmin(HistoryAdmin, VerbAdmin):
    list_display = ("candidate", "test", "day", "result_tag", "score", "booking_no")
    list_filter = ("result", "sitting__test")
    list_select_related = ("candidate", "sitting__test")
    ordering = ("-sitting__held_on", "-pk")
    search_fields = ("candidate__name", "booking_no")
    fields = ("sitting", "candidate", "booking_no", "account_name", *RECORD)
    readonly_fields = RECORD

    @admin.display(description=_("test"))
    def test(self, booking: Booking) -> str:
        return str(booking.sitting.test)

    @admin.display(description=_("test day"), ordering="sitting__held_on")
    def day(self, booking: Booking) -> Any:
        return booking.sitting.held_on

    @admin.display(description=_("result"), ordering="result")
    def result_tag(self, booking: Booking) -> str:
        words = {"kind": TAGS[Result(booking.result)], "label": booking.get_result_display()}
        return render_to_string("components/tag.html", words)

    def buttons(self, request: HttpRequest, obj: Booking) -> list[dict[str, object]]:
        buttons = []
        if obj.certificate_id is None and request.user.has_perm("certificates.record_result"):
            label = _("Record the result") if obj.result == Result.WAITING else _("Correct the result")
            buttons.append({"label": label, "kind": "", "confirm_url": _url("result", obj)})
        if obj.result == Result.WAITING and request.user.has_perm("certificates.add_booking"):
            buttons.append({"label": _("Correct the booking"), "kind": "", "confirm_url": _url("correct", obj)})
        may_claim = request.user.has_perm("certificates.add_certificate")
        if obj.certificate_id is None and obj.result == Result.PASSED and may_claim:
            label = _("Record the certificate")
            buttons.append({"label": label, "kind": "primary", "confirm_url": _url("claim", obj)})
        return buttons

    def get_urls(self) -> list[URLPattern]:
        page = self.admin_site.admin_view
        return [
            path("<int:pk>/result/", page(self.result_page), name="certificates_booking_result"),
            path("<int:pk>/correct/", page(self.correct_page), name="certificates_booking_correct"),
            path("<int:pk>/claim/", page(self.claim_page), name="certificates_booking_claim"),
            *super().get_urls(),
        ]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """A seat: for the person whose page led here, else for a registration number."""
        demand(request, "certificates.add_booking")
        journeys = Journey.objects.visible_to(request.user).select_related("candidate", "sector")  # type: ignore[arg-type]
        key = request.GET.get("journey", "")
        known = key.isascii() and key.isdecimal() and len(key) < 19
        journey = get_object_or_404(journeys, pk=int(key)) if known else None
        form = SeatForm(
            *posted(request), journey=journey, journeys=journeys, initial={"sitting": request.GET.get("sitting")}
        )
        return self.verb_page(
            request,
            form,
            lambda typed: sittings.book(form.candidate(), by=request.user, **form.facts()),  # type: ignore[arg-type]
            back=journey_page(journey.pk) if journey else reverse("admin:certificates_booking_changelist"),
            done=gettext("The seat is recorded."),
            title=gettext("Record a booked seat"),
            button=gettext("Record the seat"),
            facts=[(_("Name"), journey.candidate), (_("Sector"), journey.sector)] if journey else [],
        )

    def correct_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        demand(request, "certificates.add_booking")
        booking = self._visible(request, pk)
        return self.verb_page(
            request,
            CorrectSeatForm(*posted(request), booking=booking),
            lambda typed: sittings.correct_seat(booking, by=request.user, **typed),  # type: ignore[arg-type]
            back=page_of(booking),
            done=gettext("The booking is corrected."),
            title=gettext("Booking of %(who)s") % {"who": booking.candidate},
            button=gettext("Save"),
            facts=booking_facts(booking),
        )

    def result_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        demand(request, "certificates.record_result")
        booking = self._visible(request, pk)
        seen = {"expected": booking.result, "score": booking.score, "sections": booking.sections}
        return self.verb_page(
            request,
            ResultForm(*posted(request), initial=seen | {"result": booking.result}),
            lambda typed: sittings.record_result(booking, by=request.user, **typed),  # type: ignore[arg-type]
            back=page_of(booking),
            done=gettext("The result is recorded."),
            title=gettext("Result of %(who)s") % {"who": booking.candidate},
            lead=gettext("As the issuer says it. A try that was not passed stays on record as well."),
            button=gettext("Record the result"),
            facts=booking_facts(booking),
        )

    def claim_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        demand(request, "certificates.add_certificate")
        booking = self._visible(request, pk)
        return self.verb_page(
            request,
            PassForm(*posted(request)),
            lambda typed: sittings.claim_certificate(booking, by=request.user, **typed),  # type: ignore[arg-type]
            back=page_of(booking),
            done=gettext("The certificate is recorded. It counts once it is checked."),
            title=gettext("Record the certificate of %(who)s") % {"who": booking.candidate},
            button=gettext("Record the certificate"),
            facts=booking_facts(booking),
        )

    def _visible(self, request: HttpRequest, pk: int) -> Booking:
        return get_object_or_404(self.get_queryset(request).select_related("candidate", "sitting__test"), pk=pk)


def _url(page: str, booking: Booking) -> str:
    return reverse(f"admin:certificates_booking_{page}", args=[booking.pk])


def booking_facts(booking: Booking) -> list[tuple[object, object]]:
    pairs: list[tuple[object, object]] = [
        (_("Test"), booking.sitting.test),
        (_("Test day"), date_format(booking.sitting.held_on)),
        (_("Test place"), booking.sitting.place),
        (_("Booking number"), booking.booking_no),
        (_("Name in the test account"), booking.account_name),
        (_("Result"), booking.get_result_display()),
        (_("Score"), booking.score),
    ]
    return [(label, value) for label, value in pairs if value not in (None, "")]
