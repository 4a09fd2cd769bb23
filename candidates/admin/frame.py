"""What the pages under journeys share."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.urls import reverse

from candidates.models import Journey


class FrameMixin(admin.ModelAdmin):
    def desk_page(self, request: HttpRequest, template: str, context: dict[str, Any]) -> TemplateResponse:
        common = {**self.admin_site.each_context(request), "opts": self.model._meta}
        return TemplateResponse(request, f"admin/candidates/journey/{template}", {**common, **context})


def page_of(journey: Journey) -> str:
    return reverse("admin:candidates_journey_change", args=[journey.pk])
