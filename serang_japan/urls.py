"""Every address of the portal. Each app owns its own; none of them knows the root."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("candidates.urls")),  # first, since on the day when everybody registers all ask here
    path("", include("portal.urls")),
    path("", include("accounts.urls")),
    path("admin/", admin.site.urls),
    path("", include("notifications.urls")),
    path("", include("training.urls")),
    path("", include("certificates.urls")),
    path("", include("placements.urls")),
    path("", include("reports.urls")),
]

handler400 = "core.errors.bad_request"
handler403 = "core.errors.forbidden"
handler404 = "core.errors.not_found"
handler429 = "core.errors.too_many"
handler500 = "core.errors.server_error"
