"""What this room adds to the list of journeys at the desk: the class, to narrow it down by and to take along."""

from typing import Any

from django.contrib import admin
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from candidates import admin_panels, exporting
from core.prepared import AskedOften
from training.models import Enrolment, TrainingClass

OFFERED = 20  # classes; the newest


class ClassFilter(admin.SimpleListFilter):
    """Who sits in a class, or sat there until it was over."""

    title = _("class")
    parameter_name = "class"

    newest = AskedOften(
        lambda: TrainingClass.objects.order_by("-starts_on", "-pk").values_list("pk", "name", "code")[:OFFERED]
    )

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        return [(str(pk), f"{name} ({code})") for pk, name, code in self.newest.rows()]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        key = self.value()
        if not key or not key.isdecimal() or len(key) > 18:
            return queryset
        return queryset.filter(pk__in=Enrolment.objects.filter(training_class=key).values("journey"))


_class = Enrolment.objects.filter(journey=OuterRef("pk")).order_by("-from_on", "-pk").values("training_class__name")
admin_panels.filters.append(ClassFilter)
exporting.COLUMNS["class"] = exporting.Column(
    _("class"),
    lambda journey: journey.export_class or "",
    width=20,
    annotated={"export_class": Subquery(_class[:1])},
)
