"""The dormitory, leave and discipline in the admin: rooms and rules are edited, what happened is read."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.admin_history import HistoryAdmin
from training import dormitory
from training.admin_frame import ReadOnly
from training.models import (
    DisciplineEvent,
    DisciplineKind,
    DisciplineThreshold,
    DisciplineWarning,
    Duty,
    LeaveRequest,
    LeaveRule,
    Room,
    RoomStay,
)


class RoomForm(forms.ModelForm):
    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        if self.instance.pk and data and "beds" in data and "sex" in data:
            edited = Room(pk=self.instance.pk, beds=data["beds"], sex=data["sex"])
            if gaps := dormitory.room_gaps(edited):
                raise ValidationError([str(gap) for gap in gaps])
        return data


@admin.register(Room)
class RoomAdmin(HistoryAdmin):
    form = RoomForm
    list_display = ("name", "site", "sex", "beds", "held", "is_active")
    list_select_related = ("site",)
    list_filter = ("site", "sex", "is_active")
    search_fields = ("name",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Room]:
        today = timezone.localdate()
        now = Q(stays__in=RoomStay.objects.on(today).values("pk"))
        return super().get_queryset(request).annotate(held=Count("stays", filter=now))

    @admin.display(description=_("beds held today"))
    def held(self, room: Any) -> int:
        return room.held

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # people slept in it; a room that is gone is switched off


@admin.register(RoomStay)
class RoomStayAdmin(ReadOnly):
    list_display = ("room", "bed", "person", "from_on", "to_on")
    list_select_related = ("room", "journey__candidate")
    list_filter = ("room__site",)
    search_fields = ("journey__candidate__name", "journey__registration_no")
    fields = ("room", "bed", "journey", "from_on", "to_on", "by", "at")

    @admin.display(description=_("name"))
    def person(self, stay: RoomStay) -> str:
        return stay.journey.candidate.name


@admin.register(LeaveRequest)
class LeaveRequestAdmin(ReadOnly):
    list_display = ("person", "kind", "from_on", "to_on", "state", "decided_by")
    list_select_related = ("journey__candidate", "decided_by")
    list_filter = ("state", "kind")
    search_fields = ("journey__candidate__name", "journey__registration_no")
    fields = (
        *("journey", "kind", "from_on", "to_on", "reason", "asked_by", "asked_at"),
        *("state", "decided_by", "decided_at", "answer"),
    )

    @admin.display(description=_("name"))
    def person(self, leave: LeaveRequest) -> str:
        return leave.journey.candidate.name


@admin.register(LeaveRule)
class LeaveRuleAdmin(HistoryAdmin):
    list_display = ("valid_from", "programme", "longest", "later")
    list_select_related = ("programme",)


@admin.register(DisciplineKind)
class DisciplineKindAdmin(HistoryAdmin):
    list_display = ("name", "points", "position", "is_active")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("slug",) if obj else ()  # the one-tap lists of the morning name the rule by its code

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # it may have been broken; a rule that ends is switched off


@admin.register(DisciplineThreshold)
class DisciplineThresholdAdmin(HistoryAdmin):
    list_display = ("points", "name", "meaning")


@admin.register(Duty)
class DutyAdmin(HistoryAdmin):
    list_display = ("name", "people", "position", "is_active")


@admin.register(DisciplineEvent)
class DisciplineEventAdmin(ReadOnly):
    list_display = ("day", "person", "kind", "points", "by", "withdrawn_at")
    list_select_related = ("enrolment__journey__candidate", "kind", "by")
    list_filter = ("kind", "enrolment__training_class")
    fields = (
        *("enrolment", "kind", "day", "points", "note", "by", "at"),
        *("withdrawn_at", "withdrawn_by", "withdrawn_reason"),
    )

    @admin.display(description=_("name"))
    def person(self, event: DisciplineEvent) -> str:
        return event.enrolment.journey.candidate.name


@admin.register(DisciplineWarning)
class DisciplineWarningAdmin(ReadOnly):
    list_display = ("opened_on", "person", "threshold", "points", "settled_at", "outcome")
    list_select_related = ("enrolment__journey__candidate", "threshold")
    list_filter = ("threshold", "enrolment__training_class")
    fields = ("enrolment", "threshold", "points", "opened_on", "settled_at", "settled_by", "outcome")

    @admin.display(description=_("name"))
    def person(self, warning: DisciplineWarning) -> str:
        return warning.enrolment.journey.candidate.name
