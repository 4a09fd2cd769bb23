"""The reasons that candidates read, edited by Disnaker's administrator."""

from django.contrib import admin

from candidates.admin.tables import TableAdmin
from candidates.models import ClosingReason


@admin.register(ClosingReason)
class ClosingReasonAdmin(TableAdmin):
    list_display = ("text", "kind", "again_when", "position", "is_active")
    list_filter = ("kind", "is_active")
