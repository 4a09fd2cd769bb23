from django.contrib import admin

from core.admin_history import HistoryAdmin
from portal.models import PublicContact


@admin.register(PublicContact)
class PublicContactAdmin(HistoryAdmin):
    list_display = ["name", "matter", "phone", "email", "is_shown", "position"]
    list_filter = ["matter", "is_shown"]
