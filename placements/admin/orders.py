"""Job orders, who was put forward for them, and what the interview decided."""

from django.contrib import admin
from django.contrib.admin.widgets import AdminBigIntegerFieldWidget
from django.db import models
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.urls.resolvers import URLPattern
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from candidates.models import Journey
from core.admin_history import HistoryAdmin
from core.private_search import keep, words_of
from core.verb_pages import demand, posted, press
from placements import matching, wording
from placements.admin.pages import PagesAdmin, ReadOnlyAdmin
from placements.enums import OrderStatus
from placements.fitting import SHOWN, people_who_fit
from placements.forms import ResultForm
from placements.models import JobOrder, Nomination


def people_url(order_pk: int) -> str:
    return reverse("admin:placements_joborder_people", args=[order_pk])


@admin.register(JobOrder)
class JobOrderAdmin(HistoryAdmin, PagesAdmin):
    list_display = ("employer", "sector", "prefecture", "interview_on", "seats_taken", "status_tag", "people")
    list_filter = ("status", "sector", "scheme")
    list_select_related = ("employer", "sector")
    search_fields = ("employer__name", "employer__name_ja")
    formfield_overrides = {models.PositiveIntegerField: {"widget": AdminBigIntegerFieldWidget}}  # room for a wage
    fieldsets = (
        (None, {"fields": ("employer", "agency", ("scheme", "sector"), "work_category", "prefecture")}),
        (_("Seats and days"), {"fields": ("seats", "document_deadline", "interview_on", "result_due_on", "status")}),
        (_("Contract"), {"fields": ("contract_months", "gross_wage_jpy")}),
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[JobOrder]:
        return super().get_queryset(request).with_taken()  # type: ignore[attr-defined]

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> JobOrder | None:
        if request.method == "POST":
            # Seats may only be lowered while nobody is just getting one: the verb takes the same lock.
            JobOrder.objects.select_for_update().filter(pk=object_id).first()
        return super().get_object(request, object_id, from_field)

    @admin.display(description=_("seats"), ordering="seats")
    def seats_taken(self, order: JobOrder) -> str:
        return wording.seats_taken(order)

    @admin.display(description=_("status"), ordering="status")
    def status_tag(self, order: JobOrder) -> str:
        return render_to_string("components/tag.html", wording.order_tag(order))

    @admin.display(description=_("people"))
    def people(self, order: JobOrder) -> str:
        label = gettext("People")
        return format_html('<a href="{}" aria-label="{}: {}">{}</a>', people_url(order.pk), label, order, label)

    def get_urls(self) -> list[URLPattern]:
        page, post = self.admin_site.admin_view, require_POST
        return [
            path("<int:pk>/people/", page(self.people_page), name="placements_joborder_people"),
            path("<int:pk>/nominate/", page(post(self.nominate)), name="placements_joborder_nominate"),
            *super().get_urls(),
        ]

    def people_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        demand(request, "placements.view_nomination")
        if (searched := keep(request)) is not None:
            return searched
        order = get_object_or_404(
            JobOrder.objects.with_taken().select_related("employer", "agency", "scheme", "sector", "work_category"),
            pk=pk,
        )
        asked = words_of(request, request.GET.get("q", ""))
        may_nominate = request.user.has_perm("placements.nominate") and order.status == OrderStatus.OPEN
        nominations = (
            order.nominations.standing()
            .filter(journey__in=Journey.objects.visible_to(request.user))
            .select_related("journey__candidate")
            .order_by(F("seat").asc(nulls_last=True), "rank", "pk")
        )
        return self.page(
            request,
            "admin/placements/joborder/people.html",
            title=str(order),
            order=order,
            facts=wording.order_facts(order),
            nominations=[wording.nomination_row(each, request.user) for each in nominations],
            fitting=people_who_fit(order, request.user, asked) if may_nominate else None,
            full=order.taken >= order.seats,
            asked=asked,
            shown=SHOWN,
        )

    def nominate(self, request: HttpRequest, pk: int) -> HttpResponse:
        demand(request, "placements.nominate")
        order = get_object_or_404(JobOrder, pk=pk)
        number = request.POST.get("journey", "")
        people = Journey.objects.visible_to(request.user).select_related("candidate")
        journey = get_object_or_404(
            people, pk=int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 0
        )
        done = gettext("%(name)s is now a nominee of this job order.") % {"name": journey.candidate}
        return press(
            request, lambda: matching.nominate(journey, order, by=request.user), back=people_url(pk), done=done
        )


@admin.register(Nomination)
class NominationAdmin(ReadOnlyAdmin):
    list_display = ("person", "job_order", "nominated_on", "result_tag", "seat", "rank")
    list_filter = ("result",)
    list_select_related = ("journey__candidate", "job_order__employer")
    ordering = ("-pk",)
    search_fields = ("journey__candidate__name", "journey__registration_no", "job_order__employer__name")
    fields = (
        *("journey", "job_order", ("nominated_on", "nominated_by"), ("result", "result_on", "result_by")),
        *(("seat", "rank", "commitment_years"), "feedback", ("undone_at", "undone_by"), "undone_reason"),
    )

    @admin.display(description=_("name"))
    def person(self, nomination: Nomination) -> str:
        return nomination.journey.candidate.name

    @admin.display(description=_("result"), ordering="result")
    def result_tag(self, nomination: Nomination) -> str:
        return render_to_string("components/tag.html", wording.result_tag(nomination))

    def get_urls(self) -> list[URLPattern]:
        page, post = self.admin_site.admin_view, require_POST
        return [
            path("<int:pk>/result/", page(self.result_page), name="placements_nomination_result"),
            path("<int:pk>/undo/", page(post(self.undo)), name="placements_nomination_undo"),
            *super().get_urls(),
        ]

    def visible(self, request: HttpRequest, pk: int) -> Nomination:
        rows = Nomination.objects.visible_to(request.user).select_related("journey__candidate", "job_order__employer")
        return get_object_or_404(rows, pk=pk)

    def result_page(self, request: HttpRequest, pk: int) -> HttpResponse:
        demand(request, "placements.record_result")
        nomination = self.visible(request, pk)
        person = nomination.journey.candidate
        return self.verb_page(
            request,
            ResultForm(*posted(request), nomination=nomination),
            lambda typed: matching.record_result(nomination, by=request.user, **typed),
            back=people_url(nomination.job_order_id),
            done=gettext("The result of %(name)s is recorded.") % {"name": person},
            title=gettext("Interview result of %(name)s") % {"name": person},
            button=gettext("Save the result"),
            facts=wording.try_facts(nomination),
        )

    def undo(self, request: HttpRequest, pk: int) -> HttpResponse:
        demand(request, "placements.record_result")
        nomination = self.visible(request, pk)
        done = gettext("Undone for %(name)s.") % {"name": nomination.journey.candidate}
        back = people_url(nomination.job_order_id)
        seen = request.POST.get("expected")
        return press(
            request,
            lambda: matching.undo_result(nomination, by=request.user, expected=seen),
            back=back,
            done=done,
        )
