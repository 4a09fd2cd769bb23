"""The reasons that candidates read and the sources they choose from, edited by Disnaker's administrator."""

from django.contrib import admin

from candidates.admin.tables import TableAdmin
from candidates.models import ClosingReason, HeardFrom


@admin.register(ClosingReason)
class ClosingReasonAdmin(TableAdmin):
    list_display = ("text", "kind", "again_when", "position", "is_active")
    list_filter = ("kind", "is_active")


@admin.register(HeardFrom)
class HeardFromAdmin(TableAdmin):
    list_display = ("name", "position", "is_active")
