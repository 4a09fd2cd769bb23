"""Filters of the desk's lists that ask a queryset; none may ask for each row, or go through all of them."""

from datetime import date
from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from candidates import offer
from candidates.models import SelectionBatch, SelectionTest
from core.prepared import AskedOften

DAYS = 12  # of the selection test that are offered, the newest


class SilentFilter(admin.SimpleListFilter):
    title = _("silence")
    parameter_name = "silent"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("Silent for more than 14 days"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.silent(timezone.localdate()) if self.value() == "yes" else queryset


class LeftOverFilter(admin.SimpleListFilter):
    title = _("programme that is over")
    parameter_name = "left_over"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("yes", _("Nobody has decided"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.left_over(timezone.localdate()) if self.value() == "yes" else queryset


class PlaceFilter(admin.SimpleListFilter):
    """By the kecamatan of the KTP, or outside of the city; `person` leads from the list to the candidate."""

    title = _("address")
    parameter_name = "address"
    person = "candidate__"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        inside = [(name, f"Kec. {name}") for name in offer.offered().kelurahan]
        return [*inside, (offer.OUTSIDE, _("Outside Kota Serang"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        chosen = self.value()
        if chosen == offer.OUTSIDE:
            return queryset.filter(**{f"{self.person}kelurahan": None})
        codes = list(offer.offered().kelurahan.get(chosen or "", {}))
        return queryset.filter(**{f"{self.person}kelurahan__in": codes}) if codes else queryset


class OwnPlaceFilter(PlaceFilter):
    person = ""


class TestDayFilter(admin.SimpleListFilter):
    """Who was invited to the selection test of one day."""

    __test__ = False  # no test of pytest

    title = _("test day")
    parameter_name = "test"
    days = AskedOften(
        lambda: (
            SelectionBatch.objects.filter(test_on__isnull=False)
            .order_by("-test_on")
            .values_list("test_on")
            .distinct()[:DAYS]
        )
    )

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(day.isoformat(), date_format(day)) for (day,) in self.days.rows()]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        try:
            day = date.fromisoformat(self.value() or "")
        except ValueError:
            return queryset
        return queryset.filter(pk__in=SelectionTest.objects.filter(on=day).values("journey"))
