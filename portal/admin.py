from django.contrib import admin

from portal.models import PublicContact


@admin.register(PublicContact)
class PublicContactAdmin(admin.ModelAdmin):
    list_display = ["name", "matter", "phone", "email", "is_shown", "position"]
    list_filter = ["matter", "is_shown"]
