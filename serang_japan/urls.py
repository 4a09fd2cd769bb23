"""Every address of the portal. Each app owns its own; none of them knows the root."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("portal.urls")),
    path("", include("accounts.urls")),
    path("admin/", admin.site.urls),
    path("", include("notifications.urls")),
    path("", include("candidates.urls")),
    path("", include("training.urls")),
    path("", include("placements.urls")),
    path("", include("reports.urls")),
]
