from django.contrib import admin

from certificates.models import Requirement
from core.admin_history import HistoryAdmin


@admin.register(Requirement)
class RequirementAdmin(HistoryAdmin):
    """Dated: a rule that ends gets a last day, a new rule is a new row."""

    list_display = ("sector", "scheme", "proof", "valid_from", "valid_to")
    list_filter = ("sector", "scheme")
