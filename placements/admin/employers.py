from django.contrib import admin

from core.admin_history import HistoryAdmin
from placements.models import Agency, Employer, SchemeStep, StepKind


@admin.register(Employer)
class EmployerAdmin(HistoryAdmin):
    list_display = ("name", "name_ja", "prefecture", "city")
    list_filter = ("prefecture",)
    search_fields = ("name", "name_ja")


@admin.register(Agency)
class AgencyAdmin(HistoryAdmin):
    list_display = ("name", "kind", "licence_no")
    list_filter = ("kind",)
    search_fields = ("name", "licence_no")


@admin.register(StepKind)
class StepKindAdmin(HistoryAdmin):
    list_display = ("name", "owner", "milestone", "needs_number", "needs_expiry", "covers_flight")

    def get_readonly_fields(self, request, obj=None):
        return ("slug",) if obj else ()  # other rows hold it


@admin.register(SchemeStep)
class SchemeStepAdmin(HistoryAdmin):
    list_display = ("kind", "scheme", "position", "owner", "default_days", "validity_months", "valid_from", "valid_to")
    list_filter = ("scheme",)
    list_select_related = ("kind", "scheme")
