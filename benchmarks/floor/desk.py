"""The admin as Django ships it, with the columns and filters of the desk's list of journeys."""

from django.contrib import admin

from candidates.models import Journey


class JourneyAdmin(admin.ModelAdmin):
    list_display = ("candidate", "registration_no", "stage", "sector", "candidate__kelurahan", "registered_on")
    list_display_links = ("candidate", "registration_no")
    list_filter = ("stage", "sector", "programme", "origin")
    list_select_related = ("candidate__kelurahan", "sector")
    list_per_page = 50
    search_fields = ("candidate__name",)
    ordering = ("-registered_on", "-pk")


site = admin.AdminSite("floor")
site.register(Journey, JourneyAdmin)
