"""Filters of the desk's lists that ask a queryset."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


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
