"""Classes and the rules of the classroom in the admin; placing people is a verb with its own page."""

from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.urls.resolvers import URLPattern
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from candidates.models import Journey
from core import days_off
from core.admin_history import HistoryAdmin
from core.refusal import Refused
from training import dormitory, enrolment, house_admin, journey_list, journey_verbs  # noqa: F401 - they register themselves
from training.admin_frame import ReadOnly
from training.models import (
    AttendanceChange,
    ClassTrainer,
    Criterion,
    CriterionWeight,
    DayWaiver,
    Enrolment,
    Evening,
    Holiday,
    PhoneRule,
    RollCall,
    RollChange,
    ScoreChange,
    Site,
    TrainingClass,
)
from training.placing import given_together, place_all, take_back_all, waiting_for_a_class
from training.scoring import in_words

SHOWN = 100  # people offered on the placing page at once


@admin.register(Site)
class SiteAdmin(HistoryAdmin):
    list_display = ("name", "address")


class ClassTrainerInline(admin.StackedInline):  # a row of a table would leave its boxes without labels
    model = ClassTrainer
    extra = 0
    autocomplete_fields = ("user",)


@admin.register(TrainingClass)
class TrainingClassAdmin(HistoryAdmin):
    history_with = ("trainers",)
    list_display = ("name", "code", "site", "programme", "sector", "people", "capacity", "starts_on", "ends_on")
    list_select_related = ("site", "programme", "sector")
    list_filter = ("site", "programme", "sector")
    search_fields = ("name", "code")
    inlines = (ClassTrainerInline,)
    change_form_template = "admin/training/trainingclass/change_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[TrainingClass]:
        today = timezone.localdate()
        there = Q(enrolments__from_on__lte=today) & (Q(enrolments__to_on=None) | Q(enrolments__to_on__gte=today))
        return super().get_queryset(request).annotate(there=Count("enrolments", filter=there))

    @admin.display(description=_("people"))
    def people(self, training_class: Any) -> int:
        return training_class.there

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # people sat in it; a class that was a mistake ends on its first day

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/place/", view(self.place), name="training_place"),
            path("<int:pk>/place/undo/", view(require_POST(self.undo_placing)), name="training_place_undo"),
            path("place/undo-all/", view(require_POST(self.undo_press)), name="training_press_undo"),
            *super().get_urls(),
        ]

    def place(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Tick selected people, place them; each placement can be taken back below."""
        training_class = get_object_or_404(TrainingClass, pk=pk)
        if not request.user.has_perm("training.place_trainee"):
            return HttpResponseForbidden()
        waiting = waiting_for_a_class(training_class)
        if request.method == "POST":
            ticked = [key for key in request.POST.getlist("journey") if key.isdecimal() and len(key) < 19]
            self._place(request, training_class, ticked)
            return HttpResponseRedirect(reverse("admin:training_place", args=[pk]))
        today = timezone.localdate()
        first_day = max(today, training_class.starts_on)
        seats = training_class.enrolments.between(first_day, first_day).select_related("journey__candidate")
        context = {
            **self.admin_site.each_context(request),
            "title": _("Place people"),
            "subtitle": training_class.name,
            "opts": self.opts,
            "training_class": training_class,
            "waiting": waiting[:SHOWN],
            "seats": seats,
            "together": given_together(training_class),
            "free": training_class.capacity - enrolment.seats_taken(training_class, first_day),
            "beds": dormitory.capacity(first_day).get(training_class.site_id, []),
        }
        return render(request, "admin/training/trainingclass/place.html", context)

    def _place(self, request: HttpRequest, training_class: TrainingClass, ticked: list[str]) -> None:
        journeys = Journey.objects.filter(pk__in=ticked).select_related("candidate").order_by("selected_on", "pk")
        placed = place_all(journeys, training_class, by=request.user)  # type: ignore[arg-type]
        if placed.seats:
            count = len(placed.seats)
            said = ngettext("%(n)s person placed.", "%(n)s people placed.", count) % {"n": count}
            self.message_user(request, said, messages.SUCCESS)
        for journey, sentences in placed.refused:
            self.message_user(request, f"{journey.candidate.name}: {' '.join(sentences)}", messages.WARNING)
        if not ticked:
            self.message_user(request, _("Nobody was ticked."), messages.WARNING)

    def undo_press(self, request: HttpRequest) -> HttpResponse:
        """Take back everybody who was placed with one press."""
        if not request.user.has_perm("training.place_trainee"):
            return HttpResponseForbidden()
        try:
            press = UUID(request.POST.get("press", ""))
        except ValueError:
            raise Http404 from None
        seat = Enrolment.objects.filter(press=press).first()
        if seat is None:
            self.message_user(request, _("This placement was already taken back."), messages.WARNING)
            return HttpResponseRedirect(reverse("admin:training_trainingclass_changelist"))
        undone = take_back_all(press, by=request.user)  # type: ignore[arg-type]
        count = len(undone.seats)
        if count:
            said = ngettext("%(n)s placement taken back.", "%(n)s placements taken back.", count) % {"n": count}
            self.message_user(request, said, messages.SUCCESS)
        for journey, sentences in undone.refused:
            self.message_user(request, f"{journey.candidate.name}: {' '.join(sentences)}", messages.WARNING)
        return HttpResponseRedirect(reverse("admin:training_place", args=[seat.training_class_id]))

    def undo_placing(self, request: HttpRequest, pk: int) -> HttpResponse:
        key = request.POST.get("seat", "")
        if not request.user.has_perm("training.place_trainee"):
            return HttpResponseForbidden()
        seat = get_object_or_404(Enrolment, pk=int(key) if key.isdecimal() and len(key) < 19 else 0, training_class=pk)
        try:
            enrolment.undo(seat, by=request.user)  # type: ignore[arg-type]
        except Refused as refused:
            for sentence in refused.sentences():
                self.message_user(request, sentence, messages.WARNING)
        else:
            self.message_user(request, _("The placement was taken back."), messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:training_place", args=[pk]))


@admin.register(Enrolment)
class EnrolmentAdmin(ReadOnly):
    list_display = ("training_class", "trainee_no", "person", "from_on", "to_on")
    list_select_related = ("training_class", "journey__candidate")
    list_filter = ("training_class",)
    search_fields = ("journey__candidate__name", "journey__registration_no")
    fields = ("training_class", "trainee_no", "journey", "from_on", "to_on", "recorded_at")

    @admin.display(description=_("name"))
    def person(self, seat: Enrolment) -> str:
        return seat.journey.candidate.name


class WeightInline(admin.StackedInline):
    model = CriterionWeight
    extra = 0


@admin.register(Criterion)
class CriterionAdmin(HistoryAdmin):
    history_with = ("weights",)
    list_display = ("name", "slug", "position", "is_active")
    inlines = (WeightInline,)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("slug",) if obj else ()  # score files name the criterion by its code

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # scores and their corrections name it; what is no longer asked for is switched off


@admin.register(Holiday)
class HolidayAdmin(HistoryAdmin):
    """After a change every promised day is reckoned anew."""

    list_display = ("day", "name", "is_joint_leave")
    list_filter = ("is_joint_leave",)
    date_hierarchy = "day"
    search_fields = ("name",)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        days_off.forget()

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        super().delete_model(request, obj)
        days_off.forget()

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        super().delete_queryset(request, queryset)
        days_off.forget()


@admin.register(PhoneRule)
class PhoneRuleAdmin(HistoryAdmin):
    list_display = ("valid_from", "programme", "threshold", "mode", "minimum_days", "late_entry_days", "given_out_at")
    list_select_related = ("programme",)


@admin.register(Evening)
class EveningAdmin(ReadOnly):
    list_display = ("training_class", "day", "entered_by", "entered_at", "version", "late_reason")
    list_select_related = ("training_class", "entered_by")
    list_filter = ("training_class",)


@admin.register(DayWaiver)
class DayWaiverAdmin(ReadOnly):
    list_display = ("training_class", "day", "by", "reason")
    list_select_related = ("training_class", "by")
    list_filter = ("training_class",)


@admin.register(ScoreChange)
class ScoreChangeAdmin(ReadOnly):
    list_display = ("day", "person", "values", "by", "at", "reason")
    list_select_related = ("enrolment__journey__candidate", "by")
    list_filter = ("enrolment__training_class",)
    fields = ("enrolment", "day", "values", "by", "at", "reason")
    readonly_fields = ("values",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ScoreChange]:
        return super().get_queryset(request).with_names()

    @admin.display(description=_("name"))
    def person(self, change: ScoreChange) -> str:
        return change.enrolment.journey.candidate.name

    @admin.display(description=_("corrected scores"))
    def values(self, change: Any) -> str:
        """Kaiwa 80 → 85 · Kanji 70 → –"""
        names = {criterion["pk"]: criterion["name"] for criterion in change.names}
        return " · ".join(
            f"{names[criterion]} {in_words(old)} → {'–' if new is None else in_words(new)}"
            for criterion, old, new in change.values()
        )


@admin.register(AttendanceChange)
class AttendanceChangeAdmin(ReadOnly):
    list_display = ("day", "person", "old", "new", "by", "at", "reason")
    list_select_related = ("enrolment__journey__candidate", "by")
    list_filter = ("enrolment__training_class",)

    @admin.display(description=_("name"))
    def person(self, change: AttendanceChange) -> str:
        return change.enrolment.journey.candidate.name


@admin.register(RollCall)
class RollCallAdmin(ReadOnly):
    list_display = ("training_class", "day", "kind", "taken_by", "taken_at", "version")
    list_select_related = ("training_class", "taken_by")
    list_filter = ("kind", "training_class")


@admin.register(RollChange)
class RollChangeAdmin(ReadOnly):
    list_display = ("day", "kind", "person", "old", "new", "by", "at", "reason")
    list_select_related = ("enrolment__journey__candidate", "by")
    list_filter = ("kind", "enrolment__training_class")

    @admin.display(description=_("name"))
    def person(self, change: RollChange) -> str:
        return change.enrolment.journey.candidate.name
