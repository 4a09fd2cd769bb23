"""The tables that the programme is made of. Disnaker's administrator edits them; the form sees it at once."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from candidates import offer, opened
from candidates.models import AccessLog, ConsentText, Kelurahan, NikRegion, Programme, Scheme, Sector, WorkCategory
from core.admin_history import HistoryAdmin


class TableAdmin(HistoryAdmin):
    """After a change the registration form reads its choices anew."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        offer.forget()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Programme)
class ProgrammeAdmin(TableAdmin):
    list_display = ("__str__", "opens_on", "closes_on", "test_on", "ends_on")

    def get_fields(self, request: HttpRequest, obj: Programme | None = None) -> Any:
        """Who may only read sees the year as a year; Django would write 2.026."""
        fields = super().get_fields(request, obj)
        if self.has_change_permission(request, obj):
            return fields
        return ["plain_year" if field == "year" else field for field in fields]

    @admin.display(description=_("year"))
    def plain_year(self, programme: Programme) -> str:
        return str(programme.year)


@admin.register(Scheme)
class SchemeAdmin(TableAdmin):
    list_display = ("name", "slug", "is_employment")


@admin.register(Sector)
class SectorAdmin(TableAdmin):
    list_display = ("name", "name_ja", "position", "is_active")


@admin.register(WorkCategory)
class WorkCategoryAdmin(TableAdmin):
    list_display = ("name", "sector", "name_ja")
    list_select_related = ("sector",)


@admin.register(Kelurahan)
class KelurahanAdmin(TableAdmin):
    list_display = ("name", "kecamatan", "code", "postal_code")
    list_filter = ("kecamatan",)
    search_fields = ("name",)


@admin.register(NikRegion)
class NikRegionAdmin(TableAdmin):
    list_display = ("code", "name")
    search_fields = ("=code", "name")


@admin.register(ConsentText)
class ConsentTextAdmin(TableAdmin):
    """A text somebody agreed to stays as it was; only the day it ends may still be set."""

    list_display = ("__str__", "required", "valid_from", "valid_to", "is_used")

    @admin.display(description=_("somebody agreed to it"), boolean=True)
    def is_used(self, text: ConsentText) -> bool:
        return text.consents.exists()

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        if obj is None or not obj.consents.exists():
            return ()
        return ("purpose", "version", "text", "required", "valid_from")


class OpenedFilter(admin.SimpleListFilter):
    title = _("what was opened")
    parameter_name = "what"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return list(opened.WHAT.items())

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(opened.is_about(self.value())) if self.value() in opened.WHAT else queryset


@admin.register(AccessLog)
class AccessLogAdmin(admin.ModelAdmin):
    """Who opened whose record. Read only, also for the administrator."""

    list_display = ("at", "candidate", "by", "opened")
    list_select_related = ("candidate", "by")
    list_filter = (OpenedFilter,)
    show_full_result_count = False
    fields = ("at", "candidate", "by", "opened")
    readonly_fields = ("opened",)

    @admin.display(description=_("what was opened"), ordering="what")
    def opened(self, log: AccessLog) -> str:
        return opened.in_words(log.what)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
