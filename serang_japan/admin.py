from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from portal.desk import index, tables, views


class PortalAdminSite(admin.AdminSite):
    """The Disnaker desk: Django's own admin, dressed; people log in at /masuk/."""

    site_header = _("Serang–Japan portal")
    site_title = _("Serang–Japan portal")
    index_title = _("Desk")
    site_url = "/"
    enable_nav_sidebar = False

    @method_decorator(login_not_required)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """There is one door, /masuk/: it knows codes, the second step and the limits. Others are turned away here."""
        if request.user.is_authenticated and not self.has_permission(request):
            raise PermissionDenied
        return redirect_to_login(request.GET.get("next", "/admin/"), settings.LOGIN_URL)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """As Django's, without the list of all tables: only the sidebar shows it, which is off."""
        return {
            "site_title": self.site_title,
            "site_header": self.site_header,
            "site_url": request.META["SCRIPT_NAME"] or self.site_url,
            "has_permission": self.has_permission(request),
            "is_popup": False,
            "is_nav_sidebar_enabled": self.enable_nav_sidebar,
            "log_entries": self.get_log_entries(request),
        }

    def get_urls(self) -> list[URLPattern | URLResolver]:
        return [*views.urls(self), *super().get_urls()]

    @method_decorator(never_cache)
    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """The desk of this person; the lists lie below it."""
        desk = index.page(request.user)  # type: ignore[arg-type]
        context = {**desk, **tables.grouped(self.get_app_list(request)), **(extra_context or {})}
        return super().index(request, context)
